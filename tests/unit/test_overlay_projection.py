"""The way into the equal-area plane, against forty digits computed by other formulas, and compiled against arrays."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Tuple

import numpy as np
import pyproj
import pytest

import weipian_plugin.overlay.kernels as kernels
from weipian_plugin.overlay.kernels import jit, projection
from weipian_plugin.overlay.kernels.arrays import Floats

mp: Any = pytest.importorskip("mpmath").mp.clone()
mp.dps = 40

A = mp.mpf(6378137)
E2 = (2 - 1 / mp.mpf("298.257222101")) / mp.mpf("298.257222101")
E = mp.sqrt(E2)
ZONES = [(75, 25.5e6), (75, 13.5e6), (105, 5e5), (117, 39.5e6), (135, 45.5e6)]


@pytest.fixture(params=["compiled", "arrays"])
def projecting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module as it is with numba, and as it is without."""
    if request.param == "compiled":
        if not jit.HAS_NUMBA:
            pytest.skip("numba is not there")
        return projection
    monkeypatch.setattr(jit, "HAS_NUMBA", False)
    name = "weipian_plugin.overlay.kernels.projection_of_arrays"
    spec = importlib.util.spec_from_file_location(name, Path(next(iter(kernels.__path__))) / "projection.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


def authalic(sine: Any) -> Any:
    return A / 2 * (1 - E2) * (sine / (1 - E2 * sine * sine) + mp.atanh(E * sine) / E)


def in_the_plane(easting: float, northing: float, false_easting: float, meridian: float) -> Tuple[Any, Any]:
    """By definition: the meridian's arc continued to complex latitudes, inverted by Newton's rule; no series."""
    target = mp.mpc(mp.mpf(northing), mp.mpf(easting) - mp.mpf(false_easting))

    def radius(latitude: Any) -> Any:
        return A * (1 - E2) * (1 - E2 * mp.sin(latitude) ** 2) ** mp.mpf(-1.5)

    latitude = target / 6367449
    for _ in range(8):
        latitude -= (mp.quad(radius, [0, latitude]) - target) / radius(latitude)
    isometric = mp.atanh(mp.sin(latitude)) - E * mp.atanh(E * mp.sin(latitude))
    sine = mp.tanh(isometric.real)
    for _ in range(25):
        sine = mp.tanh(isometric.real + E * mp.atanh(E * sine))
    return A * (isometric.imag + mp.radians(mp.mpf(meridian) - 105)), authalic(sine)


def places(count: int, meridian: int, false_easting: float, seed: int) -> Floats:
    """Anywhere from 3° to 54° and up to 3.5° from the meridian."""
    rng = np.random.default_rng(seed)
    degrees = np.column_stack([meridian + rng.uniform(-3.5, 3.5, count), rng.uniform(3, 54, count)])
    there = pyproj.Proj(proj="tmerc", lon_0=meridian, k=1, x_0=false_easting, a=6378137.0, rf=298.257222101)
    return np.column_stack(there(degrees[:, 0], degrees[:, 1]))


@pytest.mark.parametrize(("meridian", "false_easting"), ZONES)
def test_points_lie_where_forty_digits_say(projecting: ModuleType, meridian: int, false_easting: float) -> None:
    points = places(3, meridian, false_easting, meridian)
    for point, got in zip(points, projecting.zone_to_plane(points, false_easting, meridian)):
        x, y = in_the_plane(*point.tolist(), false_easting, meridian)
        assert abs(got[0] - x) < 2e-9
        assert abs(got[1] - y) < 4e-9


def test_areas_are_those_of_forty_digits(projecting: ModuleType) -> None:
    for meridian, false_easting in ZONES[2:4]:
        x, y = places(2, meridian, false_easting, 1)[0]
        ring = np.array([[x, y], [x + 30.25, y + 3], [x + 28, y + 41.5], [x - 4, y + 20], [x, y]])
        flat = projecting.zone_to_plane(ring, false_easting, meridian)
        exact = [in_the_plane(*point.tolist(), false_easting, meridian) for point in ring]
        got = sum((p[0] - flat[0, 0]) * (q[1] - flat[0, 1]) - (q[0] - flat[0, 0]) * (p[1] - flat[0, 1])
                  for p, q in zip(flat, flat[1:])) / 2
        true = sum(p[0] * q[1] - q[0] * p[1] for p, q in zip(exact, exact[1:])) / 2
        assert abs(got - true) < 1e-8 * true


def test_degrees_lie_where_forty_digits_say(projecting: ModuleType) -> None:
    rng = np.random.default_rng(2)
    degrees = np.column_stack([rng.uniform(73, 136, 50), rng.uniform(3, 54, 50)])
    for (longitude, latitude), got in zip(degrees.tolist(), projecting.degrees_to_plane(degrees)):
        assert abs(got[0] - A * mp.radians(mp.mpf(longitude) - 105)) < 2e-9
        assert abs(got[1] - authalic(mp.sin(mp.radians(mp.mpf(latitude))))) < 4e-9


@pytest.mark.skipif(not jit.HAS_NUMBA, reason="numba is not there")
@pytest.mark.parametrize("projecting", ["arrays"], indirect=True)
def test_compiled_code_and_arrays_give_the_same_bits_in_all_zones(projecting: ModuleType) -> None:
    for meridian in range(75, 136, 3):
        points = places(5000, meridian, 5e5, meridian)
        np.testing.assert_array_equal(projecting.zone_to_plane(points, 5e5, meridian),
                                      projection.zone_to_plane(points, 5e5, meridian))
        degrees = np.column_stack([points[:, 0] / 1e6 + meridian, points[:, 1] / 1.2e5])
        np.testing.assert_array_equal(projecting.degrees_to_plane(degrees), projection.degrees_to_plane(degrees))


def test_a_point_is_the_same_wherever_in_an_array_it_stands(projecting: ModuleType) -> None:
    points = places(5001, 108, 36.5e6, 4)
    all_together = projecting.zone_to_plane(points, 36.5e6, 108)
    for k in (0, 1, 2047, 2048, 2049, 5000):
        np.testing.assert_array_equal(projecting.zone_to_plane(points[k:k + 1], 36.5e6, 108)[0], all_together[k])
    np.testing.assert_array_equal(projecting.zone_to_plane(points[::-1], 36.5e6, 108), all_together[::-1])


def test_proj_says_the_same_within_its_own_rounding(projecting: ModuleType) -> None:
    points = places(2000, 117, 39.5e6, 9)
    transformer = pyproj.Transformer.from_crs(4527, "+proj=cea +lon_0=105 +ellps=GRS80", always_xy=True)
    by_proj = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
    np.testing.assert_allclose(projecting.zone_to_plane(points, 39.5e6, 117), by_proj, rtol=0, atol=2e-8)


@pytest.mark.parametrize("place", [
    (math.nan, 3e6), (39.5e6, math.inf), (39.5e6 + 4.1e6, 3e6), (117.0, 31.0), (39.5e6, 1.1e7), (39.5e6, -1.1e7)])
def test_what_the_zone_cannot_reach_is_nowhere(projecting: ModuleType, place: Tuple[float, float]) -> None:
    points = np.array([(39.5e6, 3e6), place, (39.6e6, 3e6)])
    assert np.isfinite(projecting.zone_to_plane(points, 39.5e6, 117)).all(axis=1).tolist() == [True, False, True]
    assert np.isnan(projecting.zone_to_plane(points, 39.5e6, 117)[1]).all()


@pytest.mark.parametrize("place", [(39.5e6, 3e6), (110.0, 91.0), (math.nan, 30.0), (110.0, -math.inf), (0.0, 30.0)])
def test_degrees_that_are_none_of_chinas_are_nowhere(projecting: ModuleType, place: Tuple[float, float]) -> None:
    assert np.isnan(projecting.degrees_to_plane(np.array([place, (110.0, 30.0)]))).tolist() == [[True] * 2, [False] * 2]


def test_nothing_is_no_trouble(projecting: ModuleType) -> None:
    assert projecting.zone_to_plane(np.empty((0, 2)), 5e5, 105).shape == (0, 2)
    assert projecting.degrees_to_plane(np.empty((0, 2))).shape == (0, 2)
