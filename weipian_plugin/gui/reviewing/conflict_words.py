"""A conflict in words: what each office says, thing by thing, where they differ."""

from __future__ import annotations

import json
from hashlib import sha256
from html import escape
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.areas.parcel_parts import OWN_SOURCE
from ...domain.definitions import ANSWERS, ISSUED_EITHER
from ...domain.forms.codes import label
from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.review.office_state import LEFT, TAKEN, Conflict, Side
from ..acts.record_words import kind_name, value_text
from ..messages import language
from ..wording import GOOD, WARN, coloured, field_name, mu_text, mu_unit, muted

translate = QCoreApplication.translate
Said = Dict[Tuple[str, str], str]
"""By parcel ("" for what is said of no single one) and title: what is said, in words."""
_ANSWERS = {field.code: field for field in ANSWERS}
_ISSUED = {field.code: field for field in ISSUED_EITHER}
Area = Optional[Callable[[bytes], float]]
_FIRST = ("PDLX", "KPDLX")
_MOST_NAMED = 20
_MARK, _MINUTES, _SECONDS = 4, 16, 19
_LONGEST = 80


def kind_in_words(kind: str) -> str:
    """What a conflict is about."""
    return {"said": translate("ConflictWords", "Judgement"), "remark": translate("ConflictWords", "Note or flag"),
            "record": translate("ConflictWords", "Record"),
            "issued": translate("ConflictWords", "Issued differently"),
            "level": translate("ConflictWords", "In whose name")}.get(kind, kind)


def about(conflict: Conflict) -> str:
    """The same, and whether two patches of one's own have one number."""
    if has_own_number_twice(conflict):
        return translate("ConflictWords", "Two patches, one number")
    return kind_in_words(conflict.kind)


def has_own_number_twice(conflict: Conflict) -> bool:
    """Were two patches drawn in two offices, and given the same number by hand?"""
    return (conflict.kind == "issued" and conflict.stream.partition(":")[2] != conflict.patch_uuid
            and all(side.state.get("TBLY") == OWN_SOURCE for side in conflict.sides))


def offices_in_words(conflict: Conflict, own: str) -> str:
    """Who stands against whom."""
    return " / ".join(dict.fromkeys(office_of(side, own) for side in conflict.sides)
                      if conflict.kind == "level" else [office_of(side, own) for side in conflict.sides])


def office_of(side: Side, own: str) -> str:
    """The office of a side; this one where the workspace is our own, unless it came here from another."""
    if side.side.partition("/")[0] == own:
        return side.office or translate("ConflictWords", "This office")
    return side.office or translate("ConflictWords", "an office whose package has not come yet")


def when(text: str, length: int = _MINUTES) -> str:
    """A moment as people read it."""
    return text[:length].replace("T", " ")


def summary(conflict: Conflict) -> str:
    """The sides in one line: outcomes where it is a judgement, else the first thing that differs."""
    if conflict.kind == "level":
        return _question(conflict)
    if has_own_number_twice(conflict):
        return translate("ConflictWords", "drawn by hand in two places, with the same number")
    told = [words_of(conflict.kind, side) for side in conflict.sides]
    differing = _differing(told)
    if not differing:
        return alike()
    title = next((each for each in differing if each[1] == field_name(_ANSWERS["PDLX"])), differing[0])
    return f"{title[1]}：" + " / ".join(said.get(title) or "—" for said in told)


def _question(conflict: Conflict) -> str:
    """What is asked, in one line: how many words in the name of which level, by an office of which level."""
    state = conflict.sides[0].state
    theirs = label("SHJB", state.get("office_level") or "", language()) or translate("ConflictWords", "not said")
    return translate("ConflictWords", "{n} audits or image checks as {level}; the office's level: {theirs}").format(
        n=state.get("records"), level=label("SHJB", state.get("level") or "", language()), theirs=theirs)


def _question_html(conflict: Conflict, own: str, number: Callable[[str], str], palette: QPalette) -> str:
    """What is asked, of which parcels, and what follows from each answer."""
    names = [number(uuid) or uuid[:8] for uuid in conflict.parcels]
    shown = "、".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    last = conflict.sides[0]
    who = f"{office_of(last, own)} {last.actor} {when(last.recorded_at)}"
    lines = [f"<b>{escape(who)}</b>", coloured("● " + translate("ConflictWords", "do not count until decided"), WARN,
                                               palette), escape(_question(conflict)), escape(shown),
             *_to_do_first(last),
             escape(translate("ConflictWords", "They do not count here until you say so: whoever works at that level "
                                               "says it itself, and what a lower office says in its name may be a "
                                               "slip. The decision is about these alone; it can be undone."))]
    return "".join(f"<p>{line}</p>" for line in lines)


def _to_do_first(side: Side) -> List[str]:
    """Where it is not known at which level the office works: its own package may say so."""
    if side.state.get("office_level"):
        return []
    return [escape(translate("ConflictWords", "Merge that office's own package first: where it says that the office "
                                              "works at this level, its words count by themselves."))]


def alike() -> str:
    """Two decided without knowing of each other, and came to the same."""
    return translate("ConflictWords", "the same, decided apart")


def sides_html(conflict: Conflict, own: str, number: Callable[[str], str], palette: QPalette, area: Area = None
               ) -> str:
    """The sides beside each other: who, when, and each thing in which they differ; what is alike stands below."""
    if conflict.kind == "level":
        return _question_html(conflict, own, number, palette)
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
    if has_own_number_twice(conflict):
        text += f"<p>{escape(_of_own_number())}</p>"
    return text


def _of_own_number() -> str:
    return translate(
        "ConflictWords", "These are two patches, and only one can have the number. Whichever is chosen is judged here; "
        "the other stays out with all that was said of it. Where both are real, choose none: ask one office to take "
        "its patch back and to draw it again with the number left empty, and merge its new package. Then both are "
        "here, and this line goes.")


def words_of(kind: str, side: Side, area: Area = None) -> Said:
    """What a side says, in words; ``area`` measures a shape (WKB) in m² where its area is to be said."""
    state = side.state
    if kind == "record":
        return _record(state)
    if kind == "remark":
        titles = {"note": translate("ConflictWords", "Note"), "flag": translate("ConflictWords", "Flag")}
        return {("", titles[name]): str(state.get(name) or "") for name in titles if name in state}
    if kind == "issued":
        return _issued(state, area)
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


def _issued(state: Mapping[str, object], area: Area) -> Said:
    """Attributes by their titles, the shape by area, outline and place, and what no definition claims."""
    found = {("", field_name(_ISSUED[name])): value_text(_ISSUED[name], value) for name, value in state.items()
             if name in _ISSUED}
    try:
        extra = json.loads(str(state.get("extra") or "{}"))
    except ValueError:
        extra = {}
    found.update({("", str(name)): str(value)[:_LONGEST] for name, value in extra.items()}
                 if isinstance(extra, dict) else {})
    wkb = str(state.get("geom") or "")
    found["", translate("ConflictWords", "Shape")] = " ".join((_shape({"wkb": wkb}, area), _place(wkb))).strip()
    return found


def _place(wkb: str) -> str:
    """Where a shape lies, as QGIS takes it in its box of coordinates."""
    shape = QgsGeometry()
    shape.fromWkb(bytes.fromhex(wkb))
    if shape.isNull():
        return ""
    centre = shape.boundingBox().center()
    return translate("ConflictWords", "at {place}").format(place=centre.toString(1))


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
    if side.side in (LEFT, TAKEN):
        return (translate("ConflictWords", "They do not count") if side.side == LEFT
                else translate("ConflictWords", "They count"))
    name = f"{office_of(side, own)} {side.actor}".strip()
    return name if place is None else f"{place}. {name}"
