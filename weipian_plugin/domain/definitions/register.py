"""What is registered beside the forms: transfer, collective review, 容错纠错, survey flag, papers, findings, extension."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import (
    BOOLEAN,
    CASE,
    CODE,
    COUNTY,
    DATE,
    GX_2023,
    INTEGER,
    NOTICE_2024,
    NUMBER,
    ON_SITE,
    OWN,
    PLAN_2019,
    SYSTEM,
    TEXT,
)

_moved = partial(Field, filled_by=CASE, group="移交其他部门", source="2021年通知、" + GX_2023)

TRANSFER: Tuple[Field, ...] = (
    _moved("JSDW", "接收单位", "Receiving authority", TEXT, 120, required=True),
    _moved("YJYY", "移交事由", "Why it is theirs", TEXT, 254),
    _moved("YJWH", "移交文号", "Letter number", TEXT, 120, required=True),
    _moved("YJSJ", "移交日期", "Handed over on", DATE, required=True),
    _moved("CZJG", "处置结果", "What they did", TEXT, 500),
    _moved("FKSJ", "结果反馈日期", "Answered on", DATE),
    _moved("SFLZGDJF", "是否新增乱占耕地建房", "New illegal housing on farmland", BOOLEAN),
)

_met = partial(Field, filled_by=COUNTY, group="集体会审", source=GX_2023)

REVIEW: Tuple[Field, ...] = (
    _met("HSSJ", "会审时间", "Date", DATE, required=True),
    _met("HSDD", "会审地点", "Place", TEXT, 120),
    _met("HSZCR", "主持人", "Chair", TEXT, 60),
    _met("HSDW", "参加单位", "Participating units", TEXT, 254, required=True),
    _met("SFYY", "是否有异议或重点图斑", "Disputed or key patches", BOOLEAN),
    _met("FQYJ", "分歧意见", "Divergent opinions", TEXT, 500),
    _met("HSJL", "会审结论", "Conclusion", TEXT, 500, required=True),
    _met("HSYJ", "判定依据", "Rule basis", TEXT, 500),
    _met("HSQZ", "签字人员", "Signed by", TEXT, 254),
)

_corrected = partial(Field, filled_by=COUNTY, group="容错纠错", source=NOTICE_2024)

CORRECTION: Tuple[Field, ...] = (
    _corrected("RCJC_YY", "容错纠错原因", "Reason", CODE, codes="RCJC_YY", required=True),
    _corrected("RCJC_SM", "情况说明", "What is wrong", TEXT, 500),
    _corrected("FKWH", "反馈文号", "Feedback: number", TEXT, 120, required=True),
    _corrected("FKRQ", "反馈日期", "Feedback: on", DATE, required=True),
    _corrected("FKJG", "业务机构", "Office concerned", TEXT, 120, required=True),
    _corrected("HDJL", "核实结论", "What it found", TEXT, 500),
    _corrected("HFWH", "业务机构反馈文号", "Answer: number", TEXT, 120),
    _corrected("TZRQ", "调整日期", "Adjusted on", DATE),
    _corrected("XSX", "新属性", "New attributes", TEXT, 254),
)
CORRECTION_CONCLUDED = "HDJL"
"""While this is empty the 容错纠错 is open: the judgement waits, time limits run on (§8.5)."""

_surveyed = partial(Field, filled_by=COUNTY, group="变更调查", source=PLAN_2019)

SURVEY: Tuple[Field, ...] = (
    _surveyed("BGDCBS", "变更调查标识", "Survey flag", CODE, codes="BGDCBS", required=True),
    _surveyed("BGDCND", "变更调查年度", "Survey year", INTEGER, required=True),
    _surveyed("BGDCDL", "调查成果中的地类", "Class in the survey", TEXT, 20),
    _surveyed("BGDCSM", "变更调查说明", "Remark for the survey", TEXT, 254),
)

_attached = partial(Field, filled_by=SYSTEM, group="附件", source=OWN, proposed=True)

ATTACHMENT: Tuple[Field, ...] = (
    _attached("FJLX", "附件类型", "Kind", CODE, codes="FJLX", required=True),
    _attached("FJLJ", "附件位置", "Place", TEXT, 500, required=True),
    _attached("FJMC", "附件名称", "Name", TEXT, 254),
    _attached("ZJDM", "证据类别代码", "Evidence code", TEXT, 40),
    _attached("SHA256", "SHA-256", "SHA-256", TEXT, 64, required=True),
    _attached("FJDX", "附件大小", "Size", INTEGER, unit="字节", required=True),
    _attached("PSSJ", "拍摄时间", "Taken at", TEXT, 25),
    Field("PSR", "拍摄人", "Taken by", TEXT, 60, filled_by=ON_SITE, group="附件", source=OWN, proposed=True),
    _attached("CGFY", "复用自", "Reused from", TEXT, 60),
    _attached("PSDJD", "拍摄点经度", "Camera: longitude", NUMBER, unit="度", coordinate=True),
    _attached("PSDWD", "拍摄点纬度", "Camera: latitude", NUMBER, unit="度", coordinate=True),
    _attached("PSDGC", "拍摄点高程", "Camera: altitude", NUMBER, unit="米"),
    _attached("PSJD", "拍摄方位角", "Azimuth", NUMBER, unit="度"),
    _attached("FWJZ", "方位角基准", "Azimuth from", CODE, codes="FWJZ"),
    _attached("GPSDOP", "定位精度因子", "Dilution of precision", NUMBER),
    _attached("PSSB", "拍摄设备", "Device", TEXT, 120),
    _attached("CLRJ", "处理软件", "Software", TEXT, 120),
    _attached("WRJFW", "无人机偏航角", "Drone yaw", NUMBER, unit="度"),
    _attached("LYB", "来源包", "From package or folder", TEXT, 254),
    _attached("LYBH", "来源原编号", "Its number there", TEXT, 120),
    _attached("LYLX", "来源附件类型原码", "Its kind there (raw code)", TEXT, 40),
    _attached("LYJYM", "来源校验码", "Its check code there", TEXT, 254),
    _attached("YWJM", "原文件名", "Original file name", TEXT, 254),
    _attached("GLFS", "关联方式", "Attached by", CODE, codes="GLFS"),
    _attached("DQTS", "读取提示", "Told when it was read", TEXT, 4000),
)
"""Position in degrees, WGS84; DQTS holds as JSON the codes and values of what was told when the file was read."""

_found = partial(Field, filled_by=COUNTY, group="校验处理", source=OWN, proposed=True)

FINDING_STATE: Tuple[Field, ...] = (
    _found("JYBH", "校验规则编号", "Check", TEXT, 20, required=True),
    _found("CLZT", "处理状态", "State", CODE, codes="CLZT", required=True),
    _found("CLSM", "处理说明", "Explanation", TEXT, 500, required=True, when=("CLZT", ("explained",))),
    _found("CLR", "处理人", "By", TEXT, 60),
    _found("CLSJ", "处理时间", "On", DATE),
    _found("JYZY", "所依数值摘要", "Digest of the values", TEXT, 64),
)

_sketched = partial(Field, filled_by=SYSTEM, group="标绘", source=OWN, proposed=True)

SKETCH: Tuple[Field, ...] = (
    _sketched("BHNR", "标绘说明", "Remark", TEXT, 500),
    _sketched("BHTX", "标绘图形", "Shape", TEXT, 65535, required=True),
    _sketched("BHYS", "标绘颜色", "Colour", CODE, codes="BHYS"),
    _sketched("BHR", "标绘人", "Drawn by", TEXT, 60),
    _sketched("BHSJ", "标绘时间", "Drawn on", DATE),
    _sketched("SHJB", "所属审核层级", "Of the audit: level", CODE, codes="SHJB"),
    _sketched("SHLC", "所属审核轮次", "Of the audit: round", INTEGER),
)
"""A mark on the map beside a parcel: BHTX is WKT in the workspace's CRS (point, line or polygon). SHJB and SHLC name
the return that it was drawn for, where it was drawn for one.
"""

_extended = partial(Field, filled_by=COUNTY, group="延期", source=OWN, proposed=True)

EXTENSION: Tuple[Field, ...] = (
    _extended("QXBH", "期限编号", "Deadline", TEXT, 60, required=True),
    _extended("YQZ", "延期至", "Extended to", DATE, required=True),
    _extended("YQYJ", "延期依据", "Basis", TEXT, 254, required=True),
    _extended("YQWH", "延期批准文号", "Approval number", TEXT, 120),
    _extended("YQPZSJ", "延期批准时间", "Approved on", DATE),
)
