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
        "{count} 个图斑复判不一致、尚无裁定，不计入抽查图斑：{parcels}。请在“盲判与裁定”页裁定。",
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
    "DISCOVERY_TWICE": (
        "{file} 第 {row} 行与已有线索（编号、日期、位置相同）重复，未再导入。",
        "{file}, row {row} is there already (same number, day and place); not brought in again.",
    ),
}
