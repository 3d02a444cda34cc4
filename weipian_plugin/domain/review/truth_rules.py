"""The words with which a profile says what counts as 真实 and as 瞒报 (all proposed: no document defines them)."""

from __future__ import annotations

from typing import Tuple

BY_RULING, BY_PROVINCE, BY_READINGS = "裁定", "省级判定", "复判一致"
FINALLY_BY: Tuple[str, ...] = (BY_RULING, BY_PROVINCE, BY_READINGS)
SAME_OUTCOME, SAME_CASE = "判定类型一致", "判定类型与情形一致"
TRUTHFUL_WHEN: Tuple[str, ...] = (SAME_OUTCOME, SAME_CASE)
BEFORE_FIRST_WORD, AS_OF_THE_DAY = "省级首次审核前", "截至日期"
FILED_AT: Tuple[str, ...] = (BEFORE_FIRST_WORD, AS_OF_THE_DAY)
