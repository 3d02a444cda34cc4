"""Sentences of returns and of rectification checks: what is sent back and answered, what the newest images show."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

RETURNS: Dict[str, Sentence] = {
    "RETURN_REASON": (
        "退回原因“{value}”不在可选之列：请选 {known} 之一，其余写在说明里。",
        "“{value}” is no reason for sending back: choose one of {known}, and say the rest in words.",
    ),
    "RETURN_WORDS": (
        "退回没有说明：请至少写 {least} 个字，写清哪里不对、要县级改什么。",
        "Nothing is said with the return: write at least {least} letters, what is wrong and what the county should do.",
    ),
    "ANSWER_WORDS": (
        "答复没有内容：请至少写 {least} 个字，写清改了什么或为什么不改。",
        "The answer says nothing: write at least {least} letters, what was changed or why nothing was.",
    ),
    "RETURN_TOO_LONG": (
        "说明有 {length} 字，最多 {most} 字：请写短一些，材料另附。",
        "The text has {length} letters, at most {most} are kept: shorten it and attach the rest.",
    ),
    "AUDIT_LEVEL": (
        "“{level}”不审核：通过和退回只能由 {known} 作出，请在页首选择审核层级。",
        "“{level}” does not review: only {known} pass or send back. Choose the level at the top of the page.",
    ),
    "AUDIT_NOT_NOW": (
        "{count} 个图斑处于“{state}”，{level}此时不能{what}，未动：{numbers}。",
        "{count} patches are in the state “{state_en}”; {level} cannot have them {what_en} now, nothing was done: {numbers}.",
    ),
    "AUDIT_NOT_YET_HERE": (
        "{count} 个图斑{before}还没有通过，逐级审核，{level}不能先通过，未动：{numbers}。"
        "请先收取或登记{before}的审核结果；不设这一级的，请在本单位口径中修改审核层级。",
        "{count} patches were not passed by {before} yet; levels audit one after another, {level} cannot pass them "
        "first, nothing was done: {numbers}. Take that level's audit in or enter it first; where there is no such "
        "level, change audit_levels in your office's profile.",
    ),
    "AUDIT_NOT_THIS_LEVEL": (
        "{count} 个图斑按其口径不由{level}审核（审核层级：{levels}），未动：{numbers}。",
        "{count} patches are not audited by {level} by their profile (levels: {levels}), nothing was done: {numbers}.",
    ),
    "AUDIT_REFUSED": (
        "审核没有保存：{why}",
        "The audit was not kept: {why_en}",
    ),
    "AUDIT_NOT_BY_PROFILE": (
        "按该图斑的口径，{level}不审核（审核层级：{levels}）。请改选层级，或在本单位口径中修改审核层级。",
        "by the patch's profile {level} does not audit (levels: {levels}); choose another level, or change audit_levels "
        "in your office's profile.",
    ),
    "AUDIT_PASSES_UNSIGNED": (
        "图斑处于“{state}”，县级还没有签字确认，{level}不能通过：请先签字，再登记通过。",
        "the patch is in the state “{state_en}” and not signed by the county: {level} cannot pass it. Sign it first.",
    ),
    "AUDIT_NOT_YET": (
        "{before}还没有通过，逐级审核，{level}不能先通过：请先登记{before}的审核。",
        "{before} has not passed it yet; levels audit one after another: enter that audit before {level}'s.",
    ),
    "AUDIT_OUT_OF_TURN": (
        "图斑处于“{state}”，{level}此时不能{what}：请先核对已登记的审核和县级答复。",
        "the patch is in the state “{state_en}”, {level} cannot have it {what_en} now: look at the audits and answers "
        "that are entered already.",
    ),
    "PASS_UNOPENED": (
        "{count} 个违法图斑您还没有打开看过，不批量通过：请逐个打开后再通过 {numbers}。",
        "{count} violations were not opened by you and are not passed in a batch: open them one by one, then pass "
        "{numbers}.",
    ),
    "PASS_DISPUTED": (
        "{count} 个图斑复判不一致、尚无裁定，没有通过：请先在“盲判”页裁定，或再次通过并勾选一并通过 {numbers}。",
        "on {count} patches readers disagree and nobody has ruled, they were not passed: rule on the page “Blind "
        "reading” first, or pass them again and tick that they pass too: {numbers}.",
    ),
    "ANSWER_NOT_RETURNED": (
        "{count} 个图斑没有待答复的退回，未动：{numbers}。",
        "{count} patches have no return that waits for an answer, nothing was done: {numbers}.",
    ),
    "ANSWER_NOT_SIGNED": (
        "{count} 个图斑改动后还没有签字，不能答复：请先签字确认 {numbers}。",
        "{count} patches were changed and are not signed again, they cannot be answered: sign {numbers} first.",
    ),
}

IMAGE_CHECKS: Dict[str, Sentence] = {
    "IMAGE_CHECK_TICK": (
        "复核结果“{value}”无效：请选 {known} 之一。",
        "“{value}” is no result of looking at an image: choose one of {known}.",
    ),
    "IMAGE_CHECK_NO_IMAGE": (
        "没有影像名称或日期，复核结果没有保存：请先载入有日期的最新影像。",
        "The image has no name or no date, nothing was kept: load the newest image with its date first.",
    ),
    "IMAGE_NOT_LATER": (
        "影像日期 {date} 不晚于申报的拆除复耕日期 {claimed}，看不出整改结果：请载入更新的影像，或记为“不确定”。",
        "The image of {date} is not later than the day of the claimed demolition, {claimed}, and cannot show it: load a "
        "newer image, or tick “Not certain”.",
    ),
    "CHECKS_CONTRADICT": (
        "{level}（{by}）说“{tick}”{said}，{other_level}（{other_by}）对 {date} 的影像说“{other}”：以{level}为准，"
        "请两级核对；虚假整改只由原层级或其上级撤回。",
        "{level} ({by}) says “{tick}” {said}, {other_level} ({other_by}) says “{other}” of the image of {date}: the word "
        "of {level} stands. Look at it together; only that level or a higher one takes false rectification back.",
    ),
    "IMAGE_CHECK_FALSE": (
        "“虚假整改”只能在复核结果为“未拆除”时由人认定，现为“{tick}”：请先核对影像和结果。",
        "False rectification can only be said, by a person, where the ground is “未拆除” (still standing), not "
        "“{tick}”: look at image and result again.",
    ),
    "IMAGE_CHECK_WORDS": (
        "认定“虚假整改”要写明依据：请至少写 {least} 个字。",
        "Say why it is a false rectification: write at least {least} letters.",
    ),
    "CLAIM_UNDATED": (
        "整改记录没有拆除复耕（到位）日期，无法核对影像是否在其后：请在整改台账补填。",
        "The rectification has no date of demolition: whether the image is later cannot be told. Fill it in there.",
    ),
    "IMAGE_UNREADABLE": (
        "影像 {file} 打不开：请另选一个影像文件（如 GeoTIFF）。",
        "The image {file} cannot be opened: choose another file (a GeoTIFF, for instance).",
    ),
    "IMAGE_NOT_PLACED": (
        "影像 {file} 没有坐标，放不到图斑上：请选带坐标的影像（如 GeoTIFF）。",
        "The image {file} has no place on the ground: choose one that has (a GeoTIFF, for instance).",
    ),
    "IMAGE_LOADED_UNDATED": (
        "影像 {file} 没有日期：请填写拍摄日期，如 2018-03-09。",
        "The image {file} has no date: write the day it was taken, like 2018-03-09.",
    ),
    "IMAGE_NOT_CONFIRMED": (
        "影像 {file} 还没有人确认为非涉密，不能载入：请先勾选“非涉密”。",
        "Nobody has confirmed that the image {file} is not classified: tick that first, then load it.",
    ),
    "CLAIM_GONE": (
        "这条整改记录已不在，未保存：请刷新列表。",
        "This rectification is there no more, nothing was kept: refresh the list.",
    ),
}
