"""What the name of a patch's picture (前后时相截图) says: whose it is, from before or after, and of which day."""

from __future__ import annotations

import re
from typing import List, Optional

from ..calendar.dates import parse_date

CLIP_SUFFIXES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp")
BEFORE, AFTER = "QSX", "HSX"
_RUNS = re.compile(r"[0-9]+|[A-Za-z]+|[\u4e00-\u9fff]+")
_DIGITS = re.compile(r"[0-9]+")
_DATES = (re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"),
          re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.年](\d{1,2})[-_.月](\d{1,2})(?!\d)"))
_BEFORE_WORDS = {"q", "qsx", "before", "pre", "qimg", "qsimg"}
_AFTER_WORDS = {"h", "hsx", "after", "post", "himg", "hsimg"}


def date_in(text: str) -> str:
    """The first day written in ``text`` (20180309, 2018-03-09, 2018年3月9日) as ISO, or an empty text."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = parse_date("-".join(match.groups()))
            if day is not None:
                return day.isoformat()
    return ""


def longest_number(text: str) -> str:
    """The longest run of digits in a patch's number: by it a picture's name is looked up."""
    return max(_DIGITS.findall(text), key=len, default="")


def numbers_in(text: str) -> List[str]:
    """Every run of digits in a name."""
    return _DIGITS.findall(text)


def without_number(stem: str, jcbh: str) -> Optional[str]:
    """``stem`` with the patch's number taken out; ``None`` where it is not in it, or only as a part of a longer one."""
    found = re.search(rf"(?<![0-9A-Za-z]){re.escape(jcbh)}(?![0-9])", stem) if jcbh else None
    return None if found is None else stem[:found.start()] + " " + stem[found.end():]


def said_of(jcbh: str, stem: str, folder: str) -> Optional[str]:
    """What a picture's name says beside the number; ``None`` where it is no picture of one date of this patch.

    The number stands in the file's name or in that of its folder.
    """
    rest = without_number(stem, jcbh)
    if rest is None and without_number(folder, jcbh) is not None:
        rest = stem
    return None if rest is None or is_comparison(rest) else rest


def phase_in(text: str) -> str:
    """QSX or HSX for a name (or a folder's) that says before or after; empty for one that says neither, or both."""
    said = {phase for run in _RUNS.findall(text) for phase in _phases_of(run)}
    return said.pop() if len(said) == 1 else ""


def is_comparison(text: str) -> bool:
    """A sheet that shows both dates side by side (前后时相对比) is no picture of one."""
    return "对比" in text or "前后" in text


def _phases_of(run: str) -> List[str]:
    low = run.lower()
    found = []
    if low in _BEFORE_WORDS or run == "前" or "前时相" in run or "前影像" in run or "前期" in run or "前后" in run:
        found.append(BEFORE)
    if low in _AFTER_WORDS or run == "后" or "后时相" in run or "后影像" in run or "后期" in run or "前后" in run:
        found.append(AFTER)
    return found
