"""Short names the definitions are written with: types, who fills a field, and which form it is from."""

from __future__ import annotations

from ..forms.fields import FieldType, FilledBy

TEXT, INTEGER, NUMBER = FieldType.TEXT, FieldType.INTEGER, FieldType.NUMBER
AREA, DATE, BOOLEAN, CODE = FieldType.AREA, FieldType.DATE, FieldType.BOOLEAN, FieldType.CODE

ISSUED_BY, OVERLAY, ANALYST, ON_SITE = FilledBy.ISSUED, FilledBy.OVERLAY, FilledBy.ANALYST, FilledBy.FIELD
CASE, COUNTY, CITY, PROVINCE, SYSTEM = (
    FilledBy.CASE, FilledBy.COUNTY, FilledBy.CITY, FilledBy.PROVINCE, FilledBy.SYSTEM)

FORM_1_1 = "附表1-1（按2021年省级下发表）"
FORM_1_2 = "附表1-2（按公开问答和通知，版式为拟）"
FORM_2_1 = "附表2-1（按省级登记表，版式为拟）"
BLOCKS_2_1 = "附表2-1（按省级旧系统的互斥分项，版式为拟）"
FORM_2_2 = "附表2-2（版式为拟）"
FORM_4 = "附表4（按省级登记表和台账，版式为拟）"
FORM_5 = "附表5（指标为拟）"
GX_2023 = "2023年县级方案"
JM_2021 = "江门2021年方案"
NOTICE_2024 = "2024年季度监测通知"
PLAN_2019 = "2019年工作方案"
OWN = "本项目的登记（拟）"
