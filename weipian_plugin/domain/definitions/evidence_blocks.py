"""附表2-1 block C: what each case must be proved with (§2.3 C). Only the block of the chosen case exists."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import ANALYST, AREA, BLOCKS_2_1, BOOLEAN, CODE, DATE, FORM_2_1, NUMBER, OWN, TEXT

_field = partial(Field, filled_by=ANALYST)

# 农转用（征收）: H1 needs it beside the supply, H2 as 先行用地批文, H3 (levelling only) needs nothing else.
_converted = partial(_field, block="NZY", group="农转用", source=BLOCKS_2_1, when=("HFJTQX", ("H1", "H2", "H3")))
_CONVERSION = (
    _converted("NZYXMMC", "农转用项目名称", "Conversion: project", TEXT, 120),
    _converted("NZYPZJB", "农转用批准机关级别", "Conversion: level of authority", CODE, codes="PZJGJB"),
    _converted("NZYPZJG", "农转用批准机关名称", "Conversion: authority", TEXT, 120),
    _converted("NZYPZWH", "农转用批准文号", "Conversion: approval number", TEXT, 120, required=True, evidence="pzwh"),
    _converted("NZYPZSJ", "农转用批准时间", "Conversion: approved on", DATE, required=True),
    _converted("NZYPZMJ", "农转用批准面积", "Conversion: approved area", AREA, required=True),
    _converted("NZYBZ", "农转用备注", "Conversion: remark", TEXT, 254),
)

# 供地, from 2022: whether it is required is the profile's to say (supply_required), so not a rule of the form.
_supplied = partial(_field, block="GDS", group="供地", when=("HFJTQX", ("H1",)),
                    source="附表2-1（2022年起，按65号文解读，版式为拟）")
_SUPPLY = (
    _supplied("GDSFS", "供地方式", "Supply: manner", CODE, codes="GDFS"),
    _supplied("GDSHTH", "供地批文或合同号", "Supply: approval or contract number", TEXT, 120),
    _supplied("GDSJGH", "电子监管号", "Supply: supervision number", TEXT, 60, evidence="gdsx"),
    _supplied("GDSSJ", "供地时间", "Supply: on", DATE),
    _supplied("GDSMJ", "供地面积", "Supply: area", AREA),
)

_linked = partial(_field, block="ZJG", group="增减挂钩", source=BLOCKS_2_1, when=("HFJTQX", ("H4",)))
_LINKED_QUOTA = (
    _linked("ZJGXMMC", "增减挂钩项目名称", "Linked quota: project", TEXT, 120),
    _linked("ZJGXMBH", "增减挂钩项目编号", "Linked quota: project number", TEXT, 60, required=True, evidence="xmbh"),
    _linked("ZJGDKMC", "新建地块名称", "Linked quota: new-build block", TEXT, 120, required=True),
    _linked("ZJGDKMJ", "新建地块面积", "Linked quota: area of the block", AREA, required=True),
    _linked("ZJGBZ", "增减挂钩备注", "Linked quota: remark", TEXT, 254),
)

_registered = partial(_field, block="BDC", group="不动产登记", when=("HFJTQX", ("H5",)),
                      source="附表2-1（按2026年省级内业规则，版式为拟）")
_PROPERTY = (
    _registered("BDCZH", "不动产权证号", "Property: certificate number", TEXT, 120, required=True, evidence="bdcz"),
    _registered("BDCDJSJ", "不动产登记时间", "Property: registered on", DATE, required=True),
    _registered("BDCMJ", "不动产登记面积", "Property: area", AREA, required=True),
    _registered("BDCZB", "不动产占比", "Property: share of the parcel", NUMBER, unit="%"),
)

# 历史批文 and other papers; the special approvals of H6 are registered with the same particulars.
_older = partial(_field, block="LSP", group="历史批文及其他", source=BLOCKS_2_1, when=("HFJTQX", ("H6", "H7")))
_OLDER_PAPERS = (
    _older("LSPLB", "批文类别", "Papers: kind", CODE, codes="LSPLB", required=True,
           required_when=("HFJTQX", ("H7",))),
    _older("LSPXMMC", "批文项目名称", "Papers: project", TEXT, 120),
    _older("LSPPZJB", "批文批准机关级别", "Papers: level of authority", CODE, codes="PZJGJB"),
    _older("LSPPZJG", "批文批准机关名称", "Papers: authority", TEXT, 120),
    _older("LSPPZWH", "批文批准文号", "Papers: number", TEXT, 120, required=True, evidence="pzwh"),
    _older("LSPPZSJ", "批文批准时间", "Papers: approved on", DATE, required=True),
    _older("LSPPZMJ", "批文批准面积", "Papers: approved area", AREA, required=True),
)

# 2021: what is not filed stays 设施农业用地 and is marked 未备案; then there is no number to ask for.
_facility = partial(_field, block="SSN", group="设施农用地", source=BLOCKS_2_1, when=("QTJTQX", ("Q1",)))
_FILED = ("SSNWBA", ("0",))
_FACILITY = (
    _facility("SSNXMMC", "设施农用地项目名称", "Facility: project", TEXT, 120),
    _facility("SSNPZYT", "设施农用地批准用途", "Facility: approved use", TEXT, 120),
    _facility("SSNSJYT", "设施农用地实际用途", "Facility: actual use", TEXT, 120, required=True),
    _facility("SSNWBA", "是否未备案", "Facility: not filed", BOOLEAN, required=True),
    _facility("SSNPZWH", "批准（备案）文号", "Facility: filing number", TEXT, 120, required=True, required_when=_FILED,
              evidence="bah"),
    _facility("SSNPZSJ", "设施农用地批准时间", "Facility: filed on", DATE, required=True, required_when=_FILED),
    _facility("SSNPZMJ", "设施农用地批准面积", "Facility: filed area", AREA, required=True, required_when=_FILED),
    _facility("SSNXYBH", "用地协议备案编号", "Facility: number of the land-use agreement", TEXT, 120, evidence="ydxy"),
)

_temporary = partial(_field, block="LSY", group="临时用地", source=BLOCKS_2_1, when=("QTJTQX", ("Q2",)))
_TEMPORARY = (
    _temporary("LSYXMMC", "临时用地项目名称", "Temporary use: project", TEXT, 120),
    _temporary("LSYPZYT", "临时用地批准用途", "Temporary use: approved use", TEXT, 120),
    _temporary("LSYSJYT", "临时用地实际用途", "Temporary use: actual use", TEXT, 120),
    _temporary("LSYPZWH", "临时用地批准文号", "Temporary use: approval number", TEXT, 120, required=True,
               evidence="lspw"),
    _temporary("LSYPZSJ", "临时用地批准时间", "Temporary use: approved on", DATE, required=True),
    _temporary("LSYPZMJ", "临时用地批准面积", "Temporary use: approved area", AREA, required=True),
    _temporary("LSYDQSJ", "临时用地到期时间", "Temporary use: expires on", DATE, required=True),
)

_road = partial(_field, block="NCD", group="农村道路", source=BLOCKS_2_1, when=("QTJTQX", ("Q3",)))
_RURAL_ROAD = (
    _road("NCDKD", "农村道路宽度", "Rural road: width", NUMBER, required=True, unit="米"),
    _road("NCDYH", "农村道路是否硬化", "Rural road: hardened", BOOLEAN, required=True),
    _road("NCDJCSJ", "农村道路建成时间", "Rural road: built on", DATE),
)

_solar = partial(_field, block="GFY", group="光伏用地", source=OWN, proposed=True, when=("QTJTQX", ("Q4",)))
_PHOTOVOLTAIC = (
    _solar("GFYXMLX", "光伏项目类型", "Photovoltaic: kind of project", CODE, codes="GFXMLX", required=True),
    _solar("GFYYDLX", "光伏用地类型", "Photovoltaic: kind of land use", CODE, codes="GFYDLX", required=True),
    _solar("GFYZDL", "光伏占用地类", "Photovoltaic: land class", TEXT, 60),
    _solar("GFYRDWJ", "光伏认定文件", "Photovoltaic: recognition paper", TEXT, 120),
)

_UNCHANGED = (
    _field("WBHBZ", "实地未变化备注", "No change: remark", TEXT, 254, block="WBH", group="实地未变化",
           source=FORM_2_1, when=("QTJTQX", ("Q5",))),
)

_oil = partial(_field, block="YTY", group="油田用地", when=("QTJTLX", ("油田用地",)),
               source="附表2-1（2016年省级旧系统）")
_OIL_FIELD = (
    _oil("YTYXMMC", "油田用地项目名称", "Oil field: project", TEXT, 120),
    _oil("YTYXDSJ", "油田用地下达时间", "Oil field: given on", DATE),
    _oil("YTYXDWH", "油田用地下达文号", "Oil field: number", TEXT, 120),
)

EVIDENCE_BLOCKS: Tuple[Field, ...] = (
    *_CONVERSION, *_SUPPLY, *_LINKED_QUOTA, *_PROPERTY, *_OLDER_PAPERS, *_FACILITY, *_TEMPORARY, *_RURAL_ROAD,
    *_PHOTOVOLTAIC, *_UNCHANGED, *_OIL_FIELD,
)
