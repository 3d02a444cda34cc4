"""附表4 违法行为立案查处及落实情况登记表 (§2.6): a 违法行为, n:m with parcels, as a record of its own."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import AREA, BOOLEAN, CASE, CODE, DATE, FORM_4, INTEGER, NUMBER, OWN, PLAN_2019, TEXT

_NO_CASE, _MOVED, _PROSECUTED = ("CLFS", ("不予立案",)), ("CLFS", ("移交其他部门",)), ("CLFS", ("移送司法",))
_CASE = ("CLFS", ("立案", "移送司法"))

_act = partial(Field, filled_by=CASE, group="违法行为", source=FORM_4)
_area = partial(Field, filled_by=CASE, group="涉嫌违法面积", source=FORM_4)
_disposal = partial(Field, filled_by=CASE, group="处理", source=FORM_4)
_case = partial(Field, filled_by=CASE, group="案件", source=FORM_4, when=_CASE)
_people = partial(Field, filled_by=CASE, group="责任追究", source=FORM_4)
_ratio = partial(Field, filled_by=CASE, group="问责评估", source=OWN, proposed=True)
_ledger = partial(Field, filled_by=CASE, group="台账", source=FORM_4)
_duty = partial(Field, type=BOOLEAN, filled_by=CASE, group="六个该", source="江门2021年方案（六个该）")

ACT: Tuple[Field, ...] = (
    _act("WFXWBH", "违法行为编号", "Act number", TEXT, 60, required=True),
    _act("WFND", "年度", "Year", INTEGER, required=True),
    _act("WFFSD", "违法行为发生地", "Place", TEXT, 120),
    _act("WFXWMS", "违法行为描述", "Description", TEXT, 500, required=True),
    _act("WFZRZT", "违法责任主体", "Responsible", TEXT, 120, required=True),
    _act("SXDSR", "涉嫌违法当事人", "Suspected party", TEXT, 120),
    _act("XMMC", "项目名称", "Project", TEXT, 120),
    _act("JSXZ", "建设现状", "State of building", TEXT, 120),
    _act("SJYT", "实际用途", "Actual use", CODE, codes="SJYT"),
    _act("WFLX1", "违法类型", "Violation", CODE, codes="WFLX1", required=True),
    _act("WFXZ", "违法性质", "Nature", CODE, codes="WFXZ", required=True),
    _act("SFSKC", "是否矿产违法", "Mineral violation", BOOLEAN),
    _act("KWFLX", "矿产违法类型", "Mineral violation type", CODE, codes="KWFLX", when=("SFSKC", ("1",))),
    _area("SXWFMJ", "涉嫌违法面积", "Suspected area", AREA, required=True),
    _area("SXWFGD", "其中耕地面积", "of which farmland", AREA, required=True),
    _area("SXWFJBNT", "其中基本农田面积", "of which basic farmland", AREA, required=True),
    _area("SXWFHX", "其中红线面积", "of which redline", AREA),
    _disposal("CZJY", "核查结果处置建议", "Proposed disposal", TEXT, 254),
    _disposal("CLFS", "处理方式", "Disposal", CODE, codes="CLFS", required=True),
    _disposal("BYLASM", "不予立案说明", "Why no case", TEXT, 500, required=True, min_length=4, when=_NO_CASE),
    _disposal("YJDW", "移交单位", "Handed to", TEXT, 120, required=True, when=_MOVED),
    _disposal("YJSJ", "移交时间", "Handed over on", DATE, required=True, when=_MOVED),
    _disposal("YJWH", "移交文号", "Letter number", TEXT, 120, required=True, when=_MOVED),
    _disposal("YSJG", "移送机关", "Prosecuted by", TEXT, 120, required=True, when=_PROSECUTED),
    _disposal("YSSJ", "移送时间", "Prosecuted on", DATE, required=True, when=_PROSECUTED),
    _case("AJBH", "案件编号", "Case number", TEXT, 60),
    _case("AY", "案由", "Cause", TEXT, 254),
    _case("XSLY", "线索来源", "Source of the lead", TEXT, 120),
    _case("SLSJ", "受理时间", "Accepted on", DATE),
    _case("LASJ", "立案时间", "Opened on", DATE),
    _case("CFWH", "处罚（处理）决定书文号", "Decision number", TEXT, 120),
    _case("CFSJ", "处罚（处理）决定时间", "Decided on", DATE),
    _case("FK", "罚款", "Fine", NUMBER, unit="万元"),
    _case("MSMJ", "没收建筑面积", "Confiscated floor area", NUMBER, unit="㎡"),
    _case("CCJZMJ", "拆除建筑面积", "Floor area to demolish", NUMBER, unit="㎡"),
    _case("THTD", "退还土地面积", "Land to return", AREA),
    _case("ZXQK", "执行情况", "Execution", TEXT, 254),
    _case("SFQZZX", "是否申请法院强制执行", "Court enforcement applied for", BOOLEAN),
    _case("SFCFDW", "是否处罚到位", "Punishment carried out", BOOLEAN),
    _case("CFDWSJ", "处罚到位时间", "Punishment carried out on", DATE, required=True, proposed=True,
          required_when=("SFCFDW", ("1",))),
    _case("SFJA", "是否结案", "Closed", BOOLEAN),
    _case("JASJ", "结案时间", "Closed on", DATE, proposed=True),
    _case("AJJL", "案件结论", "Conclusion", TEXT, 254),
    _people("DJZWJY", "党纪政务处分建议", "Discipline proposed", TEXT, 254),
    _people("DJZWRS", "党纪政务处分人数", "Persons disciplined", INTEGER, unit="人"),
    _people("YSGA", "是否移送公安", "Sent to the police", BOOLEAN),
    _people("YSGARS", "移送公安人数", "Persons sent to the police", INTEGER, unit="人"),
    _duty("GSJ", "收缴罚款", "Fine collected"),
    _duty("GMS", "没收", "Confiscated"),
    _duty("GCC", "拆除", "Demolished"),
    _duty("GFG", "复耕复绿", "Recultivated"),
    _duty("GDJ", "党纪政纪", "Discipline"),
    _duty("GYS", "移送司法", "Prosecuted"),
    _ratio("ZDSS", "重大基础设施级别", "Major infrastructure", CODE, codes="ZDSS"),
    _ratio("SFLXZZ", "是否已履行监管和服务职责", "Supervision duty done", BOOLEAN, when=("ZDSS", ("国家级", "省级"))),
    _ratio("YWKJ", "以往可扣减的情形", "Formerly deductible", CODE, codes="YWKJ"),
    _ratio("SFSJZP", "是否经上级抽查核查最终判定为新增违法占用耕地", "Finally judged illegal by the superior", BOOLEAN),
    _ledger("WXCYY", "未消除违法状态的原因", "Why it still stands", TEXT, 254),
    _ledger("WXCFL", "未消除违法状态的分类", "Kind of why it stands", TEXT, 60),
    _ledger("FSDW", "分送的地方政府与督察局", "Copied to", TEXT, 254),
    _ledger("SFBGSJ", "是否报告上级", "Reported upwards", BOOLEAN),
    _ledger("BGSJSJ", "报告上级时间", "Reported on", DATE, required=True, when=("SFBGSJ", ("1",))),
    _ledger("DBZZ", "是否挂牌督办", "Supervised", BOOLEAN, proposed=True),
)

SIX_DUTIES = tuple(field.code for field in ACT if field.group == "六个该")
"""六个该 (§8.8): fine, confiscation, demolition, recultivation, discipline, prosecution."""

# 查处整改台账, per part of the ground: several for one act or parcel where parts are rectified in different ways.
_part = partial(Field, filled_by=CASE, group="整改", source=FORM_4)
_RESTORED, _REGULARISED = ("ZGFS", ("拆除复耕", "没收")), ("ZGFS", ("补办",))
_cleared = partial(Field, filled_by=CASE, group="拆除复耕", source=FORM_4, when=("ZGFS", ("拆除复耕",)))
_papers = partial(Field, filled_by=CASE, group="补办", source=FORM_4, when=_REGULARISED)
_review = partial(Field, filled_by=CASE, group="整改影像复核", source=PLAN_2019, when=_RESTORED)

RECTIFICATION: Tuple[Field, ...] = (
    _part("ZGFS", "整改方式", "Rectified by", CODE, codes="ZGFS", required=True),
    _part("ZGMJ", "整改面积", "Area of this part", AREA, required=True),
    _part("ZGGDMJ", "整改耕地面积", "Farmland of this part", AREA),
    _part("ZGYNMJ", "整改永久基本农田面积", "Basic farmland of this part", AREA, proposed=True),
    _part("ZRBM", "责任部门", "Responsible office", TEXT, 120, required=True),
    _part("ZGCS", "整改措施", "Measures", TEXT, 254, required=True),
    _part("GZSX", "工作时限", "Time limit", DATE, required=True),
    _part("GDQ", "合理过渡期", "Transition period", TEXT, 254),
    _part("ZGLS", "整改落实情况", "What was done", TEXT, 500),
    _cleared("HFYMMJ", "恢复土地原貌面积", "Restored area", AREA),
    _cleared("FGDWMJ", "复耕到位面积", "Recultivated area", AREA),
    _cleared("CCSJ", "拆除复耕时间", "Demolished on", DATE, proposed=True),
    _papers("BBWH", "补办批准文号", "Later approval: number", TEXT, 120, required=True),
    _papers("BBSJ", "补办批准时间", "Later approval: on", DATE, required=True),
    _papers("BBMJ", "补办批准面积", "Later approval: area", AREA, required=True),
    _papers("BBGDMJ", "补办其中耕地面积", "Later approval: farmland", AREA),
    _part("SYWZG", "剩余未整改面积", "Area left", AREA),
    _part("SFZGDW", "是否整改到位", "Rectified", BOOLEAN),
    _part("ZGDWSJ", "整改到位时间", "Rectified on", DATE, required=True, proposed=True,
          required_when=("SFZGDW", ("1",))),
    _part("YSR", "执法验收人", "Accepted by", TEXT, 60),
    _part("YSSJ", "验收时间", "Accepted on", DATE),
    _cleared("SJYSSJ", "市级验收时间", "Accepted by the city on", DATE, proposed=True),
    _cleared("ZZQQRSJ", "自治区（省级）确认时间", "Confirmed by the region on", DATE, proposed=True),
    _papers("BCGDDB", "补充耕地质量等别", "Quality grade of the reserve farmland", TEXT, 20, proposed=True),
    _review("YXFH", "整改影像复核结果", "Newest image shows", CODE, codes="YXFH"),
    _review("YXJH", "复核影像景号", "Image: scene", TEXT, 120),
    _review("YXSJ", "复核影像日期", "Image: of", DATE),
)
