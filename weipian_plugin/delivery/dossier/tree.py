"""The folder tree of a dossier (domain §8.4) and the names of what lies in it."""

from __future__ import annotations

from pathlib import Path

from ..names import safe_name

INDEX = "00_卷宗目录"
STATEMENT = "01_情况说明"
IMAGERY = "02_影像"
OVERLAY = "03_套合图件"
REGISTER = "04_核查登记表"
PHOTOS = "05_现场照片"
EVIDENCE = "06_举证材料"
CASE = "07_违法案件处理"
RECTIFIED = "08_整改"
CHECKS = "09_校验报告"
MEETING = "会审记录"
"""In the folder of the register, where a 集体会审 was about the patch."""
VOLUME = "卷宗"
FOLDERS = (IMAGERY, OVERLAY, REGISTER, PHOTOS, EVIDENCE, CASE, RECTIFIED)
LIST_CSV, LIST_JSON = "文件清单.csv", "文件清单.json"
PHOTO_LIST = "照片索引.csv"
SUMMARY = "卷宗清单.csv"
"""Beside the dossiers: which there are, and what each lacks."""
TEMPORARY = "~wp-"
"""What is being written, and what an end half way left behind, begins with this."""
_MOST_NAME, _LEAST_NAME = 80, 12


def dossier_folder(root: Path, year: str, county_code: str, county: str, number: str) -> Path:
    """``{年份}/{XZQDM}_{县名}/{JCBH}``."""
    place = "_".join(part for part in (county_code, county) if part) or "未注明县区"
    return root / safe_name(year or "未注明年份") / safe_name(place) / safe_name(number)


def room_for_name(folder: Path, longest_path: int) -> int:
    """How many characters the name of a file in the deepest folder of a dossier may have; 0 where there is no room."""
    deepest = max(len(name) for name in FOLDERS)
    room = longest_path - len(str(folder)) - deepest - 2
    return min(room, _MOST_NAME) if room >= _LEAST_NAME else 0
