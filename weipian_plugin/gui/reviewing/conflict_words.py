"""A conflict in words: what each office says, thing by thing, where they differ."""

from __future__ import annotations

from hashlib import sha256
from html import escape
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.definitions import ANSWERS, ISSUED_EITHER
from ...domain.forms.codes import label
from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.review.office_state import Conflict, Side
from ..acts.record_words import kind_name, value_text
from ..messages import language
from ..wording import GOOD, coloured, field_name, mu_text, mu_unit, muted

translate = QCoreApplication.translate
Said = Dict[Tuple[str, str], str]
"""By parcel ("" for what is said of no single one) and title: what is said, in words."""
_ANSWERS = {field.code: field for field in ANSWERS}
_ISSUED = {field.code: field for field in ISSUED_EITHER}
Area = Optional[Callable[[bytes], float]]
_FIRST = ("PDLX", "KPDLX")
_MARK, _MINUTES, _SECONDS = 4, 16, 19


def kind_in_words(kind: str) -> str:
    """What a conflict is about."""
    return {"said": translate("ConflictWords", "Judgement"), "remark": translate("ConflictWords", "Note or flag"),
            "record": translate("ConflictWords", "Record"),
            "issued": translate("ConflictWords", "Issued differently")}.get(kind, kind)


def offices_in_words(conflict: Conflict, own: str) -> str:
    """Who stands against whom."""
    return " / ".join(office_of(side, own) for side in conflict.sides)


def office_of(side: Side, own: str) -> str:
    """The office of a side; this one where the workspace is our own."""
    if side.side.partition("/")[0] == own:
        return translate("ConflictWords", "This office")
    return side.office or side.side[:8]


def when(text: str, length: int = _MINUTES) -> str:
    """A moment as people read it."""
    return text[:length].replace("T", " ")


def summary(conflict: Conflict) -> str:
    """The sides in one line: outcomes where it is a judgement, else the first thing that differs."""
    told = [words_of(conflict.kind, side) for side in conflict.sides]
    differing = _differing(told)
    if not differing:
        return alike()
    title = next((each for each in differing if each[1] == field_name(_ANSWERS["PDLX"])), differing[0])
    return f"{title[1]}：" + " / ".join(said.get(title) or "—" for said in told)


def alike() -> str:
    """Two decided without knowing of each other, and came to the same."""
    return translate("ConflictWords", "the same, decided apart")


def sides_html(conflict: Conflict, own: str, number: Callable[[str], str], palette: QPalette, area: Area = None
               ) -> str:
    """The sides beside each other: who, when, and each thing in which they differ; what is alike stands below."""
    told = [words_of(conflict.kind, side, area) for side in conflict.sides]
    differing = _differing(told)
    head = "".join(f"<th align='left'>{_who(side, own, palette)}</th>" for side in conflict.sides)
    rows = [f"<tr><th></th>{head}</tr>"]
    parcel = ""
    for each in differing:
        if each[0] != parcel:
            parcel = each[0]
            rows.append(f"<tr><td colspan='{len(told) + 1}'><b>{escape(number(parcel))}</b></td></tr>")
        cells = "".join(f"<td><b>{escape(said.get(each, '') or '—')}</b></td>" for said in told)
        rows.append(f"<tr valign='top'><td>{escape(each[1])}</td>{cells}</tr>")
    if not differing:
        rows.append(f"<tr><td colspan='{len(told) + 1}'>{escape(alike())}</td></tr>")
    same_said = [f"{title}：{value}" for (_, title), value in told[0].items() if (_, title) not in differing and value]
    text = f"<table width='100%' cellspacing='0' cellpadding='4'>{''.join(rows)}</table>"
    if same_said:
        same = translate("ConflictWords", "Alike: {things}").format(things="；".join(dict.fromkeys(same_said)))
        text += f"<p style='color:{muted(palette).name()}'>{escape(same)}</p>"
    return text


def words_of(kind: str, side: Side, area: Area = None) -> Said:
    """What a side says, in words; ``area`` measures a shape (WKB) in m² where its area is to be said."""
    state = side.state
    if kind == "record":
        return _record(state)
    if kind == "remark":
        titles = {"note": translate("ConflictWords", "Note"), "flag": translate("ConflictWords", "Flag")}
        return {("", titles[name]): str(state.get(name) or "") for name in titles if name in state}
    if kind == "issued":
        return _issued(state)
    found: Said = {}
    for name, value in state.items():
        if isinstance(value, Mapping):
            found.update(_parcel(name, value, area))
        elif name in _ISSUED:
            found["", field_name(_ISSUED[name])] = value_text(_ISSUED[name], value)
    return found


def _parcel(uuid: str, state: Mapping[str, object], area: Area) -> Said:
    answers = state.get("answers")
    said = answers if isinstance(answers, Mapping) else {}
    codes = [*(code for code in _FIRST if code in said),
             *(code for code in _ANSWERS if code in said and code not in _FIRST)]
    found = {(uuid, field_name(_ANSWERS[code])): value_text(_ANSWERS[code], said[code]) for code in codes}
    for name, title in (("judgement", translate("ConflictWords", "Signed")),
                        ("mineral", translate("ConflictWords", "Mining signed"))):
        if name in state:
            found[uuid, title] = _signed(state[name])
    if "ground" in state:
        found[uuid, translate("ConflictWords", "Shape")] = _shape(state["ground"], area)
    return found


def _signed(judgement: object) -> str:
    if not isinstance(judgement, Mapping):
        return translate("ConflictWords", "not signed")
    answers = judgement.get("answers")
    said = answers if isinstance(answers, Mapping) else {}
    outcome = label("PDLX", said.get("PDLX") or said.get("KPDLX") or "", language())
    return f"{outcome} {judgement.get('signed_by', '')} {when(str(judgement.get('signed_at', '')), _SECONDS)}".strip()


def _shape(content: object, area: Area) -> str:
    if not isinstance(content, Mapping) or not content.get("wkb"):
        return translate("ConflictWords", "does not stand")
    wkb = bytes.fromhex(str(content["wkb"]))
    mark = sha256(wkb).hexdigest()[:_MARK]  # the same mark is the same outline, to the last vertex
    if area is None:
        return mark
    return translate("ConflictWords", "{area} {unit} (outline {mark})").format(
        area=mu_text(area(wkb)), unit=mu_unit(), mark=mark)


def _record(state: Mapping[str, object]) -> Said:
    kind = str(state.get("kind") or "")
    values = state.get("values")
    title = translate("ConflictWords", "Record")
    if kind not in RECORD_KINDS or not isinstance(values, Mapping):
        return {("", title): translate("ConflictWords", "taken away")}
    fields = RECORD_KINDS[kind].by_code
    return {("", title): kind_name(kind), **{("", field_name(fields[code])): value_text(fields[code], value)
                                             for code, value in values.items() if code in fields}}


def _issued(state: Mapping[str, object]) -> Said:
    return {("", field_name(_ISSUED[name]) if name in _ISSUED else name):
            value_text(_ISSUED[name], value) if name in _ISSUED else str(value)[:80] for name, value in state.items()}


def _differing(told: Sequence[Said]) -> List[Tuple[str, str]]:
    keys = dict.fromkeys(key for said in told for key in said)
    return [key for key in keys if len({said.get(key, "") for said in told}) > 1]


def _who(side: Side, own: str, palette: QPalette) -> str:
    lines = [escape(office_of(side, own)), escape(f"{side.actor} {when(side.recorded_at)}".strip())]
    if side.stands:
        lines.append(coloured("● " + translate("ConflictWords", "stands until decided"), GOOD, palette))
    return "<br/>".join(line for line in lines if line)


def side_name(side: Side, own: str, place: Optional[int] = None) -> str:
    """A side as it is chosen."""
    name = f"{office_of(side, own)} {side.actor}".strip()
    return name if place is None else f"{place}. {name}"
