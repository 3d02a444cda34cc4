"""The lists counties work from: issues, 非农违法, overlay review, ledger, townships. Their layouts are ours (拟)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Dict, Tuple

from ..definitions import ACT, IDENTIFICATION, JUDGEMENT, RECTIFICATION
from ..definitions.shorthand import AREA, BOOLEAN, CODE, COUNTY, DATE, OVERLAY, OWN, TEXT
from .fields import Field
from .table_form import ACT as PER_ACT
from .table_form import PARCEL, TableForm

ISSUES, NON_AGRICULTURAL, OVERLAY_REVIEW = "issues", "nonagricultural", "overlay"
OVERLAY_CLASSES, LEDGER, TOWNSHIP = "overlay-classes", "ledger", "township"
FINDING, LAND_CLASS, PART = "finding", "land class", "part"
"""What a row is, of lists whose rows are neither parcels nor acts."""

TYPE, PROOF, DATA = "类型确定的准确性", "证明材料的充分性", "数据信息的完备性"
KINDS: Dict[str, str] = {
    **dict.fromkeys(("V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V11", "V18", "V19", "V26"), DATA),
    **dict.fromkeys(("V10", "V13", "V14", "V15", "V23"), TYPE),
    **dict.fromkeys(("V09", "V12", "V16", "V17", "V20", "V22", "V25"), PROOF),
}
"""Of the three things an office audits (2021, 2023), which one a check of §2.9 belongs to; V24 (nobody has signed) and
V21 belong to none. The assignment is ours (拟)."""

_KNOWN: Dict[str, Field] = {field.code: field for field in (*RECTIFICATION, *ACT, *JUDGEMENT, *IDENTIFICATION)}
_listed = partial(Field, filled_by=COUNTY, source=OWN, proposed=True)
_measured = partial(Field, type=AREA, filled_by=OVERLAY, source="套合面积审核表（地方实践，版式为拟）")


def _taken(group: str, *codes: str) -> Tuple[Field, ...]:
    """Fields of the forms, under a group of the list."""
    return tuple(replace(_KNOWN[code], group=group, required=False, when=None, required_when=None) for code in codes)


def _named(group: str, code: str, zh: str, en: str) -> Field:
    """A field of a form under the name that the list has for it."""
    return replace(_taken(group, code)[0], zh=zh, en=en)


_PLACE = _taken("位置", "XMC", "XZMC", "CUNMC")
_PATCH = _taken("图斑", "DKBH")

_ISSUE = partial(_listed, group="问题")
ISSUE_FIELDS: Tuple[Field, ...] = (
    *_PLACE, *_PATCH,
    _ISSUE("WTLB", "问题类别", "Kind of issue", CODE, codes="SHYY"),
    _ISSUE("WT", "问题", "Issue", TEXT, 120),
    _ISSUE("WTYJ", "依据", "Check", TEXT, 20),
    _ISSUE("WTCD", "程度", "Severity", TEXT, 20),
    _ISSUE("WTSM", "说明", "What is wrong", TEXT, 1000),
    _ISSUE("CLYQ", "处理要求", "What to do", TEXT, 254),
    _ISSUE("CLQX", "期限", "Due", DATE),
    _ISSUE("DQTS", "到期提示", "Light", TEXT, 60),
    _ISSUE("CLQK", "处理情况", "State", TEXT, 254),
    _ISSUE("BZ", "备注", "Remark", TEXT, 254),
)

_HEBEI = partial(Field, group="非农违法图斑", filled_by=COUNTY, source="河北清单（14列）")
NON_AGRICULTURAL_FIELDS: Tuple[Field, ...] = (
    _named("非农违法图斑", "XMC", "县名称", "County"),
    _HEBEI("JCPC", "监测批次", "Batch", TEXT, 120),
    _HEBEI("XSBH", "线索编号", "Lead", TEXT, 44),
    _named("非农违法图斑", "XMMC", "项目名称", "Project"),
    _named("非农违法图斑", "WFZRZT", "项目主体", "Project's subject"),
    _named("非农违法图斑", "WFSJYT", "非农违法土地用途", "Use"),
    _named("非农违法图斑", "WFMJ", "非农违法面积", "Area"),
    _named("非农违法图斑", "WFGDMJ", "耕地", "Farmland"),
    _named("非农违法图斑", "WFJBNTMJ", "基本农田", "Basic farmland"),
    _HEBEI("SFZG", "是否整改", "Rectified", BOOLEAN),
    _HEBEI("ZGFSS", "整改方式", "Rectified by", TEXT, 120),
    _HEBEI("ZDDX", "重大典型问题", "Major or typical", TEXT, 254),
    _HEBEI("BZ", "备注", "Remark", TEXT, 254),
)

OVERLAY_FIELDS: Tuple[Field, ...] = (
    *_PATCH, *_PLACE,
    _measured("DKMJ", "地块总面积", "Parcel", group="套合面积"),
    _measured("GDMJ", "耕地", "Farmland", group="套合面积"),
    _measured("GDJMJ", "其中耕地净面积", "Farmland, net", group="套合面积", proposed=True),
    _measured("YJJBNTMJ", "基本农田", "Basic farmland", group="套合面积"),
    _measured("FGNYDMJ", "非耕农用地", "Agricultural, not farmland", group="套合面积"),
    _measured("WLYDMJ", "未利用地", "Unused", group="套合面积"),
    _measured("STHXMJ", "生态红线", "Redline", group="套合面积"),
    _measured("JSYDMJ", "建设用地", "Construction land", group="套合面积"),
    _measured("WTHMJ", "未套合", "Covered by no class", group="套合面积", proposed=True),
    _measured("CZKFBJ", "城镇开发边界", "Urban boundary", group="其他图层", proposed=True),
    _measured("PZYD", "批准用地", "Approved", group="其他图层", proposed=True),
    _measured("GDFW", "供地", "Supplied", group="其他图层", proposed=True),
    _measured("LSYD", "临时用地", "Temporary", group="其他图层", proposed=True),
    _measured("SSNYD", "设施农用地", "Facilities", group="其他图层", proposed=True),
    _listed("BGDL", "变更地类", "Change of class", TEXT, 500, group="核查"),
    _listed("PCTG", "平差通过", "Balanced", BOOLEAN, group="核查"),
)
OVERLAY_ROLES: Dict[str, str] = {"CZKFBJ": "czkfbj", "PZYD": "pzyd", "GDFW": "gd", "LSYD": "lsyd", "SSNYD": "ssnyd"}
"""The role whose ground a column shows."""

CLASS_FIELDS: Tuple[Field, ...] = (
    *_PATCH,
    _listed("DLBM", "地类编码", "Class code", TEXT, 20, group="地类"),
    _listed("DLMC", "地类名称", "Class", TEXT, 60, group="地类"),
    _listed("SDL", "三大类", "Group", TEXT, 20, group="地类"),
    _measured("DLMJ", "地类面积", "Area", group="地类"),
    _measured("DLJMJ", "地类净面积（扣除田坎）", "Net area", group="地类", proposed=True),
)

LEDGER_FIELDS: Tuple[Field, ...] = (
    *_taken("违法行为", "WFXWBH", "XZMC"),
    _listed("GLDKBH", "关联图斑（地块）编号", "Parcels", TEXT, 500, group="违法行为"),
    *_taken("违法行为", "WFXWMS", "WFZRZT", "SXWFMJ", "SXWFGD", "SXWFJBNT", "CLFS"),
    *_taken("整改（逐部分）", "ZGFS", "ZGMJ", "ZGGDMJ", "ZRBM", "ZGCS", "GZSX"),
    _listed("DQTS", "到期提示", "Light", TEXT, 60, group="整改（逐部分）"),
    *_taken("整改（逐部分）", "GDQ", "ZGLS", "HFYMMJ", "FGDWMJ", "BBWH", "BBSJ", "BBMJ", "SFZGDW", "ZGDWSJ", "YSR",
            "YSSJ"),
    *_taken("未消除违法状态", "WXCYY", "WXCFL", "FSDW"),
    _listed("SYWZGMJ", "剩余未整改面积", "Area left", AREA, group="未消除违法状态"),
    _listed("SFXC", "违法状态是否消除", "Eliminated", BOOLEAN, group="未消除违法状态"),
    _listed("BZ", "备注", "Remark", TEXT, 254, group="未消除违法状态"),
)

_TOWN = partial(_listed, group="办理")
TOWNSHIP_FIELDS: Tuple[Field, ...] = (
    *_taken("图斑", "XZMC", "CUNMC", "DKBH", "JCLB"),
    *_taken("面积", "DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ"),
    _TOWN("PDJG", "判定结果", "Outcome", TEXT, 120),
    *_taken("办理", "WFMJ", "WFGDMJ"),
    _TOWN("BLJZ", "处置整改进展", "Progress", TEXT, 254),
    _TOWN("SQNR", "尚缺内容", "What is missing", TEXT, 1000),
    _TOWN("CLQX", "期限", "Due", DATE),
    _TOWN("QXSX", "期限事项", "For", TEXT, 120),
    _TOWN("DQTS", "到期提示", "Light", TEXT, 60),
    _TOWN("ZRR", "责任人", "Responsible", TEXT, 60),
    _TOWN("BZ", "备注", "Remark", TEXT, 254),
)

LIST_FORMS: Tuple[TableForm, ...] = (
    TableForm(ISSUES, "", "图斑审核问题清单", "list_issues.xlsx", ISSUE_FIELDS, ("DKBH", "WT", "WTSM"), FINDING),
    TableForm(NON_AGRICULTURAL, "", "非农违法图斑清单", "list_nonagricultural.xlsx", NON_AGRICULTURAL_FIELDS,
              ("XSBH", "WFMJ"), PARCEL, totals=("WFMJ", "WFGDMJ", "WFJBNTMJ")),
    TableForm(OVERLAY_REVIEW, "", "套合面积审核表", "list_overlay.xlsx", OVERLAY_FIELDS, ("DKBH", "DKMJ"), PARCEL,
              totals=tuple(field.code for field in OVERLAY_FIELDS if field.type is AREA)),
    TableForm(OVERLAY_CLASSES, "", "套合地类明细表", "list_overlay_classes.xlsx", CLASS_FIELDS,
              ("DKBH", "DLBM", "DLMJ"), LAND_CLASS, totals=("DLMJ", "DLJMJ")),
    TableForm(LEDGER, "", "违法图斑查处整改台账", "list_ledger.xlsx", LEDGER_FIELDS,
              ("WFXWBH", "ZGCS", "SYWZGMJ"), PER_ACT,
              totals=("SXWFMJ", "SXWFGD", "SXWFJBNT", "ZGMJ", "ZGGDMJ", "HFYMMJ", "FGDWMJ", "BBMJ", "SYWZGMJ")),
    TableForm(TOWNSHIP, "", "乡镇图斑清单", "list_township.xlsx", TOWNSHIP_FIELDS, ("DKBH", "PDJG"), PARCEL,
              totals=("DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ", "WFMJ", "WFGDMJ")),
)
