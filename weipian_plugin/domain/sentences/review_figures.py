"""Sentences of the review's figures, and of the leads of daily work that are brought in."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

REVIEW_FIGURES: Dict[str, Sentence] = {
    "REVIEW_NOTHING_ISSUED": (
        "截至 {day}，范围“{scope}”内没有下发的批次：请改选期间、批次或截至日期。",
        "As of {day} no batch of “{scope}” was issued: choose another period, batch or day.",
    ),
    "REVIEW_WITHOUT_PROFILE": (
        "所选 {count} 个批次都没有政策口径，无法计算指标：请先为批次选定口径，或指定一个。",
        "None of the {count} batches has a profile, so that nothing says what counts: give them one, or name one here.",
    ),
    "REVIEW_OTHER_PROFILES": (
        "范围内还有其他口径的批次（{others}），本表一律按“{profile}”计算。",
        "Some batches of the scope have other profiles ({others}); all is reckoned by “{profile}”.",
    ),
    "REVIEW_UNDECIDED": (
        "{count} 个图斑复判不一致、尚无裁定，不计入抽查图斑：{parcels}。请在“盲判”页裁定。",
        "Readers disagree about {count} patches and nobody has ruled; they are not among those sampled: {parcels}. Rule on them.",
    ),
    "REVIEW_NOT_FILED": (
        "{count} 个图斑已有省级判定，但县级当时没有签署结论，不计入抽查图斑：{parcels}。",
        "{count} patches have the province's judgement while the county had signed nothing; they do not count: {parcels}.",
    ),
    "REVIEW_DRAWN_UNREAD": (
        "{count} 个抽中的图斑还没有复判、审核或裁定，未计入：{parcels}。",
        "{count} patches were drawn and not yet read, audited or ruled on; they do not count: {parcels}.",
    ),
    "REVIEW_CLOCKS": (
        "{count} 个图斑的签署时间与省级审核、复判的先后不一致（有单位的电脑时钟不准，或更正的成果包后到）：填报结论以省级当时看到的签署为准，不按时钟：{parcels}。",
        "Of {count} patches clocks tell another order than that in which county and province acted: a clock is wrong, or a correction came late. What counts as filed is the signature that the province had before it, whatever the clocks say: {parcels}.",
    ),
    "REVIEW_GROUND_SINCE": (
        "{count} 个地块在截至日之后被分割、合并、改界或换发：按当时的地块计数；当时的套合面积没有留存，签署时没有填写面积的，其面积不详：{parcels}。",
        "{count} parcels were split, merged, redrawn or issued anew after that day: they count as they stood. What was measured of them then is not kept; where no area was stated when they were signed, it is unknown: {parcels}.",
    ),
    "REVIEW_NO_LEADS_OF": (
        "没有导入 {units} 在图斑下发前后（下发前一年至下发）的日常发现线索，也没有违法行为写明线索来源：日常发现率不可计算，不按 0 计。",
        "No leads of {units} from the year before the issue were brought in, and no act says where it came from: the rate cannot be computed, and is not 0.",
    ),
    "REVIEW_NO_DEADLINE": (
        "有已签署的图斑推不出期限（下发时间或政策口径不全），不知道是否按期：不可计算，不按 0 计。",
        "Of some signed patches no deadline follows (day of issue or profile is lacking), so whether they were in time is "
        "not known: the rate cannot be computed, and is not 0.",
    ),
    "REVIEW_NOTHING_JUDGED": (
        "还没有图斑有最终判定（复判、审核或裁定）：不可计算，不按 0 计。",
        "No patch is finally judged yet (second reading, audit or ruling): the rate cannot be computed, and is not 0.",
    ),
    "REVIEW_NO_ACTS": (
        "有违法图斑，但没有登记违法行为，不知道如何处理、整改：不可计算，不按 0 计。请县级在“违法行为”中登记后再合并。",
        "Patches are illegal, but no act is registered, so what was done about them is not known: the rate cannot be "
        "computed, and is not 0. Counties register their acts; merge their packages then.",
    ),
    "REVIEW_NO_ILLEGAL_AREA": (
        "有违法图斑的违法面积未知（判定未填，也没有套合）：不可计算，不按 0 计。",
        "The illegal area of some patches is not known (neither stated nor measured): the rate cannot be computed, and "
        "is not 0.",
    ),
    "INTERVAL_PLAIN": (
        "区间按简单随机抽样计算（Wilson），未考虑分层、全查层和入样概率。",
        "The interval is that of a simple random sample (Wilson): it knows of no strata, nor of what was taken whole.",
    ),
    "INTERVAL_OF_ESTIMATE": (
        "本值只是已判抽查图斑的比率；按抽样设计推算全部图斑的值和区间，见“{title}”。",
        "This is the rate of the sampled patches alone; for that of all, with its interval by the sample's design, see “{title}”.",
    ),
    "ESTIMATE_OTHER_SAMPLES": (
        "本范围内另有样本（{others}）：推算采用覆盖图斑最多的“{name}”，各样本不合并。",
        "There are other samples of this scope ({others}): the estimate is that of “{name}”, which covers most patches; samples are not mixed.",
    ),
    "ESTIMATE_OUTSIDE": (
        "本范围已填报的 {count} 个图斑不在“{name}”的抽样总体内（抽样后填报，或属抽样范围之外），推算不包括它们。",
        "{count} patches that were filed are not among those that “{name}” was drawn from; the estimate does not speak of them.",
    ),
    "STRATUM_WHOLE_UNREAD": (
        "“{stratum}”应全部复判（{count} 个），只有 {read} 个有结果：其余按与已判的相同推算，未判的若不同，推算即有偏差。",
        "“{stratum}” was taken whole ({count}) and {read} are read: the others are taken to be like them, which nothing ensures.",
    ),
    "DISCOVERIES_NO_PLACE": (
        "{file} 没有坐标列：需要“经度、纬度”或“X、Y”两列。现有列：{columns}。",
        "{file} has no columns of coordinates: 经度 and 纬度, or X and Y, are needed. Its columns: {columns}.",
    ),
    "DISCOVERIES_NO_COLUMN": (
        "{file} 没有“{column}”列：请补上，或在导入时指定。现有列：{columns}。",
        "{file} has no column {column}: add it, or say it when the file is brought in. Its columns: {columns}.",
    ),
    "DISCOVERIES_EMPTY": (
        "{file} 没有一行可用的线索：请核对表头和内容。",
        "{file} has no lead that can be used: check its heading and rows.",
    ),
    "DISCOVERIES_CRS": (
        "{file} 的坐标系无法确定（{crs}）：请选明坐标系后重新导入。数字看上去是 {proposed}。",
        "The CRS of {file} cannot be told ({crs}): choose it and bring the file in again. The numbers look like {proposed}.",
    ),
    "DISCOVERIES_SHIFTED": (
        "{file} 写明坐标为 {crs}：这类偏移坐标不能换算成准确位置，也不猜测，未导入。请向来源索取 CGCS2000 或 WGS84 坐标。",
        "{file} says its coordinates are {crs}: such shifted coordinates cannot be turned into exact places, and are not guessed at. Ask its source for CGCS2000 or WGS84; nothing was brought in.",
    ),
    "DISCOVERIES_MAY_BE_SHIFTED": (
        "{file} 有 {count} 条线索来自微信，表中没有写明坐标系：这些线索的坐标可能是加偏的（GCJ-02），与实地相差几百米，本插件不猜测、不换算，请先核对几个已知点，或在“坐标系”列写明。",
        "{file} has {count} leads from WeChat and does not say in which system: their coordinates may be shifted (GCJ-02) by hundreds of metres. They are neither guessed at nor changed; check a few known points first, or name the system in a column 坐标系.",
    ),
    "DISCOVERIES_CLASSIFIED": (
        "{file} 中有涉密或军用的行，整个文件未导入：请按保密规定另行处理。",
        "{file} has rows that are classified or military; the whole file was refused: treat it as the rules of secrecy say.",
    ),
    "DISCOVERY_NO_COORDINATES": (
        "{file} 第 {row} 行没有可用的坐标（{value}），未导入。",
        "{file}, row {row}: no usable coordinates ({value}); left out.",
    ),
    "DISCOVERY_OUTSIDE": (
        "{file} 第 {row} 行的坐标（{value}）不在中国范围或与其余各点相距太远，未导入：请核对是否经纬度写反。",
        "{file}, row {row}: the coordinates ({value}) lie outside; left out. Were longitude and latitude exchanged?",
    ),
    "DISCOVERY_NO_DAY": (
        "{file} 第 {row} 行的发现时间“{value}”不是日期，未导入。",
        "{file}, row {row}: “{value}” is no date; left out.",
    ),
    "DISCOVERY_SOURCE_OTHER": (
        "{file} 第 {row} 行的来源“{value}”不是巡查、12336 或微信，记为“其他”，不计入日常发现率。",
        "{file}, row {row}: the source “{value}” is none of 巡查, 12336, 微信; kept as 其他, which daily work's rate leaves out.",
    ),
    "DISCOVERY_DOUBLED": (
        "{file} 第 {row} 行与第 {first} 行来源、{same}相同，视为重复，只导入第 {first} 行；确为两条线索的，请选“重复的行也导入”。",
        "{file}, row {row}: the same source and {same_en} as in row {first}; only row {first} is taken. Where both are leads, tick “Take doubled rows too”.",
    ),
    "DISCOVERY_TWICE": (
        "{file} 第 {row} 行与已有线索（编号、日期、位置相同）重复，未再导入。",
        "{file}, row {row} is there already (same number, day and place); not brought in again.",
    ),
}
