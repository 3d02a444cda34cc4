"""The names of the values that calculators read, with what each is: for messages, and for who checks a profile."""

from __future__ import annotations

from typing import Dict, FrozenSet

LEVEL_NAMES: Dict[str, str] = {"township": "乡镇", "county": "县级", "city": "市级", "province": "省级"}

_BUCKETS = {
    "restored_deducted_from": "已拆除复耕到位的扣减", "major_national_deducted_from": "国家级重大基础设施的扣减",
    "major_provincial_deducted_from": "省级重大基础设施的扣减", "regularised_deducted_from": "已补办完善用地手续的扣减",
    "homestead_deducted_from": "一户一宅宅基地的扣减", "affordable_housing_deducted_from": "保障性安居工程的扣减",
    "epidemic_facility_deducted_from": "疫情医疗卫生设施的扣减",
}
_OF_LEVEL = {"by": "问责须同时达到的条件", "area": "问责违法占用耕地面积", "ratio": "问责违法占用耕地比例"}

VALUE_TITLES: Dict[str, str] = {
    "counted_violation_types": "计入问责比例的违法类型", "excluded_violation_types": "分子分母均不计入的违法类型",
    "legal_cases_in_denominator": "计入分母的合法情形", "added_to_ratio": "追加纳入问责比例的图斑",
    "deduction_order": "同一面积只扣一次时的先后", "accountability_boundary": "问责比例边界",
    "major_deducted_from_variant": "重大基础设施扣减的另一种理解",
    "self_corrected_not_counted": "年度内自行纠正的不计入违法占用耕地数量",
    **_BUCKETS,
    **{f"{name}_at_{level}": f"{title}（{zh}）" for name, title in _BUCKETS.items()
       for level, zh in LEVEL_NAMES.items()},
    **{f"{level}_accountability_{key}": f"{zh}{title}" for level, zh in LEVEL_NAMES.items()
       for key, title in _OF_LEVEL.items()},
    "sample_share": "省级抽查比例", "sample_outcomes": "分别抽取的判定类型", "sample_rounding": "抽取数的取整",
    "mineral_field_check_share": "矿产图斑外业核实比例", "truthfulness_min": "抽查图斑判定真实性下限",
    "false_rectification_criticised": "存在虚假整改即通报批评", "interview_concealment_rate": "约谈：瞒报率",
    "interview_concealed_patches": "约谈：瞒报图斑数", "concealment_rate_of": "瞒报率的分母",
    "truthful_when": "判定真实的含义", "final_outcome_by": "以谁的判定为最终判定",
    "filed_outcome_at": "填报结论以何时为准", "concealed_filed_as": "瞒报：填报为",
    "concealed_finally": "瞒报：最终判定为",
    "interview_circumstances": "约谈：另行成立的情形", "interview_city_rank": "约谈：市级综合排名",
    "interview_county_rank": "约谈：县级综合排名", "ranking_method": "综合排名方法",
    "quota_withheld_share": "增违挂钩：暂扣比例", "quota_withheld_cap": "增违挂钩：暂扣上限",
    "quota_returned_by": "增违挂钩：退还比例", "quota_frozen_share": "增违挂钩：冻结比例",
    "quota_release_batches": "分批验收解冻的日期", "farmland_equally_deducted": "等量扣除可补充耕地",
    "basic_farmland_restored_or_replenished": "永久基本农田限期拆除复耕或补划", "frozen_share": "冻结补充耕地的比例",
    "frozen_violation_types": "冻结补充耕地指标的违法类型",
    "unfreeze_needs_both_confirmations": "解除冻结须经两级确认",
    "regularised_deducts_reserve": "补办直接扣减补充耕地指标",
    "immediate_interview_findings": "即时约谈或问责的情形",
    "immediate_interview_basic_farmland": "即时约谈：违法占用永久基本农田",
    "immediate_interview_reserve": "即时约谈：违法占用自然保护区",
    "immediate_interview_general_farmland": "即时约谈：违法占用一般耕地",
}
VALUES_READ: FrozenSet[str] = frozenset(VALUE_TITLES)
