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
    "TEMPLATE_LOCKED": (
        "模板“{file}”读不了（{detail}）：请在 Excel 中关闭它，并检查文件权限。",
        "The template “{file}” cannot be read ({detail}): close it in Excel and check its permissions.",
    ),
    "TEMPLATE_OPEN_IN_EXCEL": (
        "模板“{file}”正在 Excel 中打开：这里读到的是上次保存的内容，改动请先保存。",
        "The template “{file}” is open in Excel: what is read here is what was saved last; save your changes first.",
    ),
    "TEMPLATE_OLD_OR_LOCKED": (
        "模板“{file}”是旧式 .xls，或设有打开密码：请在 Excel 中去掉密码，另存为 .xlsx。",
        "The template “{file}” is an old .xls or has a password: remove the password and save it as .xlsx in Excel.",
    ),
    "TEMPLATE_NO_WORKBOOK": (
        "模板“{file}”不是 Excel 工作簿（.xlsx）：请在 Excel 中另存为 .xlsx，不要只改扩展名。",
        "The template “{file}” is no Excel workbook (.xlsx): save it as .xlsx in Excel; to rename it is not enough.",
    ),
    "TEMPLATE_OF_ANOTHER": (
        "模板“{file}”的代码属于“{other}”，不是“{form}”：请换成对应的模板，或改正文件名。",
        "The codes of the template “{file}” are those of “{other}”, not of “{form}”: take the right template, or rename it.",
    ),
    "TEMPLATE_TWO_SHEETS": (
        "模板“{file}”有几个工作表带代码行：只填“{sheet}”，{others} 不填；请只留一个。",
        "Several sheets of the template “{file}” have a code row: “{sheet}” is filled, {others} not; keep one.",
    ),
    "TEMPLATE_CODE_TWICE": (
        "模板代码行中 {codes} 出现两次：只填左边一列，右边的留空；请删去多余的。",
        "The template's code row has {codes} twice: the left column is filled, the right one stays empty; remove one.",
    ),
    "TEMPLATE_FIELDS_UNPLACED": (
        "本表有 {count} 个字段在模板中没有位置，不会写出：{fields}。需要的请在代码行补上。",
        "{count} fields of the form have no place in the template and will not be written: {fields}. Add the codes you need.",
    ),
    "TEMPLATE_ROW_MERGED": (
        "模板“{file}”首个数据行（第 {row} 行）有合并单元格（{cells}），填写时会拆开：请取消合并，用列宽代替。",
        "The first data row ({row}) of the template “{file}” has merged cells ({cells}), which are taken apart: unmerge "
        "them and widen the column instead.",
    ),
    "TEMPLATE_NAME_MISSING": (
        "模板“{file}”没有名为 {name} 的单元格：{what}不会写出。需要时在 Excel“公式—名称管理器”中定义。",
        "The template “{file}” has no cell named {name}: it ({what}) will not be written. Define the name in Excel where it is wanted.",
    ),
    "TEMPLATE_NAME_UNKNOWN": (
        "模板“{file}”中的名称 {name} 不是插件会填的（{known}）：请改正名称，或自行填写。",
        "The name {name} in the template “{file}” is none that is filled ({known}): correct it, or fill the cell yourself.",
    ),
    "TEMPLATE_NAME_BROKEN": (
        "模板“{file}”的名称 {name}（{what}）指向不存在的单元格（{target}）：请在 Excel“公式—名称管理器”中重新指定。",
        "The name {name} ({what}) in the template “{file}” points nowhere ({target}): set it again in Excel's name manager.",
    ),
    "TEMPLATE_MARK_BROKEN": (
        "模板“{file}”单元格 {cell} 的占位符写坏了（“{text}”）：应为 {{}}，否则整格会被 {name} 的值替换。",
        "The placeholder in cell {cell} of the template “{file}” is broken (“{text}”): write {{}}, else the value of {name} replaces the whole cell.",
    ),
    "UNKNOWN_TABLE": (
        "没有编号为“{form}”的表：可选 {known}。",
        "There is no table “{form}”: choose among {known}.",
    ),
    "FORMAT_UNKNOWN": (
        "不会写“{format}”格式：可选 {known}。",
        "“{format}” is not a format that is written: choose among {known}.",
    ),
    "GBK_LACKS": (
        "GBK 编码没有的字符 {count} 个，已写作“〓”（{places}）：请改用 UTF-8 格式，或改正这些字。",
        "{count} characters are not in GBK and were written as “〓” ({places}): use a UTF-8 format, or correct them.",
    ),
    "TEXTS_CUT": (
        "{count} 处文字超过 shapefile 列宽，已截短（{places}）：完整内容见 Excel 或 GeoPackage。",
        "{count} texts were longer than a shapefile's column and were cut ({places}): Excel and GeoPackage have them whole.",
    ),
    "SHAPEFILE_TOO_LARGE": (
        "“{file}”有 {rows} 行 {fields} 列，超过 shapefile 的上限（255 列、2 GB）：请分批导出，或改用 GeoPackage。",
        "“{file}” has {rows} rows and {fields} columns, more than a shapefile holds (255 columns, 2 GB): export batch by "
        "batch, or use GeoPackage.",
    ),
    "PATH_TOO_LONG": (
        "“{file}”的完整路径有 {length} 个字符，超过 {longest} 个，Windows 打不开：请换一个更靠近盘符的文件夹，或缩短批次名称。",
        "The path of “{file}” has {length} characters, more than {longest}; Windows cannot open it: choose a folder nearer to the drive, "
        "or a shorter name of the batch.",
    ),
    "TABLE_NEEDS_SHAPES": (
        "{table}没有图形，不能写成 {format}：请选 Excel 或 CSV。",
        "{table} has no shapes and cannot be written as {format}: choose Excel or CSV.",
    ),
    "NOTHING_IN_PERIOD": (
        "{period} 没有下发图斑：请改选有下发的期间（{known}），或不填期间。",
        "Nothing was issued in {period}: choose a period with batches ({known}), or leave it empty.",
    ),
    "NO_SUCH_PERIOD": (
        "读不懂期间“{period}”：请写成 2023Q3（第三季度）、2023H1（上半年）或 2023（全年）。",
        "“{period}” is no period: write 2023Q3 (third quarter), 2023H1 (first half) or 2023 (the year).",
    ),
    "REVIEW_TEMPLATE_LACKS": (
        "会审模板“{file}”没有名称 {name}，不知道哪几行按地块重复。请在 Excel“公式－名称管理器”中把 {name} 定义为这些行，或删去自备模板改用插件自带的。",
        "The review template “{file}” has no name {name}, so nothing says which rows are repeated for each parcel. Define {name} over these rows "
        "(Formulas, Name Manager), or remove it to use ours.",
    ),
    "REVIEW_MARKS_UNKNOWN": (
        "会审模板“{file}”中的标记 {marks} 没有对应的内容，填写时为空：请对照自带模板改正。",
        "Nothing stands for the marks {marks} in the review template “{file}”; they stay empty: correct them as in the template we ship.",
    ),
    "REPORT_TEMPLATE_UNREADABLE": (
        "报告模板“{file}”打不开（{detail}）。请用 Word 另存为 .docx 后重试，或删去自备模板改用插件自带的。",
        "The report template “{file}” cannot be opened ({detail}). Save it as .docx in Word, or remove it to use ours.",
    ),
    "REPORT_TEMPLATE_BROKEN": (
        "报告模板“{file}”中的标记写坏了（{detail}；附近文字：{near}）。请检查成对的 {{{{ }}}} 和 {{%p for … %}} … {{%p endfor %}}，对照自带模板改正。",
        "A mark in the report template “{file}” is broken ({detail}; near: {near}). Check the pairs of {{{{ }}}} and of {{%p for … %}} … {{%p endfor %}} "
        "against the template we ship.",
    ),
    "REPORT_TEMPLATE_LACKS": (
        "报告模板“{file}”缺少必需的标记：{marks}。请对照自带模板补上。",
        "The report template “{file}” lacks required marks: {marks}. Add them as in the template we ship.",
    ),
    "REPORT_MARKS_UNKNOWN": (
        "报告模板“{file}”中的标记 {marks} 没有对应的内容，文中已注明“未知标记”：请改正（可用 {known}）。",
        "Nothing stands for the marks {marks} in the report template “{file}”; the text says so at each: correct them (known: {known}).",
    ),
    "REPORT_MARKS_UNPLACED": (
        "报告模板“{file}”没有放 {marks}，这些内容不会写出；需要时请补上。",
        "The report template “{file}” has no place for {marks}; they will not be written. Add them where they are wanted.",
    ),
}
