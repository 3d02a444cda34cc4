"""What a review keeps: the sample, what a second reader says, rulings, images of rectified ground, daily discoveries."""

from __future__ import annotations

from functools import partial
from typing import Tuple

from ..forms.fields import Field
from .shorthand import (
    AREA,
    BOOLEAN,
    CITY,
    CODE,
    COUNTY,
    DATE,
    INTEGER,
    JM_2021,
    NUMBER,
    OWN,
    PLAN_2019,
    PROVINCE,
    SYSTEM,
    TEXT,
)

_designed = partial(Field, filled_by=PROVINCE, group="抽样设计", source=OWN, proposed=True)
_design_of = partial(Field, filled_by=PROVINCE, group="抽样设计", source=JM_2021)

SAMPLE: Tuple[Field, ...] = (
    _designed("CYMC", "抽样名称", "Name", TEXT, 120, required=True),
    _design_of("CYFF", "抽样方法", "Method", CODE, codes="CYFF", required=True),
    _designed("CYZZ", "抽样种子", "Seed", TEXT, 120, required=True),
    _designed("CYZT", "抽样总体", "Drawn from", TEXT, 500),
    _designed("CYJZ", "截至日期", "As of", DATE, required=True),
    _design_of("CYKJ", "抽样口径", "Profile", TEXT, 60),
    _designed("CYSJ", "抽样设计", "Design", TEXT, 0, required=True),
    _designed("CYR", "抽样人", "Drawn by", TEXT, 40),
)
"""One sample. ``CYSJ`` is the design as JSON: its strata with their sizes, what is drawn of each, every top-up."""

DRAWN: Tuple[Field, ...] = (
    _designed("CYCC", "抽样层", "Stratum", TEXT, 120, required=True),
    _designed("CYXH", "抽样序号", "Order in its stratum", INTEGER, required=True),
    _designed("CYLC", "抽样轮次", "Round", INTEGER, required=True),
    _designed("CYGL", "入样概率", "Inclusion probability", TEXT, 40, required=True),
    _designed("CYGDMJ", "抽取时占用耕地面积", "Farmland when drawn", AREA),
)
"""One parcel of a sample; ``CYGL`` is an exact fraction: ``15/47``. ``CYGDMJ``: as it was measured when it was drawn."""

_second = partial(Field, filled_by=PROVINCE, group="复判", source=OWN, proposed=True)
_second_area = partial(Field, type=AREA, filled_by=PROVINCE, group="复判", source=OWN, proposed=True)

RECHECK: Tuple[Field, ...] = (
    _second("FPR", "复判人", "Reviewer", TEXT, 40, required=True),
    _second("FPSJ", "复判时间", "Reviewed on", DATE, required=True),
    _second("FPJG", "复判结论", "Result", CODE, codes="FPJG", required=True),
    _second("FPDLX", "复判合法性判定", "Outcome", CODE, codes="PDLX", when=("FPJG", ("已判",)), required=True),
    _second("FPQX", "复判情形", "Case", TEXT, 120, when=("FPJG", ("已判",))),
    _second_area("FPGDMJ", "复判占用耕地面积", "Farmland", when=("FPJG", ("已判",))),
    _second_area("FPDKMJ", "复判地块面积", "Area of the parcel", when=("FPJG", ("已判",))),
    _second("FPTX", "复判图形", "Shape", TEXT, 0, when=("FPJG", ("已判",))),
    _second("FPSM", "复判说明", "Remark", TEXT, 500),
    _second("FPMP", "是否盲判", "Blind", BOOLEAN),
    _second("FPWJ", "复判文件", "From the file", TEXT, 120),
)
"""What one reviewer says of one parcel of a sample. ``FPTX``: WKT in the workspace's CRS where the shape was changed."""

_ruled = partial(Field, filled_by=PROVINCE, group="裁定", source=OWN, proposed=True)

RULING: Tuple[Field, ...] = (
    _ruled("CDDLX", "裁定合法性判定", "Ruling: outcome", CODE, codes="PDLX", required=True),
    _ruled("CDQX", "裁定情形", "Ruling: case", TEXT, 120),
    _ruled("CDGDMJ", "裁定占用耕地面积", "Ruling: farmland", AREA),
    _ruled("CDSM", "裁定说明", "Ruling: why", TEXT, 500, required=True, min_length=4),
    _ruled("CDR", "裁定人", "Ruled by", TEXT, 40, required=True),
    _ruled("CDSJ", "裁定时间", "Ruled on", DATE, required=True),
)
"""What stands where reviewers, or reviewer and county, disagree."""

_looked = partial(Field, filled_by=CITY, group="整改影像复核", source=PLAN_2019)
_looked_own = partial(Field, filled_by=CITY, group="整改影像复核", source=OWN, proposed=True)

IMAGE_CHECK: Tuple[Field, ...] = (
    _looked("YXJG", "影像复核结果", "Seen in the image", CODE, codes="YXJG", required=True),
    _looked("YXMC", "影像名称", "Image", TEXT, 254, required=True),
    _looked("YXRQ", "影像日期", "Image of", DATE, required=True),
    _looked_own("YXSM", "复核说明", "Remark", TEXT, 500),
    _looked_own("YXR", "复核人", "Looked at by", TEXT, 40, required=True),
    _looked_own("YXSJ", "复核时间", "Looked at on", DATE, required=True),
    _looked_own("YXXJ", "是否虚假整改", "False rectification", BOOLEAN),
    _looked_own("YXJB", "复核层级", "Level", CODE, codes="SHJB"),
)
"""What the newest image shows of ground that was reported as rectified; 虚假整改 is said by a person, never derived.
``YXJB``: the level of the office that looked; none in what was kept before levels were."""

_found = partial(Field, filled_by=COUNTY, group="日常发现", source=PLAN_2019)
_found_own = partial(Field, filled_by=SYSTEM, group="日常发现", source=OWN, proposed=True)

DISCOVERY: Tuple[Field, ...] = (
    _found("FXLY", "发现渠道", "Found by", CODE, codes="FXLY", required=True),
    _found("FXSJ", "发现时间", "Found on", DATE, required=True),
    _found("FXBH", "线索编号", "Lead number", TEXT, 60),
    _found("FXMS", "线索描述", "What was told", TEXT, 254),
    _found("FXDW", "所属行政区", "County or township", TEXT, 60),
    _found_own("FXZB", "发现位置", "Place", TEXT, 120),
    _found_own("FXJL", "与图斑距离", "Distance from the patch", NUMBER, unit="m"),
    _found_own("FXWJ", "来源文件", "From the file", TEXT, 120),
    _found_own("FXXZ", "线索所述行政区", "County or township as told", TEXT, 60),
)
"""A lead of 巡查, 12336 or 微信 and the patches it was matched with. ``FXZB``: WKT point in the workspace's CRS; ``FXXZ``
is where its table says that it lies, ``FXDW`` where it is counted: there, else where it met a patch.
"""
