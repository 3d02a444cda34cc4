"""Sentences of the calculators: what keeps a figure from being computed, and what must be said with one."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

CALCULATORS: Dict[str, Sentence] = {
    "VALUE_MISSING": (
        "本口径无此规定：{profile} 没有“{title}”（{name}），因此不可计算。当年文件确有规定的，请在口径文件的 values 中补上该值及其依据。",
        "This profile has no such rule: {profile} has no value {name} ({title}), so this cannot be computed. Where the year's text has one, add it, with its basis, to the profile's values.",
    ),
    "VALUE_NOT_UNDERSTOOD": (
        "口径 {profile} 的“{title}”（{name}：{value}）不能理解，因此不可计算。请按口径说明改正。",
        "Value {name} ({title}: {value}) of profile {profile} is not understood, so this cannot be computed. Correct it as the guide to profiles says.",
    ),
    "RULE_MISSING": (
        "口径 {profile} 没有规则 {rule}，因此不可判断。请在口径文件中补上。",
        "Profile {profile} has no rule {rule}, so this cannot be told. Add it to the profile's file.",
    ),
    "FIGURE_NEGATIVE": (
        "{name}不能为负：{value}。请核对后重试。",
        "{name} cannot be negative: {value}. Check it and try again.",
    ),
    "FIGURE_EXCEEDS": (
        "{name}（{value}）大于{of}（{limit}）。请核对后重试。",
        "{name} ({value}) is more than {of} ({limit}). Check them and try again.",
    ),
    "UNKNOWN_ASSUMPTION": (
        "不识的假设“{value}”。可用：{known}。",
        "Unknown assumption “{value}”. Use one of: {known}.",
    ),
    "ASSUMPTIONS_UNREADABLE": (
        "读不懂假设（{detail}）。请写成 JSON，如 {{\"地块编号\": \"拆除复耕\"}}，地块编号须在工作库中。",
        "The assumptions cannot be read ({detail}). Write JSON such as {{\"parcel id\": \"拆除复耕\"}} with ids of the workspace.",
    ),
    "RANK_BELOW_ONE": (
        "综合排名名次从 1 开始，不能是 {value}。没有排名的请不填。",
        "A place in the ranking begins at 1 and cannot be {value}. Leave it out where there is no ranking.",
    ),
    "NO_SUCH_TOWNSHIP": (
        "所选批次中没有乡镇“{township}”。现有：{known}。",
        "There is no township “{township}” in these batches. There are: {known}.",
    ),
    "PARCEL_TWICE": (
        "地块 {parcel} 在计算中出现两次，面积会重复计入。请只列一次。",
        "Parcel {parcel} stands in the calculation twice and its area would count twice. List it once.",
    ),
    "UNKNOWN_LEVEL": (
        "不识的评估层级“{level}”。可用：{known}。",
        "Unknown level “{level}”. Use one of: {known}.",
    ),
    "TRIGGER_MISSING": (
        "口径 {profile} 没有这一级的问责条件（{name}）：只列出比例，不判断是否问责。",
        "Profile {profile} states no condition of accountability for this level ({name}): the ratio is shown, nothing is concluded.",
    ),
    "DENOMINATOR_NOT_POSITIVE": (
        "分母为 {denominator}，不大于零，不可计算（不是 0 %，也不是无穷大）。请核对分母的组成。",
        "The denominator is {denominator}, not above zero: cannot be computed (neither 0 % nor infinite). Check what makes it up.",
    ),
    "DENOMINATOR_STATED": (
        "分母的起算数 {denominator} 亩为人工填写，理由：{reason}。",
        "The denominator starts from {denominator} mu, stated by hand; reason: {reason}.",
    ),
    "FARMLAND_UNKNOWN": (
        "{count} 个地块的违法（或新增）占用耕地面积未知，不可计算：{parcels}。请先套合或在判定中填写。",
        "The farmland of {count} parcel(s) is not known, so this cannot be computed: {parcels}. Run the overlay or state it in the judgement.",
    ),
    "RATIO_BOUNDARY": (
        "比例 {ratio} 与 {limit} 相差不足 {boundary} 个百分点：边界，需人工复核。",
        "The ratio {ratio} is within {boundary} percentage points of {limit}: boundary, a person must check.",
    ),
    "AREA_BOUNDARY": (
        "面积 {area} 亩按两位小数与按原值比较 {limit} 亩的结果不同：边界，需人工复核。",
        "The area of {area} mu reaches {limit} mu as shown with two decimals but not exactly: boundary, a person must check.",
    ),
    "MAJOR_AND_REGULARISED": (
        "既属重大基础设施又已补办的地块 {count} 个，文件未定按哪一项扣减，两种结果并列：{parcels}。",
        "{count} parcel(s) are both major infrastructure and regularised; the text does not say which deduction applies, so both results are shown: {parcels}.",
    ),
    "MAJOR_READ_OTHERWISE": (
        "文件未定重大基础设施是否也从分母扣除，两种结果并列。",
        "The text does not say whether major infrastructure leaves the denominator too; both results are shown.",
    ),
    "DEDUCTED_ONCE": (
        "{count} 个地块的各项扣减面积之和大于其违法占用耕地面积，同一面积只扣一次：{parcels}。",
        "The deductions of {count} parcel(s) add up to more than their farmland; an area is deducted once only: {parcels}.",
    ),
    "ADDITION_NOT_STATED": (
        "口径未规定追加“{kind}”，{count} 个地块未因此计入：{parcels}。",
        "The profile does not add “{kind}”; {count} parcel(s) are not counted for it: {parcels}.",
    ),
    "DRAFTS_APART": (
        "{count} 个地块只有初判，不计入：{parcels}。签署确认后才计入。",
        "{count} parcel(s) are drafts and not counted: {parcels}. They count once they are signed.",
    ),
    "SIGNED_WITH_ERRORS": (
        "{count} 个已签字的地块有未解决的校验错误，照签字内容计入：{parcels}。请先核对，改正后数字可能变化。",
        "{count} signed parcel(s) carry open errors of the checks and count as they were signed: {parcels}. Check them first: the figures may change once they are corrected.",
    ),
    "NOT_JUDGED_APART": (
        "{count} 个地块尚未判定，不计入。",
        "{count} parcel(s) are not judged and not counted.",
    ),
    "PERMIT_BEFORE_PENALTY": (
        "{count} 个地块的补办批准时间早于处罚（处理）决定时间，请核对：{parcels}。",
        "{count} parcel(s) were regularised before the penalty was decided; check them: {parcels}.",
    ),
    "MAJOR_DUTY_OPEN": (
        "{count} 个地块为重大基础设施但未注明已履行监管和服务职责，不作此项扣减：{parcels}。",
        "{count} parcel(s) are major infrastructure without a note that the supervision duty was done; not deducted: {parcels}.",
    ),
    "RESTORED_STILL_STANDS": (
        "{count} 个地块登记为拆除复耕，但最新影像复核为未拆除，不作扣减：{parcels}。",
        "{count} parcel(s) are recorded as restored but still stand in the newest image; not deducted: {parcels}.",
    ),
    "RECTIFICATION_SHARED": (
        "{count} 个地块的整改面积与其他地块合记，按违法占用耕地面积分摊（拟）：{parcels}。请分地块登记。",
        "{count} parcel(s) share one rectified area with others; it is divided by their farmland (proposed): {parcels}. Record them apart.",
    ),
    "SAMPLE_OF_ALL": (
        "{count} 个全部抽取。",
        "All {count} are taken.",
    ),
    "NOTHING_SAMPLED": (
        "没有抽查图斑，比率不可计算。",
        "Nothing was sampled, so the rate cannot be computed.",
    ),
    "METHOD_PROPOSED": (
        "方法为拟（{method}），文件未给出。",
        "The method is proposed ({method}); no text gives it.",
    ),
    "UNIT_NOT_RANKED": (
        "{units} 的违法占用耕地比例不可计算，未参加排名。",
        "{units} cannot be ranked: the ratio cannot be computed.",
    ),
    "CAP_LIFTED": (
        "“原则上不超过”上限 {cap} 亩，本次突破上限，理由：{reason}。",
        "“In principle” no more than {cap} mu; the cap is lifted here, reason: {reason}.",
    ),
    "RECTIFIED_REFUTED": (
        "有 {area} 亩登记为已整改，但影像复核认定虚假整改或仍未拆除，不计入已消除违法状态面积（拟：所得文件未说如何计）。",
        "{area} mu are recorded as rectified, but the image check calls that false or sees it standing; they do not count as no longer illegal (拟: no document at hand says how they count).",
    ),
    "COUNT_NOT_GIVEN": (
        "{what}：所需的数量未填，不可计算。请填写。",
        "{what}: a count it needs is not given, so it cannot be computed. Give it.",
    ),
    "INPUTS_NEEDED": (
        "请先填写：{what}。未填的不作计算。",
        "Give first: {what}. Nothing is computed from what is not given.",
    ),
    "CAP_NOT_KNOWN": (
        "未填部下达该省计划指标总量，未计上限。请填写后再看暂扣数。",
        "The province's plan quota is not given, so the cap is not applied. Give it to see what is withheld.",
    ),
    "ILLEGAL_AREA_UNKNOWN": (
        "{count} 个违法地块的违法面积未知，不可计算：{parcels}。请先套合或在判定中填写违法面积。",
        "The illegal area of {count} parcel(s) is not known, so this cannot be computed: {parcels}. Run the overlay or state it in the judgement.",
    ),
    "STILL_ILLEGAL_SUMMED": (
        "仍处于违法状态的面积 = 签署的违法面积 − 登记为整改到位的面积（拟，文件未写算法）。",
        "Still illegal = signed illegal area − area recorded as rectified (proposed; no text gives the method).",
    ),
    "RANKING_LINE": (
        "第 {line} 行读不懂：“{text}”。请写成：名称、违法用地总量（亩）、违法占用耕地比例（%）、违法占用耕地（亩），用制表符或逗号分开。",
        "Line {line} cannot be read: “{text}”. Write name, illegal land (mu), ratio (%), illegal farmland (mu), divided by tabs or commas.",
    ),
    "FALSIFIED": (
        "整改落实情况弄虚作假：指标直接扣减，不予退还或解冻，并予以通报。",
        "Rectification was falsified: the quota is deducted outright, nothing is returned or released, and it is announced.",
    ),
    "AMOUNT_NOT_IN_TEXT": (
        "{what}：文件未写数量，只作登记，不计算。",
        "{what}: the text states no amount; recorded only, not computed.",
    ),
    "BATCHES_PAST": (
        "最后一批（{last}）已过，未解冻的 {balance} 亩直接扣减。",
        "The last batch ({last}) is past; {balance} mu not released are deducted outright.",
    ),
    "UNKNOWN_RELEASE_BATCH": (
        "{date} 不是口径规定的验收批次（{known}），未计入解冻。",
        "{date} is no acceptance batch of the profile ({known}) and releases nothing.",
    ),
    "CONFIRMATION_MISSING": (
        "{count} 个地块已拆除复耕但缺市级验收或自治区确认，仍冻结：{parcels}。",
        "{count} parcel(s) are restored but lack the city's acceptance or the region's confirmation and stay frozen: {parcels}.",
    ),
    "QUALITY_MISSING": (
        "{count} 个补办地块没有耕地质量等别，“同等质量”无法核对：{parcels}。",
        "{count} regularised parcel(s) have no quality grade, so “equal quality” cannot be checked: {parcels}.",
    ),
    "SEVERE_BY_HAND": (
        "是否“问题严重”由人工认定为{answer}，理由：{reason}（文件所列面积以“如”举例）。",
        "Whether it is severe was decided by hand: {answer}; reason: {reason} (the areas in the text are examples).",
    ),
    "NO_EFFECT": (
        "没有可整改的违法占用耕地，比例不会变化。",
        "There is no farmland left to rectify; the ratio would not change.",
    ),
}
