"""Sentences of samples and of their comparison: designs that cannot be drawn, strata that say little, nothing to compare."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

SAMPLING: Dict[str, Sentence] = {
    "DESIGN_SHARE": (
        "抽样比例或数量“{share}”无效：比例须大于 0、不超过 100 %，数量至少为 1，两者只填一项。请改正后重试。",
        "“{share}” is no share or number to draw: a share is above 0 and at most 100 %, a number at least 1, and only one of both is given. Correct it and try again.",
    ),
    "DESIGN_DIVISION": (
        "不识的抽样单位“{name}”：请按判定类型、县、乡镇、判读人或监测类型划分。",
        "Unknown unit of a sample, “{name}”: divide by outcome, county, township, interpreter or patch class.",
    ),
    "DESIGN_LIMIT": (
        "面积标准 {limit} 亩无效：“达到标准全部抽取”的标准须大于 0。请改正。",
        "{limit} mu is no threshold: what is drawn whole reaches an area above 0. Correct it.",
    ),
    "DESIGN_EMPTY": (
        "抽样设计没有任何规则：请至少选择一种抽样方法。",
        "The design has no rule: choose at least one way of sampling.",
    ),
    "DESIGN_TWICE": (
        "抽样设计中同一方法出现两次，或有两条按比例（数量）抽取的规则：一个图斑只能属于一层。请只保留一条。",
        "The design has a rule twice, or two rules that draw a share: a patch belongs to one stratum only. Keep one of them.",
    ),
    "DESIGN_ROUNDING": (
        "不识的取整方法“{name}”：请用“进一”或“四舍五入”。",
        "Unknown way of rounding, “{name}”: use 进一 or 四舍五入.",
    ),
    "DESIGN_SEED": (
        "没有抽样种子：请填写（如文号或日期），同一种子可重新抽出同一样本。",
        "The sample has no seed: give one (a document's number, a date); with it the same sample can be drawn again.",
    ),
    "DESIGN_NOBODY": (
        "截至 {day} 所选范围内没有已签字的图斑，无法抽样：请核对批次、县和截至日期，或先合并县级成果包。",
        "Nothing that was signed until {day} lies in this scope, there is nothing to draw from: check batches, county and date, or merge the counties' packages first.",
    ),
    "NO_SUCH_COUNTY": (
        "没有这个县：{county}。所选批次中现有 {known}，请写其中的名称。",
        "There is no county {county}. The chosen batches have {known}: write one of these names.",
    ),
    "DESIGN_NONE_CLAIMED": (
        "所选范围内没有图斑符合抽样规则，样本为空，未保存：请核对面积标准和判定类型。",
        "No patch of this scope meets a rule: the sample would be empty and was not kept. Check thresholds and outcomes.",
    ),
    "DESIGN_DIVIDED_OTHERWISE": (
        "追加抽样不能更换分层方法或取整方法：可以提高比例或数量、降低面积标准、增加指定图斑；要换方法请另建样本。",
        "Adding to a sample cannot divide it in another way: raise the share or number, lower a threshold, name patches; for another division draw a new sample.",
    ),
    "DESIGN_UNREADABLE": (
        "读不懂样本的抽样设计（{detail}）：它可能由更新版本的插件生成，请升级插件，或另建样本。",
        "The design of this sample cannot be read ({detail}): a newer version of the plugin may have made it. Update the plugin, or draw a new sample.",
    ),
    "DESIGN_NOT_IN_PROFILE": (
        "口径 {profile} 没有规定抽查比例和分别抽取的判定类型：请改用有此规定的口径，或自行填写比例。",
        "Profile {profile} says nothing of the share and the outcomes that are sampled: use one that does, or give the share yourself.",
    ),
    "SAMPLE_SHARE_PERCENT": (
        "抽样比例按百分数填：{share} 表示 {share} %。要抽三成请填 30，不是 0.3；确要少于 1 % 的请改按数量抽。",
        "The share is given in per cent: {share} means {share} %. For three tenths write 30, not 0.3; for less than 1 % draw by number.",
    ),
    "SAMPLE_DAY": (
        "读不懂日期“{text}”：请写成 2023-10-31 这样的日期。",
        "“{text}” is no day: write it like 2023-10-31.",
    ),
    "NO_SUCH_SAMPLE": (
        "工作库中没有样本“{name}”。现有：{known}。请先在“抽样”页抽取，或重新选择。",
        "There is no sample “{name}” in this workspace. There are: {known}. Draw one on the page “Sample”, or choose "
        "another.",
    ),
    "SAMPLE_NAME_TAKEN": (
        "已有名为“{name}”的样本：请另起一个名称，或在原样本上追加抽样。",
        "There is a sample called “{name}” already: choose another name, or add to that sample.",
    ),
    "SAMPLE_NOTHING_NEW": (
        "按现在的设计没有需要追加的图斑，样本未变。",
        "The design as it is now asks for no more patches: the sample is as it was.",
    ),
    "SAMPLE_ABOVE_DESIGN": (
        "“{stratum}”已抽 {count} 个，多于现设计的 {wanted} 个：已抽的保留不减。",
        "“{stratum}”: {count} are drawn, more than the {wanted} of the design as it is now; what was drawn stays.",
    ),
    "SAMPLE_CLOSED": (
        "“{stratum}”不再是现设计的一层：已抽的 {count} 个保留，不再从中追加。",
        "“{stratum}” is no stratum of the design as it is now: the {count} that are drawn stay, and no more are.",
    ),
    "SAMPLE_NONE_OF_NEW": (
        "“{stratum}”后来新增的 {count} 个图斑尚无一个抽中：推算时与前几轮合并，如需代表新增部分请提高比例或数量。",
        "“{stratum}”: none of the {count} patches that came later was drawn. Estimates take them with the earlier ones; raise the share or number to have them represented.",
    ),
    "SAMPLE_OF_ONE": (
        "“{stratum}”{count} 个图斑中只抽 1 个：该层的误差无法估计，推算时按最大可能计。",
        "“{stratum}”: one of {count} patches is drawn. Its variance cannot be told; estimates take the largest possible.",
    ),
    "SAMPLE_MEMBERS_GONE": (
        "样本“{name}”中有 {count} 个抽中图斑已不在工作库（被替换、合并或隔离），不再计入。",
        "{count} patches drawn in sample “{name}” are here no more (issued anew, merged or set apart) and do not count.",
    ),
    "STRATUM_UNREAD": (
        "“{stratum}”（{count} 个）还没有任何复判结果，未计入推算。",
        "“{stratum}” ({count}): nothing of it was read again, it is left out of the estimate.",
    ),
    "STRATUM_ALL_READ": (
        "“{stratum}”{count} 个已全部复判，该层没有抽样误差。",
        "“{stratum}”: all {count} were read again, it adds no sampling error.",
    ),
    "STRATUM_OF_ONE": (
        "“{stratum}”{count} 个中只有 1 个有复判结果：该层误差按最大可能计，区间偏宽。",
        "“{stratum}”: one of {count} was read again; the largest possible variance is taken, the interval is wide.",
    ),
    "STRATUM_OF_ONE_AREA": (
        "“{stratum}”{count} 个中只有 1 个有复判面积：该层误差借用其他各层，其他层也无法估计时不给区间。",
        "“{stratum}”: one of {count} has an area read again; the others' variance is taken, without any there is no interval.",
    ),
    "COMPARE_NOTHING": (
        "截至 {day} 样本“{name}”没有可比对的复判结果：请先收回盲判文件。",
        "Until {day} nothing of sample “{name}” was read again: collect the blind files first.",
    ),
    "COMPARE_NOT_FILED": (
        "{count} 个抽中图斑在截至日 {day} 没有签字成果，只列入复判人之间的比对。",
        "{count} drawn patches had no signed answer on {day}: they are compared between readers only.",
    ),
    "COMPARE_NOT_TOLD": (
        "{count} 个图斑的复判结论为“无法判断”或“非本人任务”，不计入比对。",
        "Of {count} patches the second reading says “cannot be told” or “not mine”: they are not compared.",
    ),
    "COMPARE_NOT_READ": (
        "{count} 个抽中图斑还没有复判，不计入比对。",
        "{count} drawn patches have not been read again yet: they are not compared.",
    ),
    "COMPARE_RULED": (
        "{count} 个图斑以裁定为准（有裁定的不用复判人的意见）。",
        "Of {count} patches the ruling stands for the second readings.",
    ),
    "COMPARE_SPLIT": (
        "{count} 个图斑的复判人意见不一致且没有裁定，不计入与县级成果的比对：请在“盲判”页裁定。",
        "Of {count} patches the readers disagree and nobody has ruled: they are not held against what was filed. Rule on them on the page of blind readings.",
    ),
    "COMPARE_SHAPE": (
        "{count} 个复判图形读不出或无效，未计入图形重叠比对：{numbers}。",
        "{count} shapes of second readings cannot be read or are invalid and are left out of the overlap: {numbers}.",
    ),
    "COMPARE_MEASURED_SINCE": (
        "{count} 个图斑上报时的耕地面积已无从得知（抽取时没有套合面积，而后来改过图形或重新套合）：现有面积不是上报时的，不计入面积比对。",
        "Of {count} patches the farmland as filed is not known any more (it was not measured when they were drawn, and "
        "they were reshaped or measured again since): areas are not compared.",
    ),
    "COMPARE_UNMEASURED": (
        "{count} 个图斑县级没有套合耕地面积或复判没有填写，不计入面积比对。",
        "Of {count} patches the farmland was not measured, or not stated by the reader: areas are not compared.",
    ),
}
