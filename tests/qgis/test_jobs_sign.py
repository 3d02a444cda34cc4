"""Signing after the checks: which errors stand against which signature, and what no reason can make right."""

from __future__ import annotations

from typing import Any

import pytest

from weipian_plugin.domain.definitions import LAND, MINERAL
from weipian_plugin.domain.validation import ERROR, WARNING, Found
from weipian_plugin.jobs.checking.validate import EXPLAINED, OPEN, UNCHECKED, Stated
from weipian_plugin.jobs.judging.sign import elsewhere, in_the_way, never_right


def stated(check: str, *fields: str, severity: str = ERROR, state: str = OPEN, **more: Any) -> Stated:
    return Stated(Found(check, severity, "u", "1", fields, "。", ".", **more), state)


@pytest.mark.parametrize(("entry", "stands"), [
    (stated("V16", "FJ"), True),
    (stated("V06", "WFMJ", "DKMJ"), True),
    (stated("V20", "HCYJ", "HCFZR"), True),
    (stated("V16", "FJ", state=EXPLAINED), False),
    (stated("V07", "WFMJ", severity=WARNING), False),
    (stated("V06", "WFMJ", state=UNCHECKED, unchecked=True), False),
    (stated("V24", "QRR", "QRSJ"), False),
    (stated("V24", "HCYJ", "HCFZR"), False),
    (stated("V03", "QSX"), False),
    (stated("V06", "WFGDMJ", "WFMJ", state=EXPLAINED, never_right=True), True),
    (stated("V21", "SFJY", never_right=True), True),
], ids=lambda value: value.found.check if isinstance(value, Stated) else str(value))
def test_open_errors_of_what_is_signed_stand_against_the_signature(entry: Stated, stands: bool) -> None:
    assert in_the_way([entry]) == ((entry,) if stands else ())


def test_a_signature_is_not_asked_about_the_answers_of_the_other_one() -> None:
    land, both = stated("V16", "FJ"), stated("V20", "HCYJ")
    own = stated("V06", "WFGDMJ", "WFMJ", never_right=True)
    assert in_the_way([land, both, own], MINERAL) == (both,)
    assert in_the_way([land, both, own], LAND) == (land, both, own)
    assert never_right([land, both, own]) == (own,)


def test_errors_of_what_was_issued_are_told_apart() -> None:
    issued, act = stated("V03", "QSX"), stated("V17", "CCSJ")
    others = (stated("V16", "FJ"), stated("V24", "QRR"), stated("V21", "SFJY", never_right=True))
    assert elsewhere([issued, act, *others]) == (issued, act)
