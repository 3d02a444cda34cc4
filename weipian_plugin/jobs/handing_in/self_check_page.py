"""The self-check as it is handed in: a page of what is of the state, nothing of this machine."""

from __future__ import annotations

from ...delivery.package.check_page import check_page
from ...domain.calendar.dates import moment_in_words
from ...domain.marks import Mark
from .scope import Scope
from .self_check import BLOCKS, NOTES, WARNS, SelfCheck

_HEADINGS = ((BLOCKS, "阻止上报"), (WARNS, "提醒"), (NOTES, "说明"))
_NAMED = 200


def self_check_page(check: SelfCheck, scope: Scope, mark: Mark) -> bytes:
    """The page as bytes; the same for the same state."""
    head = [("范围", scope.title),
            ("批次", "、".join(f"{batch.label}（{batch.issued}）" for batch in scope.batches)),
            ("数据截止", f"{moment_in_words(check.state.moment)}（状态 {check.state.digest[:16]}）"),
            ("地块", f"{check.parcels} 个，其中已签署 {check.signed} 个")]
    sections = []
    for grade, heading in _HEADINGS:
        lines = [line for line in check.of_grade(grade) if not line.here]
        told = [(line.sentence("zh"), _named([name for _, name in line.parcels])) for line in lines]
        sections.append((heading, told))
    return check_page(f"上报自检报告 {scope.title}", head, sections, mark)


def _named(names: list[str]) -> str:
    """The parcels, where the sentence does not name them all already."""
    if len(names) <= 5:  # the sentence has them
        return ""
    return "、".join(names[:_NAMED]) + (f" …（共 {len(names)} 个）" if len(names) > _NAMED else "")
