"""Looks through a template before it is needed: what of it cannot be placed, sentence by sentence."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Iterable, List, Mapping, Optional, Sequence

from ...domain.errors import WeipianError
from ...domain.forms.table_form import TableForm
from ...domain.records import Finding
from .normal import in_order
from .template import HOLE, ORDINAL, SEARCHED_ROWS, TITLE, CodeRow, all_names, code_rows, load, named_cells

if TYPE_CHECKING:
    from openpyxl import Workbook

NAMES: Mapping[str, str] = {TITLE: "表题", "WP_BATCH": "批次", "WP_PROFILE": "政策口径", "WP_DATE": "制表日期"}
"""The named cells that every table fills."""
_OURS = "WP_"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_ERROR, _WARNING = "E", "W"
_NAMED = 30


def check_template(path: Path, form: TableForm, others: Iterable[TableForm] = (),
                   names: Mapping[str, str] = NAMES) -> List[Finding]:
    """What is wrong with a template for ``form``: E where no table can be written, W where something stays unfilled.

    ``others``: the forms it might have been made for; ``names``: the named cells that will be filled. Raises nothing: a
    file that cannot be read is a finding too.
    """
    unreadable = _not_a_workbook(path)
    if unreadable:
        return unreadable
    try:
        workbook = load(path)
    except WeipianError as error:
        return [Finding(error.code, _ERROR, error.values)]
    found = [] if not path.with_name(f"~${path.name}").exists() else [
        Finding("TEMPLATE_OPEN_IN_EXCEL", _WARNING, {"file": path.name})]
    found += _rows_and_codes(workbook, path, form, others)
    return found if cannot_serve(found) else found + _names(workbook, path, names)


def cannot_serve(findings: Sequence[Finding]) -> bool:
    """Is there one of them with which no table can be written?"""
    return any(one.severity == _ERROR for one in findings)


def _not_a_workbook(path: Path) -> List[Finding]:
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLD_OFFICE))
    except OSError as error:
        code = "TEMPLATE_LOCKED" if isinstance(error, PermissionError) else "TEMPLATE_UNREADABLE"
        return [Finding(code, _ERROR, {"file": str(path), "detail": error.strerror})]
    if start == _OLD_OFFICE:  # an .xls, or an .xlsx with a password: both are of the old kind inside
        return [Finding("TEMPLATE_OLD_OR_LOCKED", _ERROR, {"file": path.name})]
    if not zipfile.is_zipfile(path):
        return [Finding("TEMPLATE_NO_WORKBOOK", _ERROR, {"file": path.name})]
    return []


def _rows_and_codes(workbook: Workbook, path: Path, form: TableForm, others: Iterable[TableForm]) -> List[Finding]:
    known = set(form.by_code)
    rows = code_rows(workbook, known)
    likelier = _likelier(workbook, form, others)
    if likelier is not None:
        return [Finding("TEMPLATE_OF_ANOTHER", _ERROR, {"file": path.name, "form": form.name, "other": likelier.name})]
    if not rows:
        return [Finding("TEMPLATE_WITHOUT_CODES", _ERROR, {"file": str(path), "rows": SEARCHED_ROWS})]
    row = rows[0]
    found = []
    if len(rows) > 1:
        found.append(Finding("TEMPLATE_TWO_SHEETS", _WARNING, {
            "file": path.name, "sheet": row.sheet.title, "others": "、".join(one.sheet.title for one in rows[1:])}))
    return found + _codes(row, path, form) + _merged(row, path)


def _codes(row: CodeRow, path: Path, form: TableForm) -> List[Finding]:
    counts = Counter(code for code, _ in row.codes)
    unplaced = [field for field in form.fields if field.code not in counts]
    needed = [f"{field.zh}({field.code})" for field in unplaced if field.code in form.needed]
    further = [f"{field.zh}({field.code})" for field in unplaced if field.code not in form.needed]
    unknown = [code for code in counts if code not in form.by_code and code != ORDINAL]
    twice = [code for code, count in counts.items() if count > 1]
    found = []
    if needed:
        found.append(Finding("TEMPLATE_LACKS_FIELDS", _ERROR, {"file": str(path), "fields": "、".join(needed)}))
    if unknown:
        found.append(Finding("TEMPLATE_CODES_UNKNOWN", _WARNING, {"codes": "、".join(unknown[:_NAMED])}))
    if twice:
        found.append(Finding("TEMPLATE_CODE_TWICE", _WARNING, {"codes": "、".join(twice)}))
    if further:
        found.append(Finding("TEMPLATE_FIELDS_UNPLACED", _WARNING, {
            "count": len(further), "fields": "、".join(further[:_NAMED]) + (" …" if len(further) > _NAMED else "")}))
    return found


def _merged(row: CodeRow, path: Path) -> List[Finding]:
    """Merged cells in the first data row: a row after it could not have them."""
    first = row.row + 1
    places = [one.coord for one in in_order(row.sheet.merged_cells) if one.min_row <= first <= one.max_row]
    return [Finding("TEMPLATE_ROW_MERGED", _WARNING, {"file": path.name, "row": first, "cells": "、".join(places)})] \
        if places else []


def _likelier(workbook: Workbook, form: TableForm, others: Iterable[TableForm]) -> Optional[TableForm]:
    """The form whose codes the template has more of, where it lacks some that ``form`` needs."""
    def count(one: TableForm) -> int:
        known = set(one.by_code)
        return max((len(known & {code for code, _ in row.codes}) for row in code_rows(workbook, known)), default=0)

    placed = {code for row in code_rows(workbook, set(form.by_code)) for code, _ in row.codes}
    if set(form.needed) <= placed:
        return None
    mine = count(form)
    best = max(((count(one), one) for one in others if one.id != form.id), key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > max(mine, len(best[1].needed)) else None


def _names(workbook: Workbook, path: Path, names: Mapping[str, str]) -> List[Finding]:
    found = []
    there = {name: defined for name, defined in all_names(workbook).items() if name.upper().startswith(_OURS)}
    for name, said in names.items():
        if name not in there:
            found.append(Finding("TEMPLATE_NAME_MISSING", _WARNING, {"file": path.name, "name": name, "what": said}))
    for name, defined in there.items():
        if name not in names:
            found.append(Finding("TEMPLATE_NAME_UNKNOWN", _WARNING, {
                "file": path.name, "name": name, "known": "、".join(names)}))
            continue
        cells = named_cells(workbook, name)
        if not cells:
            found.append(Finding("TEMPLATE_NAME_BROKEN", _WARNING, {
                "file": path.name, "name": name, "what": names[name], "target": defined.attr_text}))
        for sheet, reference in cells:
            text = sheet[reference].value
            if isinstance(text, str) and HOLE not in text and _BRACES.search(text):
                found.append(Finding("TEMPLATE_MARK_BROKEN", _WARNING, {
                    "file": path.name, "name": name, "cell": f"{sheet.title}!{reference}", "text": text}))
    return found
