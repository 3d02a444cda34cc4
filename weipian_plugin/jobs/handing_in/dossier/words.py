"""The texts and tables of a dossier's pages, in Chinese as the papers are."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Sequence, Tuple

from ....delivery.dossier.blocks import Block, Grid, Text
from ....delivery.sheets.cells import cell_value
from ....domain.areas.landclass import SEPARATE
from ....domain.areas.table_areas import ShownAreas, shown_areas, shown_role
from ....domain.areas.units import mu_text
from ....domain.calendar.dates import parse_date
from ....domain.definitions import ACT, ANSWERS, FIELD_CHECK, RECTIFICATION, REVIEW, SIGNATURE, TRANSFER
from ....domain.errors import WeipianError
from ....domain.forms.codes import ILLEGAL, label
from ....domain.forms.fields import Field, degrees, is_empty
from ....domain.judging.suggestion import Suggestion
from ....domain.records import Record
from ....domain.roles import LANDCLASS, ROLES
from .completeness import Piece, outcome_of
from .contents import Contents, Part

Pairs = List[Tuple[str, str]]

_ISSUED = (("JCBH", "图斑编号"), ("JCLB", "监测类别"), ("TBLX", "变化类型"), ("QSX", "前时相"), ("HSX", "后时相"),
           ("XFSJ", "下发时间"))
_GROUPS = (("NYDMJ", "农用地"), ("GDMJ", "其中耕地"), ("STMJ", "其中水田"), ("JSYDMJ", "建设用地"),
           ("WLYDMJ", "未利用地"), ("WTHMJ", "未套合"))
_ON_SITE = {field.code for field in FIELD_CHECK}
_JUDGED = tuple(field for field in ANSWERS if field.code not in _ON_SITE)
_KINDS = (("act", "违法行为（附表4）", ACT), ("transfer", "移交其他部门", TRANSFER),
          ("rectification", "整改", RECTIFICATION))
_NOT_CHECKED = "未核"
_EMPTY = "0.00（声明为空）"
_TWO, _NAME_AND_VALUE = (0.3, 0.7), (0.32, 0.68)


def value_text(field: Field, value: object) -> str:
    """A value as tables show it, with its unit."""
    shown = cell_value(field, value)
    if shown is None:
        return ""
    unit = field.unit or ("亩" if field.type.value == "area" else "")
    return f"{shown} {unit}".strip()


def filled(fields: Iterable[Field], values: Mapping[str, object]) -> Pairs:
    """Names and values of what is filled in."""
    return [(field.zh, value_text(field, values[field.code])) for field in fields
            if not is_empty(values.get(field.code))]


def issued_pairs(contents: Contents) -> Pairs:
    """What was issued, and where it lies."""
    attributes = contents.attributes
    pairs = []
    for code, name in _ISSUED:
        value = attributes.get(code) or (contents.batch.issued if code == "XFSJ" else None)
        if code in ("JCLB", "TBLX"):
            text = label(code, value, "zh")
        else:
            day = parse_date(value) if code != "JCBH" else None
            text = day.isoformat() if day is not None else str(value or "")
        pairs.append((name, text or "—"))
    pairs.append(("位置", contents.place or "—"))
    if isinstance(attributes.get("JCMJ"), (int, float)):
        pairs.append(("监测面积", f"{mu_text(float(str(attributes['JCMJ'])))} 亩"))
    centre = [attributes.get(code) for code in ("LZB", "BZB")]
    if all(centre):
        pairs.append(("中心点", "，".join(map(degrees, centre))))
    return pairs


def beside(pairs: Pairs, columns: int = 2) -> Grid:
    """Pairs, so many beside each other."""
    filled_up = [*pairs, *[("", "")] * (-len(pairs) % columns)]
    rows = [tuple(text for pair in filled_up[place:place + columns] for text in pair)
            for place in range(0, len(filled_up), columns)]
    return Grid(_NAME_AND_VALUE * columns, tuple(rows), bold=tuple(range(0, 2 * columns, 2)))


def in_twos(pairs: Pairs, size: float = 1.0) -> Grid:
    """Pairs under each other."""
    return Grid(_TWO, tuple(pairs), bold=(0,), size=size)


def areas_of(part: Part, contents: Contents) -> ShownAreas:
    """The areas of a parcel in 亩 as tables show them; nothing where a class code is not known."""
    profile = contents.profile
    try:
        return shown_areas(part.measured, adjustable=profile.grouping.adjustable if profile else SEPARATE,
                           whole=part.whole)
    except WeipianError:
        return ShownAreas({})


def area_blocks(contents: Contents) -> List[Block]:
    """The overlay table of each parcel: groups, classes, zones, papers (亩)."""
    blocks: List[Block] = []
    for part in contents.parts:
        if len(contents.parts) > 1:
            blocks.append(Text(part.name, bold=True, above=1.5))
        if part.measured is None:
            blocks.append(Text("未套合"))
            continue
        shown = areas_of(part, contents)
        rows = [("地块面积", str(shown.values.get("DKMJ", "—")))]
        rows += [(name, str(shown.values[code])) for code, name in _GROUPS if shown.values.get(code)]
        rows += [(f"{land.code} {land.zh}", str(area)) for land, area in shown.classes]
        rows += _zone_rows(part)
        blocks.append(Grid((0.66, 0.34), tuple(rows), ("图层与地类", "面积（亩）"), right=(1,)))
    return blocks


def _zone_rows(part: Part) -> Pairs:
    """Zones and papers; those that are declared empty share a row."""
    texts = zone_texts(part)
    empty = [ROLES[role].zh for role, text in texts if text == _EMPTY]
    rows = [(ROLES[role].zh, text) for role, text in texts if text != _EMPTY]
    return [*rows, *([(f"{'、'.join(empty)}（声明为空）", "0.00")] if empty else [])]


def zone_texts(part: Part) -> List[Tuple[str, str]]:
    """(role, 亩) of everything but land classes; what is declared empty says so."""
    found = []
    for role in ROLES.values():
        areas = part.measured.roles.get(role.key) if part.measured is not None else None
        if areas is None or role.kind == LANDCLASS:
            continue
        figure = shown_role(part.measured, role.key, whole=part.whole) if part.measured is not None else None
        found.append((role.key, _EMPTY if areas.declared_empty else str(figure)))
    return found


def judgement_blocks(contents: Contents) -> List[Block]:
    """核查登记: as issued, the areas of the form, and what was judged of each parcel, by whom."""
    blocks: List[Block] = [Text("下发信息", bold=True), beside(issued_pairs(contents))]
    for part in contents.parts:
        blocks.append(Text(f"地块 {part.name}", bold=True, size=1.1, above=3))
        blocks += _area_line(part, contents)
        blocks += _judged(part)
    return blocks


def meetings_of(contents: Contents) -> List[Tuple[str, Pairs]]:
    """会审记录 (§8.3): each 集体会审 about the patch by its day, with all its fields, also those still to be written;
    of the parcels those of this patch alone.
    """
    reviews = sorted(contents.records.get("review", ()), key=lambda one: (str(one.values.get("HSSJ") or ""), one.uuid))
    found = []
    for number, review in enumerate(reviews, 1):
        names = "、".join(part.name for part in contents.parts if part.parcel.uuid in review.parcels)
        pairs = [(field.zh, value_text(field, review.values.get(field.code))) for field in REVIEW]
        found.append((f"第 {number} 次会审" if len(reviews) > 1 else "集体会审", [("会审地块", names), *pairs]))
    return found


def meeting_blocks(contents: Contents) -> List[Block]:
    """The same as a page."""
    blocks: List[Block] = []
    for title, pairs in meetings_of(contents):
        blocks += [Text(title, bold=True, size=1.1, above=2), in_twos([(name, text or "—") for name, text in pairs])]
    return blocks


def _area_line(part: Part, contents: Contents) -> List[Block]:
    values = areas_of(part, contents).values
    pairs = [("地块面积", values.get("DKMJ")), ("耕地", values.get("GDMJ")),
             ("永久基本农田", values.get("YJJBNTMJ")), ("生态保护红线", values.get("STHXMJ"))]
    return [Grid((1.0,) * 4, (tuple(_NOT_CHECKED if area is None else f"{area} 亩" for _, area in pairs),),
                 tuple(name for name, _ in pairs))]


def _judged(part: Part) -> List[Block]:
    blocks: List[Block] = []
    signed = part.signed
    if signed is None:
        state = "初判（未签署，不作为判定结果）" if outcome_of(part)[0] else "未判定"
        blocks.append(Text(f"判定：{state}", bold=True, colour="#c01c28", above=1.5))
    else:
        blocks.append(Text("判定", bold=True, above=1.5))
    pairs = filled(_JUDGED, part.judged)
    if part.row.mineral is not None and part.row.judgement is not None:
        pairs += filled(ANSWERS, part.row.mineral.answers)
    if signed is not None:
        by = {"QRR": signed.signed_by, "QRSJ": signed.signed_at[:10], "QRYJ": signed.basis}
        pairs += filled(SIGNATURE, by)
        if signed.reason:
            pairs.append(("签署说明", signed.reason))
    if pairs:
        blocks.append(in_twos(list(dict.fromkeys(pairs))))
    if part.suggestion is not None:
        blocks += [Text("内业建议（机器生成，不是判定）", bold=True, above=1.5),
                   Text(_suggested(part.suggestion), size=0.95)]
    return blocks


def _suggested(found: Suggestion) -> str:
    """The rule that holds with the measured values; what was weighed before it stands in the workspace."""
    told = [f"{found.pdlx}：{found.label}" + ("（存疑）" if found.suspicious else "")]
    if found.words:
        told.append(f"规则“{found.rule_title}”（{found.rule}）：{found.words}")
    if found.basis:
        told.append(f"出处：{found.basis}")
    if found.marks:
        told.append("标注：" + "、".join(found.marks))
    if found.mineral is not None:
        told.append(f"矿产：{found.mineral.kind} {found.mineral.label}")
    return "。".join(told) + "。"


def onsite_blocks(contents: Contents) -> List[Block]:
    """现场核查意见 of each parcel; what the rules ask to be looked at."""
    blocks: List[Block] = []
    for part in contents.parts:
        blocks.append(Text(f"地块 {part.name}", bold=True, size=1.1, above=2))
        pairs = filled(FIELD_CHECK, part.judged)
        blocks.append(in_twos(pairs) if pairs else Text("尚未登记现场核查情况。"))
        duties = [one.told()[0] for one in part.suggestion.duties if not one.open] if part.suggestion else []
        if duties:
            blocks += [Text("按规定须现场核查", bold=True, above=1.5), Text("；".join(duties))]
        if part.note:
            blocks += [Text("备注", bold=True, above=1.5), Text(part.note)]
    return blocks


def evidence_blocks(contents: Contents, pieces: Sequence[Piece], papers: Sequence[Tuple[str, ...]]) -> List[Block]:
    """What is needed and whether it is there; then every paper: number, kind, name, file, remark."""
    rows = [(str(number), f"{piece.parcel}：{piece.title}" if piece.parcel else piece.title,
             piece.state, piece.why) for number, piece in enumerate(pieces, 1)]
    blocks: List[Block] = [Text("卷宗完整性（按判定类型应有的材料）", bold=True),
                           Grid((0.08, 0.48, 0.16, 0.28), tuple(rows), ("序号", "材料", "有无", "依据"))]
    blocks.append(Text("已收材料", bold=True, above=3))
    if papers:
        blocks.append(Grid((0.08, 0.2, 0.44, 0.28), tuple(papers), ("序号", "类别", "文件", "说明")))
    else:
        blocks.append(Text("没有挂接照片或举证材料。"))
    return blocks


def case_blocks(contents: Contents) -> List[Block]:
    """Violations, transfers and rectification as registered; nothing where there is none."""
    blocks: List[Block] = []
    for kind, title, fields in _KINDS:
        records: Sequence[Record] = contents.records.get(kind, ())
        for number, record in enumerate(records, 1):
            name = f"{title} {number}" if len(records) > 1 else title
            blocks += [Text(name, bold=True, above=2), in_twos(filled(fields, record.values))]
    return blocks


def statement_sections(contents: Contents, lacking: Sequence[str]) -> List[Tuple[str, List[str]]]:
    """情况说明: headings and paragraphs; only what is known, and as a person stated it."""
    issued = dict(issued_pairs(contents))
    area = f"，监测面积 {issued['监测面积']}" if "监测面积" in issued else ""
    basic = (f"图斑 {contents.number} 位于{contents.place or '（位置未注明）'}，属“{contents.batch.label}”，"
             f"监测类别 {issued['监测类别']}，变化类型 {issued['变化类型']}，前时相 {issued['前时相']}，后时相 "
             f"{issued['后时相']}{area}。下发时间 {issued['下发时间']}。")
    if len(contents.parts) > 1:
        basic += f"经核查分割为 {len(contents.parts)} 个地块：{'、'.join(part.name for part in contents.parts)}。"
    sections = [("一、图斑基本情况", [basic]),
                ("二、套合情况", [_area_words(part, contents) for part in contents.parts]),
                ("三、现场核查情况", [_onsite_words(part) for part in contents.parts]),
                ("四、判定情况", [_judged_words(part) for part in contents.parts])]
    if any(outcome_of(part)[0] == ILLEGAL for part in contents.parts) or contents.records.get("act"):
        sections.append(("五、查处整改情况", _case_words(contents)))
    if lacking:
        last = "六" if len(sections) == 5 else "五"
        sections.append((f"{last}、卷宗尚缺材料", ["；".join(lacking) + "。"]))
    return sections


def statement_blocks(sections: Sequence[Tuple[str, Sequence[str]]]) -> List[Block]:
    """The same as a page."""
    blocks: List[Block] = []
    for title, paragraphs in sections:
        blocks.append(Text(title, bold=True, size=1.12, above=3))
        blocks += [Text(f"　　{one}", size=1.08) for one in paragraphs]
    return blocks


def _named(part: Part, words: str) -> str:
    return f"地块 {part.name}：{words}"


def _area_words(part: Part, contents: Contents) -> str:
    values = areas_of(part, contents).values
    if not values:
        return _named(part, "未套合。")
    told = [f"{name} {values[code]} 亩" for code, name in (("DKMJ", "面积"), *_GROUPS) if values.get(code)]
    told += [f"{ROLES[role].zh} {text}" + ("" if "声明" in text else " 亩") for role, text in zone_texts(part)]
    return _named(part, "，".join(told) + "。")


def _onsite_words(part: Part) -> str:
    pairs = filled(FIELD_CHECK, part.judged)
    told = "；".join(f"{name}：{text}" for name, text in pairs)
    return _named(part, f"{told}。" if told else "尚未登记现场核查情况。")


def _judged_words(part: Part) -> str:
    outcome, case = outcome_of(part)
    if not outcome:
        return _named(part, "尚未判定。")
    name = next((label(code, case) for code in ("HFJTQX", "WFLX1", "QTJTQX") if label(code, case) != case), case)
    reason = next((str(part.judged[code]) for code in ("HFPDYJSM", "WFPDYJSM", "QTPDYJSM")
                   if not is_empty(part.judged.get(code))), "")
    signed = part.signed
    by = f"{signed.signed_by} 于 {signed.signed_at[:10]} 签署" if signed is not None else "初判，未签署"
    kind = f"{outcome}（{name}）" if name else outcome
    return _named(part, f"{kind}，{by}。" + (f"依据说明：{reason}" if reason else ""))


def _case_words(contents: Contents) -> List[str]:
    words = []
    for kind, title, fields in _KINDS:
        for record in contents.records.get(kind, ()):
            told = "；".join(f"{name} {text}" for name, text in filled(fields, record.values))
            words.append(f"{title}：{told}。")
    return words or ["尚未登记违法行为、移交和整改情况。"]


def variables_of(contents: Contents) -> Dict[str, str]:
    """The names of layouts that are the same on all pages."""
    profile = contents.profile
    return {"wp_number": contents.number, "wp_batch": contents.batch.label, "wp_place": contents.place,
            "wp_profile": profile.title if profile is not None else "", "wp_date": contents.day,
            "wp_mark": f"【{contents.task.mark.word}】" if contents.task.mark.word else ""}
