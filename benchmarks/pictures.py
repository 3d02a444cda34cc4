"""The pictures of the report: CPU seconds by method and case, and cost as work grows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, List

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.cases import Measured
from benchmarks.once import OURS
from benchmarks.words import NAMES

OURS_COLOUR, PEER_COLOUR = "#1b7a4b", "#9aa5b1"
# Text stays text, and the same figures make the same file.
mpl.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "weipian", "font.size": 9, "axes.spines.top": False,
                     "axes.spines.right": False})


def draw_cost(cases: List[Measured], path: Path) -> None:
    """One panel a case, a bar a method, the cheapest on top, on a logarithmic scale."""
    shown = [one for one in cases if one.runs]
    if not shown:
        return
    columns = min(2, len(shown))
    rows = -(-len(shown) // columns)
    height = 0.9 + rows * (0.55 + 0.24 * max(len(one.runs) for one in shown))
    figure = Figure(figsize=(11, height), layout="constrained")
    for axes, one in zip(figure.subplots(rows, columns, squeeze=False).ravel(), shown):
        _bars(axes, one)
    for axes in figure.axes[len(shown):]:
        axes.set_visible(False)
    _save(figure, path)


def _bars(axes: Any, one: Measured) -> None:
    methods = one.by_cpu()
    values = [one.median(method, "cpu_s") for method in methods]
    least = min(values) / 1.6  # a logarithmic axis has no nought for bars to begin at
    axes.barh(range(len(methods)), [value - least for value in values], left=least,
              color=[OURS_COLOUR if method in OURS else PEER_COLOUR for method in methods])
    axes.set_yticks(range(len(methods)), [NAMES[method] for method in methods])
    axes.invert_yaxis()
    axes.set_xscale("log")
    axes.set_xlim(least, max(values) * 2.2)
    for position, value in enumerate(values):
        axes.text(value * 1.05, position, f"{value:.2g} s", va="center", fontsize=8)
    axes.set_title(f"{one.case.name}: CPU seconds", loc="left", fontsize=10)


def draw_curves(curves: List[Measured], path: Path) -> None:
    """A line a method over: as it is, and one thing after the other times ten."""
    if not curves or not curves[0].runs:
        return
    figure = Figure(figsize=(8, 4), layout="constrained")
    axes = figure.subplots()
    for method in curves[0].runs:
        values = [one.median(method, "cpu_s") if method in one.runs else float("nan") for one in curves]
        axes.plot(range(len(curves)), values, "o-", label=NAMES[method], linewidth=2.2 if method in OURS else 1.2)
    axes.set_yscale("log")
    axes.set_xticks(range(len(curves)), [one.case.name for one in curves])
    axes.set_ylabel("CPU seconds")
    axes.legend(frameon=False, fontsize=8)
    _save(figure, path)


def _save(figure: Figure, path: Path) -> None:
    """Without the date, and without spaces at the ends of lines."""
    figure.savefig(path, metadata={"Date": None})
    path.write_text("\n".join(line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()) + "\n",
                    encoding="utf-8")
