"""What stands on a 外业核查表: issued attributes, measured areas, what to look for. In Chinese, as the form is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, List, Mapping, Optional, Tuple

from ...domain.areas.landclass import SEPARATE
from ...domain.areas.table_areas import shown_areas
from ...domain.areas.units import mu_text
from ...domain.calendar.dates import parse_date
from ...domain.definitions import IDENTIFICATION, concerns_mining
from ...domain.errors import WeipianError
from ...domain.forms.codes import label
from ...domain.forms.fields import degrees
from ...domain.judging.explain import NOTICE
from ...domain.judging.facts import FACTS
from ...domain.judging.suggestion import Suggestion
from ...domain.records import Batch, Measured, ParcelRecord
from ...domain.training import STAMP

Pairs = Tuple[Tuple[str, str], ...]

SAFETY = ("安全提示：两人以上同行，佩戴工作证件；注意道路、施工机械、基坑、高压线、水域和犬只；"
          "矿区先联系现场负责人，不进入采空区和爆破警戒范围；遇阻挠不争执，先撤离再报告；不拍摄军事设施和涉密场所。")
_SHORT, _LONG = "＿" * 6, "＿" * 10
ON_THE_SPOT = (f"□ 实地有变化   □ 无变化   □ 部分变化      实际用途：{_LONG}   建设现状：{_LONG}",)
MINING_ON_THE_SPOT = (
    f"□ 有勘查开采活动   □ 无   开采矿种：{_SHORT}   开采主体：{_LONG}   □ 现场核实表已盖章",)
PAPERS_ON_THE_SPOT = f"照片编号：{_LONG}{_SHORT}   现场提供举证材料：□ 是 □ 否   材料：{_LONG}"
SIGNED_BY = f"核查人：{_LONG}    核查负责人（签字）：{_LONG}    核查日期：＿＿＿＿年＿＿月＿＿日"
_ISSUED = (("JCLB", "图斑分类"), ("TBLX", "图斑类型"), ("QSX", "前时相"), ("HSX", "后时相"), ("XFSJ", "下发时间"))
_PLACE = ("XMC", "XZMC", "CUNMC")
_AREAS = ("NYDMJ", "GDMJ", "STMJ", "YJJBNTMJ", "STHXMJ", "JSYDMJ", "WLYDMJ", "WTHMJ")
_NAMES = {field.code: field.zh for field in IDENTIFICATION}
_ALWAYS = ("拍全景（对准图斑）和近景照片，各记拍摄时间、位置和方位角",)


@dataclass(frozen=True)
class SheetWords:
    """The texts of one page. ``issued`` and ``areas`` are pairs of name and value; ``checks`` the list to tick."""

    number: str
    headline: str
    issued: Pairs
    areas: Pairs
    suggestion: str
    checks: Tuple[str, ...]
    centre: str
    footer: str = NOTICE
    stamp: str = ""
    mining: bool = False


def words_of(parcel: ParcelRecord, batch: Batch, measured: Optional[Measured], suggestion: Optional[Mapping[str, Any]],
             profile: Any, is_training: bool, whole: Optional[Decimal] = None) -> SheetWords:
    """The page of one parcel; what is not known is left empty or says so, never a figure.

    ``whole``: of a part of a patch its area in 亩 beside the other parts.
    """
    found = Suggestion.from_json(suggestion) if suggestion else None
    attributes = parcel.attributes
    place = "".join(str(attributes.get(code) or "") for code in _PLACE)
    issued = [("位置", place or "—")]
    issued += [(name, _value(attributes, code, batch)) for code, name in _ISSUED]
    if isinstance(attributes.get("JCMJ"), (int, float)):
        issued.append(("监测面积", f"{mu_text(float(str(attributes['JCMJ'])))} 亩"))
    centre = [attributes.get(code) for code in ("LZB", "BZB")]
    return SheetWords(
        number=parcel.dkbh or parcel.jcbh, headline=batch.label, issued=tuple(issued),
        areas=_areas(measured, profile, whole), suggestion=_suggested(found), checks=tuple(_checks(found)),
        centre="，".join(map(degrees, centre)) if all(centre) else "", stamp=STAMP if is_training else "",
        mining=bool(concerns_mining(attributes) or (found is not None and found.mineral is not None)),
    )


def _value(attributes: Mapping[str, object], code: str, batch: Batch) -> str:
    value = attributes.get(code) or (batch.issued if code == "XFSJ" else None)
    if code in ("JCLB", "TBLX"):
        return label(code, value, "zh") or "—"
    day = parse_date(value)
    return day.isoformat() if day is not None else str(value or "—")


def _areas(measured: Optional[Measured], profile: Any, whole: Optional[Decimal]) -> Pairs:
    if measured is None:
        return (("套合面积", "未套合"),)
    adjustable = str(profile.grouping.adjustable) if profile is not None else SEPARATE
    try:
        shown = shown_areas(measured, adjustable=adjustable, whole=whole).values
    except WeipianError:
        return (("地块面积", f"{mu_text(measured.area_m2)} 亩"), ("地类", "地类代码无法识别，未核"))
    pairs = [("地块面积", f"{shown['DKMJ']} 亩")]
    for code in _AREAS:
        value = shown.get(code)
        if value is None:
            pairs.append((_NAMES[code], "未核"))
        elif value or code in ("GDMJ", "YJJBNTMJ", "STHXMJ"):
            pairs.append((_NAMES[code], f"{value} 亩"))
    return tuple(pairs)


def _suggested(found: Optional[Suggestion]) -> str:
    if found is None:
        return "（尚无内业建议）"
    doubt = "（存疑）" if found.suspicious else ""
    parts = [f"{found.kind} {found.label}{doubt}"]
    if found.mineral is not None:
        parts.append(f"矿产：{found.mineral.kind} {found.mineral.label}")
    if found.marks:
        parts.append("标注：" + "、".join(found.marks))
    return "；".join(parts)


def _checks(found: Optional[Suggestion]) -> List[str]:
    """What to look for and bring back, each once: duties, hard stops, missing evidence, facts nobody has stated."""
    checks: List[str] = []
    for one in (found, found.mineral) if found is not None else ():
        if one is None:
            continue
        checks += [duty.told()[0] for duty in one.duties if not duty.open]
        checks += [f"核实：{flag.title}" for flag in one.flags if flag.hard]
        checks += [f"取证：{piece.title}" for piece in one.evidence_missing]
        unknown = [*one.missing_facts, *(name for rule in one.tried for name in rule.missing_facts)]
        names = [FACTS[name].zh for name in dict.fromkeys(unknown) if name in FACTS]
        if names:
            checks.append("查明：" + "、".join(names))
    return list(dict.fromkeys([*checks, *_ALWAYS]))
