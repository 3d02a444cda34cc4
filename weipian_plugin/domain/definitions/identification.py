"""附表2-1 block A: the patch, its place, and its areas (§2.3)."""

from __future__ import annotations

from typing import Tuple

from ..forms.fields import Field
from .shorthand import ANALYST, AREA, CODE, DATE, FORM_2_1, OVERLAY, SYSTEM, TEXT

# 附表2-1, block A: what is known before anyone judges. Areas come from the overlay, never from the issued table.
IDENTIFICATION: Tuple[Field, ...] = (
    Field("JCBH", "图斑编号", "Patch id", TEXT, 40, group="图斑", source=FORM_2_1),
    Field("DKBH", "地块编号", "Parcel id", TEXT, 44, filled_by=SYSTEM, group="图斑", source=FORM_2_1),
    Field("DKMJ", "地块面积", "Parcel area", AREA, filled_by=OVERLAY, group="图斑", source=FORM_2_1),
    Field("XFSJ", "下发时间", "Issued on", DATE, group="图斑", source=FORM_2_1),
    Field("CMC", "市", "City", TEXT, 40, group="位置", source=FORM_2_1),
    Field("XMC", "县", "County", TEXT, 40, group="位置", source=FORM_2_1),
    Field("XZMC", "乡镇街道", "Township", TEXT, 60, group="位置", source=FORM_2_1),
    Field("CUNMC", "村社区", "Village", TEXT, 60, group="位置", source=FORM_2_1),
    Field("JCLB", "图斑分类", "Patch class", CODE, codes="JCLB", group="图斑", source=FORM_2_1),
    Field("TBLY", "图斑来源", "Patch source", TEXT, 20, group="图斑", source=FORM_2_1),
    Field("NYDMJ", "农用地面积", "Agricultural land", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("GDMJ", "耕地面积", "Farmland", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("GDJMJ", "耕地净面积（扣除田坎）", "Farmland, net of ridges", AREA, filled_by=OVERLAY, group="套合面积",
          source=FORM_2_1, proposed=True),
    Field("STMJ", "其中水田面积", "of which paddy", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("YJJBNTMJ", "永久基本农田面积", "Basic farmland", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("STHXMJ", "生态保护红线面积", "Ecological redline", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("JSYDMJ", "建设用地面积", "Construction land", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("WLYDMJ", "未利用地面积", "Unused land", AREA, filled_by=OVERLAY, group="套合面积", source=FORM_2_1),
    Field("WTHMJ", "未套合面积", "Covered by no class", AREA, filled_by=OVERLAY, group="套合面积",
          source=FORM_2_1, proposed=True),
    Field("SJDKMJ", "实际地块面积", "Actual parcel area", AREA, filled_by=ANALYST, group="实地", source=FORM_2_1),
    Field("SJGDMJ", "其中耕地", "of which farmland", AREA, filled_by=ANALYST, group="实地", source=FORM_2_1),
    Field("SJJBNTMJ", "其中基本农田", "of which basic farmland", AREA, filled_by=ANALYST, group="实地", source=FORM_2_1),
)
