"""Both dates lie on each other to the device pixel, whatever the screen is scaled by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("view_pixels.py")


@pytest.fixture(scope="module", params=["1", "1.25", "1.5", "2"])
def seen(request, tmp_path_factory) -> list[dict]:
    """What a process with this scale factor saw, for views of three sizes at odd places of a window."""
    folder = tmp_path_factory.mktemp("pixels")
    environment = {**os.environ, "QT_SCALE_FACTOR": request.param, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run([sys.executable, str(SCRIPT), str(folder)], env=environment, capture_output=True, text=True,
                           timeout=120, check=False)
    told = [line for line in ended.stdout.splitlines() if line.startswith("SEEN ")]
    assert told, ended.stderr
    found = json.loads(told[0].partition(" ")[2])
    assert [view["ratio"] for view in found] == [float(request.param)] * 3
    return found


def test_pictures_are_made_of_device_pixels(seen):
    for view in seen:
        for got, wanted in zip(view["size"], view["view"]):
            assert abs(got - wanted * view["ratio"]) <= 0.5


def test_an_edge_on_the_ground_is_at_the_same_device_pixel_on_both_dates(seen):
    for view in seen:
        before, after = view["edges"]
        assert before == after


@pytest.mark.parametrize("way", ["whole", "blink", "lens"])
def test_what_is_painted_is_the_rendered_picture_pixel_by_pixel(seen, way):
    assert [view[way] for view in seen] == [0, 0, 0]


def test_on_either_side_of_the_line_each_date_is_painted_pixel_by_pixel(seen):
    assert [view["swipe"] for view in seen] == [[0, 0]] * 3
