"""What a product says of itself: its footer (§8.7), and 草稿 or 培训 in title, header and file name, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

FOOTER = "本结果为内业辅助分析，不作为行政处罚依据，以实地核查和有关机关认定为准"
"""§8.7: what every hand-in carries."""
DRAFT = "草稿"


@dataclass(frozen=True)
class Mark:
    """The word a product is marked with, "" for none, and why: (check or "", sentence) one by one."""

    word: str = ""
    reasons: Tuple[Tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        """Is there a mark?"""
        return bool(self.word)

    def title(self, title: str) -> str:
        """A title or a page header that says so."""
        return f"【{self.word}】{title}" if self.word else title

    def file_name(self, name: str) -> str:
        """A file name that says so."""
        return f"【{self.word}】{name}" if self.word else name


CLEAN = Mark()


def unmarked(name: str) -> str:
    """A file name without the mark in front of it."""
    return name.partition("】")[2] if name.startswith("【") and "】" in name else name
