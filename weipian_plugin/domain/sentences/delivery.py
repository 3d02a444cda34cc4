"""Sentences of the delivery room: what writing a table can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

DELIVERY: Dict[str, Sentence] = {
    "ENDING_UNKNOWN": (
        "{file}：只能写成 {known}。请改扩展名。",
        "{file}: it is written as {known}. Choose one of these endings.",
    ),
    "TEMPLATE_UNREADABLE": (
        "模板“{file}”打不开（{detail}）。请用 Excel 另存为 .xlsx 后重试，或删去自备模板改用插件自带的。",
        "The template “{file}” cannot be opened ({detail}). Save it as .xlsx in Excel, or remove it to use ours.",
    ),
    "TEMPLATE_WITHOUT_CODES": (
        "模板“{file}”中找不到字段代码行（应有一行写着 JCBH、DKBH 等代码）。请对照自带模板补上这一行。",
        "The template “{file}” has no row of field codes (JCBH, DKBH, …). Add that row as in the template we ship.",
    ),
    "TEMPLATE_LACKS_FIELDS": (
        "模板“{file}”缺少必需的列：{fields}。请在代码行补上这些代码。",
        "The template “{file}” lacks required columns: {fields}. Add their codes to the code row.",
    ),
    "TEMPLATE_CODES_UNKNOWN": (
        "模板代码行中的 {codes} 不是已知字段，这些列未填：请改正代码，或自行填写。",
        "The template's code row has {codes}, which are no fields; these columns were left alone: correct the codes, or "
        "fill them yourself.",
    ),
    "ROWS_NOT_MEASURED": (
        "{count} 个地块未套合，面积栏留空：请先套合再导出（没有图形的地块无从套合）。",
        "{count} parcels were not measured and have no areas: run the overlay, then export again (without a shape there is nothing "
        "to measure).",
    ),
    "ROWS_NOT_BALANCED": (
        "{count} 个地块的地类面积之和超过地块面积，未作平差（{parcels}）：请检查地类图层是否自相重叠。",
        "The classes of {count} parcels add up to more than the parcel, so they were not balanced ({parcels}): check "
        "whether the land-class layer overlaps itself.",
    ),
    "OUTPUT_NOT_WRITABLE": (
        "写不了“{file}”（{detail}）。请检查文件夹是否只读、磁盘（含系统临时文件夹）是否已满、文件是否正在 Excel 中打开，"
        "然后重试；原有文件未动。",
        "“{file}” cannot be written ({detail}). Check that the folder is writable, the disk (and that of the temporary "
        "folder) not full and the file not open in Excel, then try again; what was there is untouched.",
    ),
}
