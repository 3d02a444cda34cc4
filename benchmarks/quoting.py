"""The short table that README.md and README.zh.md quote, between their ``<!-- bench -->`` marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from benchmarks.cases import Measured
from benchmarks.words import CHINESE, NAMES

START, END = "<!-- bench -->", "<!-- /bench -->"
FILES = {"en": "README.md", "zh": "README.zh.md"}
WORDS = {
    "en": {
        "head": "method", "parcels": "parcels, CPU", "redline": "redline, CPU", "worst": "largest row difference, m²",
        "intro": "{parcels:,} land-class parcels and {redlines} redline polygons of up to 150,000 vertices, {patches:,}"
                 " patches (county {scale} of `make bench`; {machine}; medians of {rounds} interleaved rounds; "
                 "everybody reads, divides, projects and measures; [all figures](benchmarks/results/overlay.md)):",
        "living": "One parcel with a moved vertex, measured again in county {scale} by the running worker: median "
                  "{median:.1f} ms, worst {worst:.0f} ms.",
    },
    "zh": {
        "head": "方法", "parcels": "地类图斑，CPU", "redline": "红线，CPU", "worst": "单行最大差，m²",
        "intro": "{parcels:,} 个地类图斑、{redlines} 个红线图形（最多 15 万顶点）、{patches:,} 个图斑"
                 "（{scale} 县，由 `make bench` 生成；{machine}；{rounds} 轮交替运行的中位数；"
                 "各方法都含读取、加密、投影、求面积；[全部数字](benchmarks/results/overlay.md)）：",
        "living": "在 {scale} 县移动一个图斑的一个顶点，由常驻进程重新测算：中位数 {median:.1f} 毫秒，"
                  "最慢 {worst:.0f} 毫秒。",
    },
}


def quote(root: Path, language: str, cases: List[Measured], living: Dict[str, Dict[str, Any]], machine: str) -> None:
    """Put the table of the largest county with both layers into the language's README. ValueError without marks."""
    path = root / FILES[language]
    text = path.read_text(encoding="utf-8")
    before, after = text.split(START)[0], text.split(END)[-1]
    if START not in text or END not in text:
        raise ValueError(f"{path.name} has no {START} … {END}")
    path.write_text("".join([before, START, "\n", quoted(language, cases, living, machine), END, after]),
                    encoding="utf-8")


def quoted(language: str, cases: List[Measured], living: Dict[str, Dict[str, Any]], machine: str) -> str:
    """The lines between the marks."""
    from benchmarks.county import SCALES, size_of
    from benchmarks.county import county as folder_of

    words, names = WORDS[language], (CHINESE if language == "zh" else NAMES)
    on = {(one.case.county, one.case.layer): one for one in cases if one.runs}
    scale = max((county for county, layer in on if layer == "dltb" and (county, "hx") in on),
                key=lambda name: SCALES[name].patches)
    parcels, redline = on[scale, "dltb"], on[scale, "hx"]
    _, _, redlines, _, patches = sizes = size_of(folder_of(scale))
    rounds = max(len(runs) for runs in parcels.runs.values())
    lines = [words["intro"].format(parcels=sizes[0], redlines=redlines, patches=patches, scale=scale, machine=machine,
                                   rounds=rounds), "",
             f"| {words['head']} | {words['parcels']} s | × | {words['redline']} s | × | {words['worst']} |",
             "|---|--:|--:|--:|--:|--:|"]
    for method in parcels.by_cpu():
        cells = [f"{one.median(method, 'cpu_s'):.2f} | {one.median(method, 'cpu_s') / one.median('ours', 'cpu_s'):.1f}"
                 if method in one.runs else "– | –" for one in (parcels, redline)]
        worst = max(one.agreement[method].largest_m2 for one in (parcels, redline) if method in one.runs)
        name = f"**{names[method]}**" if method.startswith("ours") else names[method]
        lines.append(f"| {name} | {cells[0]} | {cells[1]} | {worst:.0e} |")
    told = [(name, found["latency"]["land class, prepared"]) for name, found in living.items() if "latency" in found]
    if told:
        name, latency = max(told, key=lambda pair: SCALES[pair[0]].patches)
        lines += ["", words["living"].format(scale=name, median=latency["median_ms"], worst=latency["max_ms"])]
    return "\n".join([*lines, ""])
