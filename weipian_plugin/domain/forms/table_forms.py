"""The tables that are handed in (§2) and the lists, by id: to add one is to name its fields and its template here."""

from __future__ import annotations

from typing import Dict, Tuple

from ..definitions import EVALUATION, TABLE_2_1, TABLE_2_2
from ..errors import WeipianError
from .list_forms import LIST_FORMS
from .table_4 import TABLE_4
from .table_form import ACT, PARCEL, UNIT, TableForm

_NOT_REPORTED = ("SFJY", "QSIMG", "HSIMG")
"""Of what was issued: marks and files that no form of §2.4 has, 是否军用 least of all (§8.6)."""

OFFICIAL: Tuple[TableForm, ...] = (
    TableForm("2-1", "附表2-1", "土地卫片图斑核查情况登记表", "table_2_1.xlsx", TABLE_2_1,
              ("JCBH", "DKBH", "PDLX"), PARCEL),
    TableForm("2-2", "附表2-2", "矿产卫片图斑核查情况登记表", "table_2_2.xlsx",
              tuple(field for field in TABLE_2_2 if field.code not in _NOT_REPORTED), ("JCBH", "KPDLX"), PARCEL),
    TableForm("4", "附表4", "违法行为立案查处及落实情况登记表", "table_4.xlsx", TABLE_4,
              ("WFXWBH", "GLDKBH", "CLFS"), ACT),
    TableForm("5", "附表5", "日常执法情况评价表", "table_5.xlsx", EVALUATION, ("PJDW", "PJND", "PJJD"), UNIT),
)
"""The 附表 of the scheme."""
TABLE_FORMS: Dict[str, TableForm] = {form.id: form for form in (*OFFICIAL, *LIST_FORMS)}


def form_of(form_id: str) -> TableForm:
    """The form of this id (``2-1``). Raises ``UNKNOWN_TABLE``."""
    try:
        return TABLE_FORMS[form_id.strip()]
    except KeyError:
        raise WeipianError("UNKNOWN_TABLE", form=form_id, known="、".join(TABLE_FORMS)) from None
