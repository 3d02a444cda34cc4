"""The figures of the year's policy, exact and line by line: ratio, quotas, samples, rates. No figure without its value.

Every number comes from the profile's flat ``values:``; one that a profile does not have makes the calculation
不可计算 and is named (no default stands in code). Areas are 亩 as `Fraction`. The values, all optional for a profile:

ratio (`ratio`, `whatif`): ``counted_violation_types`` and ``excluded_violation_types`` (WFLX1 codes),
``legal_cases_in_denominator`` (HFJTQX codes), ``added_to_ratio`` (上级终判, 补充图斑), ``deduction_order`` (buckets of
`ratio.BUCKETS`), and from which of 分子, 分母 a bucket is deducted: ``restored_deducted_from``,
``major_national_deducted_from``, ``major_provincial_deducted_from``, ``regularised_deducted_from``,
``homestead_deducted_from``, ``affordable_housing_deducted_from``, ``epidemic_facility_deducted_from``; each may stand
again with ``_at_province`` (``_at_city``, ``_at_township``) where a level differs. ``major_deducted_from_variant``:
the other reading, shown beside. Trigger of a level (county, city, township, province): ``…_accountability_by`` (面积,
比例), ``…_accountability_area`` (亩), ``…_accountability_ratio``; ``accountability_boundary`` (比例).
``self_corrected_not_counted`` (是否).

samples (`sampling`, `audit`): ``sample_share``, ``sample_outcomes``, ``sample_rounding`` (进一, 四舍五入),
``mineral_field_check_share``, ``truthfulness_min``, ``false_rectification_criticised``, ``interview_concealment_rate``,
``interview_concealed_patches`` (个), ``concealment_rate_of``, ``interview_circumstances``, ``interview_city_rank``,
``interview_county_rank`` (名), ``ranking_method`` (名次和).

what an audit's parcels are (`domain.review.truth`): ``final_outcome_by`` (裁定, 省级判定, 复判一致, the first that is
there), ``filed_outcome_at`` (省级首次审核前, 截至日期), ``truthful_when`` (判定类型一致, 判定类型与情形一致),
``concealed_filed_as`` and ``concealed_finally`` (判定类型).

quotas (`quota`, `reserve`): ``quota_withheld_share``, ``quota_withheld_cap``, ``quota_returned_by``,
``quota_frozen_share``, ``quota_release_batches``, ``farmland_equally_deducted``,
``basic_farmland_restored_or_replenished``, ``frozen_share``, ``frozen_violation_types``,
``unfreeze_needs_both_confirmations``, ``regularised_deducts_reserve``.

immediate interview (`immediate`): ``immediate_interview_findings``, ``immediate_interview_basic_farmland``,
``immediate_interview_reserve``, ``immediate_interview_general_farmland`` (亩).
"""

from __future__ import annotations

from .calculation import Calculation, Line, Share

__all__ = ["Calculation", "Line", "Share"]
