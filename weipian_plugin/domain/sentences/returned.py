"""Sentences of what comes back: tables that were edited, reviewers' lists, and what of them cannot be taken."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

RETURNED: Dict[str, Sentence] = {
    "RETURNED_PASSWORD": (
        "{file} 有打开密码：请在 Excel 或 WPS 中取消密码、另存为 .xlsx 后重新导回。",
        "{file} is protected by a password: save it without one as .xlsx and take it back again.",
    ),
    "RETURNED_OLD_FORMAT": (
        "{file} 是旧格式（.xls）或不是表格：请用 Excel 或 WPS 打开，另存为 .xlsx 后重新导回。",
        "{file} is in the old format (.xls), or no table: open it, save it as .xlsx and take it back again.",
    ),
    "RETURNED_NO_TABLE": (
        "{file} 不是 Excel 工作簿：请用 Excel 或 WPS 打开核对，另存为 .xlsx（或 CSV）后重新导回。",
        "{file} is no Excel workbook: look at it in Excel or WPS, save it as .xlsx (or CSV) and take it back again.",
    ),
    "RETURNED_TOO_LARGE": (
        "{file} 解压后过大（超过 {limit} MB，或压缩比异常），未读取：请只保留要导回的一个工作表，另存为 .xlsx。",
        "{file} is too large unpacked (over {limit} MB, or packed suspiciously well) and was not read: keep only the sheet that comes back.",
    ),
    "RETURNED_UNKNOWN": (
        "{file} 里没有认得的表：既没有本表的代码行或栏目名，也没有“图斑编号”和“审核结果”一类的栏。现有工作表 {sheets}，请核对文件，或改选“审核清单”指定各栏。",
        "{file} holds no table that is known here: neither codes or headings of ours, nor columns like 图斑编号 and 审核结果. Its sheets: {sheets}. Check the file, or read it as a reviewers' list and say which column is which.",
    ),
    "RETURNED_NOT_TAKEN": (
        "{file} 是“{form}”：该表由其他记录汇总而成，不从表里导回。请在查处整改、问责测算等窗口修改原记录。",
        "{file} is “{form}”, which is made up from other records and is not taken back: change the records themselves.",
    ),
    "RETURNED_NO_NUMBERS": (
        "{file} 的“{form}”没有编号列（{codes}），认不出各行是哪个图斑：请保留编号列。",
        "{file}: “{form}” has lost its column of numbers ({codes}); whose rows they are cannot be told: keep that column.",
    ),
    "RETURNED_OF_ANOTHER": (
        "{file} 的 {count} 行没有一个编号在本工作库：是其他县或其他批次的表，未导回。第一个编号：{first}。",
        "None of the {count} rows of {file} is in this workspace: it is of another county or batch. First number: {first}.",
    ),
    "RETURNED_LIST_COLUMNS": (
        "{file} 中没有认出{roles}的栏：请指定是哪一栏。现有栏目：{headings}。",
        "{file}: no column was recognised for {roles}: say which it is. There are: {headings}.",
    ),
    "RETURNED_OPEN": (
        "{file} 正在 Excel 或 WPS 中打开：读到的是上一次保存的内容，没有保存的修改不在其中。",
        "{file} is open in another program: what was saved last is read, unsaved changes are not in it.",
    ),
    "RETURNED_WITHOUT_STATE": (
        "表中没有数据状态（“说明”表被删，或为 CSV）：只能与现在的工作库比较，制表以后在这里改过的也会列为不同，请逐个核对。",
        "The table does not say of which state it is (no sheet 说明, or a CSV): it is held against the workspace as it is now, and what was changed here since shows as a difference too.",
    ),
    "RETURNED_OTHER_STATE": (
        "表中的数据状态不属于本工作库（由其他副本制表，或其后有图斑被隔离）：只能与现在的工作库比较，请逐个核对。",
        "The state the table names is none of this workspace (written from another copy, or a patch was set apart since): it is held against the workspace as it is now.",
    ),
    "RETURNED_COLUMNS_UNKNOWN": (
        "{count} 个栏不属于本表，未读取：{headings}。",
        "{count} columns are none of this table and were not read: {headings}.",
    ),
    "RETURNED_BY_HEADINGS": (
        "代码行已删，各栏按栏目名认出 {count} 栏。",
        "The row of codes is gone; {count} columns were recognised by their headings.",
    ),
    "RETURNED_MORE_UNKNOWN": (
        "编号不在本工作库的行很多，只列出前 {listed} 行，另有 {count} 行：表中可能还有其他县或其他批次。",
        "Many rows are of patches that are not here; the first {listed} are listed, another {count} are not: the table may hold other counties or batches too.",
    ),
    "RETURNED_ROWS_MISSING": (
        "本工作库有 {count} 个图斑不在表中（未列入或被删行），不受影响。",
        "{count} patches of this workspace are not in the table (not listed, or their rows deleted); nothing of them changes.",
    ),
    "RETURNED_NUMBER_LOST": (
        "编号“{value}”被 Excel 当作数字，15 位以后的数字已丢失，无法知道是哪个图斑，没有猜测：请将该列设为“文本”后重新填写。",
        "The number “{value}” was turned into a figure by Excel and has lost its digits after the 15th; which patch it is cannot be known and was not guessed: make the column text and enter it again.",
    ),
    "RETURNED_NUMBER_UNKNOWN": (
        "编号 {value} 不在本工作库：请核对是否输错，或属于其他批次。",
        "{value} is not in this workspace: check it, or it is of another batch.",
    ),
    "RETURNED_NUMBER_MISSING": (
        "这一行没有编号，不知道是哪个图斑：请补填编号。",
        "This row has no number: which patch it is cannot be told.",
    ),
    "RETURNED_NUMBER_TWICE": (
        "编号 {value} 在表中出现多次（第 {rows} 行），不知以哪行为准，各行均未采用：请只留一行。",
        "{value} stands in the table several times (rows {rows}); none of them is taken: keep one.",
    ),
    "RETURNED_NUMBERS_DISAGREE": (
        "图斑编号与地块编号不是同一个图斑：{value}。请核对这一行。",
        "Patch and parcel number are not of the same patch: {value}. Check this row.",
    ),
    "RETURNED_NUMBER_OF_SEVERAL": (
        "图斑 {value} 已分割为 {count} 个地块，只有图斑编号不知是哪一个：请在窗口中逐个修改。",
        "Patch {value} was split into {count} parcels; its number alone does not tell which: change them one by one here.",
    ),
    "RETURNED_SET_APART": (
        "这一行的图斑按机要程序处理，不在这里：其内容未读取，也未留存。",
        "The patch of this row follows the classified procedure and is not here: nothing of it was read or kept.",
    ),
    "RETURNED_CLASSIFIED": (
        "填的是军用、涉密情形：这样的图斑不从表里导回，请在判读面板将其隔离。",
        "It says military or classified: such a patch is not taken from a table; set it apart in the interpretation dock.",
    ),
    "RETURNED_NO_VALUE": (
        "单元格是没有结果值的公式，未读取：请在 Excel 或 WPS 中打开、重算并保存后重新导回。",
        "The cell is a formula without a stored result: open it, let it calculate, save it and take it back again.",
    ),
    "RETURNED_CELL_ERROR": (
        "单元格是公式错误“{value}”：请改正后重新导回。",
        "The cell shows the formula error “{value}”: correct it and take the table back again.",
    ),
    "RETURNED_MERGED": (
        "单元格被合并，合并后原来的内容已丢失，不知是清空还是与左格相同：请取消合并后填写。",
        "The cell was merged and what it said is lost: unmerge it and say what it shall be.",
    ),
    "RETURNED_DIGITS_LOST": (
        "“{value}”被 Excel 当作数字，15 位以后的数字已丢失：请将单元格设为“文本”后重新填写。",
        "“{value}” was turned into a figure by Excel, digits after the 15th are lost: make the cell text and enter it again.",
    ),
    "RETURNED_NOT_READ": (
        "“{value}”不是该栏应有的内容（{kind}）：请改正后重新导回。",
        "“{value}” is no value for this column ({kind_en}): correct it and take the table back again.",
    ),
    "RETURNED_NEGATIVE": (
        "“{value}”小于零：请核对。",
        "“{value}” is below zero: check it.",
    ),
    "RETURNED_NO_CODE": (
        "“{value}”不在代码表中。可填：{terms}。",
        "“{value}” is not in the code list. It may be: {terms}.",
    ),
    "RETURNED_TOO_LONG": (
        "有 {count} 个字，该栏最多 {length} 个字：请缩短。",
        "It has {count} characters, the column takes {length}: shorten it.",
    ),
    "RETURNED_MEASURED": (
        "面积由套合测算得出，不从表里改。认为不对的，请检查图层或地块范围后重新测算。",
        "The area is measured, and not changed from a table. Where it is wrong, check the layers or the parcel and measure again.",
    ),
    "RETURNED_MEASURED_SINCE": (
        "面积由套合测算得出，不从表里改；制表以后这里重新测算过，不同可能由此而来。",
        "The area is measured, and not changed from a table; it was measured again since the table was written.",
    ),
    "RETURNED_ISSUED": (
        "这是下发的信息，不从表里改：下发有误的，请向下发单位反映。",
        "This was issued and is not changed from a table: tell the issuing office where it is wrong.",
    ),
    "RETURNED_SIGNATURE": (
        "签字只能由本人在判读面板上签，不从表里导回。",
        "A signature is given by a person in the interpretation dock, never from a table.",
    ),
    "RETURNED_COMPUTED": (
        "“{form}”由系统计算，不从表里取回：这一格与现在计算的不同（被改动，或范围、状态与现在不同），请修改原记录后重新生成。",
        "“{form}” is computed and not taken back: this cell differs from what is computed now (it was edited, or the scope or state was another). "
        "Change the records and make the table again.",
    ),
    "RETURNED_ACT_MISSING": (
        "本行违法图斑尚未登记违法行为（附表4），不能填入：请先在查处整改窗口登记。",
        "No act (附表4) is registered for this violation yet: register it first.",
    ),
    "RETURNED_PART_MISSING": (
        "这个违法行为尚未登记整改，不能填入：请先在查处整改窗口登记一部分整改。",
        "No rectification of this act is registered yet: register a part of it first.",
    ),
    "RETURNED_ROWS_TOO_MANY": (
        "违法行为 {value} 登记了 {count} 部分整改，表中多出本行：请先在查处整改窗口登记。",
        "{count} parts of rectification are registered of the act {value}; this row is one more: register it first.",
    ),
    "RETURNED_DERIVED": (
        "这一栏由其他记录得出，不从表里改：请在查处整改等窗口修改原记录。",
        "This column follows from other records: change them in their own window.",
    ),
    "RETURNED_PARTS": (
        "这个违法行为有 {count} 部分整改，本栏是汇总：请在查处整改窗口逐部分修改。",
        "This act has {count} parts of rectification and the column sums them up: change them part by part.",
    ),
    "RETURNED_ON_SITE": (
        "实际地块已经画出，面积由图形得出：请在地图上修改实际地块。",
        "The actual parcel is drawn and its area follows from it: change it on the map.",
    ),
    "RETURNED_CHANGED_IN_BOTH": (
        "制表以后这里也改过：制表时为“{base}”，现在为“{now}”。请逐个决定。",
        "It was changed here too since the table was written: it was “{base}” then and is “{now}” now. Decide one by one.",
    ),
    "RETURNED_REFUSED_BEFORE": (
        "{by} 已于 {on} 决定不采用同样的修改。",
        "{by} refused the same change on {on}.",
    ),
    "RETURNED_NEEDS_FIRST": (
        "要先采用“{field}”，这一栏才有意义。",
        "It means something only once “{field}” is accepted.",
    ),
    "RETURNED_NOT_APPLICABLE": (
        "只在“{field}”时才填，而这一行不是：未采用。",
        "It is only filled in where “{field}”, which this row does not say: not taken.",
    ),
    "RETURNED_CHARACTERS_LOST": (
        "“{value}”中有 GBK 编码没有的字，在 CSV 中已成“〓”：请用 .xlsx 导回，或在窗口中修改。",
        "“{value}” had characters that GBK does not know, now “〓”: bring it back as .xlsx, or change it here.",
    ),
    "RETURNED_OVERTAKEN": (
        "{label} 的“{field}”刚才在这里改过，没有采用：请看新的对照后再决定。",
        "“{field}” of {label} was changed here just now and was not taken: look at the new comparison.",
    ),
    "RETURNED_NOT_TOGETHER": (
        "涉及违法判定的不能成批采用：请逐个采用（{count} 处）。",
        "What concerns a violation is not accepted in bulk: accept it one by one ({count}).",
    ),
    "RETURNED_NO_RESULT": (
        "看不出是通过还是退回（“{value}”）：请在清单中写明审核结果。",
        "Whether it passed or was sent back cannot be told (“{value}”): have the result written.",
    ),
    "RETURNED_NO_REASON": (
        "退回而没有写明原因：请补充退回原因（退回必须有理由）。",
        "It was sent back without a reason: have it written.",
    ),
    "RETURNED_NO_LEVEL": (
        "不知是市级还是省级审核：请在上方选择审核层级。",
        "Whether city or province audited is not said: choose the level above.",
    ),
    "RETURNED_SAME_AGAIN": (
        "与第 {round} 轮的意见相同，而县级已经答复：是同一次审核，还是又退回一次，请逐个决定。",
        "It says what round {round} said, which the county has answered: the same audit, or sent back again? Decide one by one.",
    ),
    "RETURNED_NOT_SIGNED": (
        "这个图斑在这里还没有签字，却已有审核结果：请核对是否为同一工作库上报的。",
        "The patch is not signed here, yet there is an audit of it: check that it was handed in from this workspace.",
    ),
    "RETURNED_PASSES_ILLEGAL": (
        "这一行要通过的是违法图斑，不成批采用：请打开图斑看过，再单独采用这一行。",
        "This row passes a violation and is not accepted with others: open the patch and look at it, then accept this row "
        "by itself.",
    ),
    "RETURNED_DAY_NOT_READ": (
        "审核时间“{value}”读不出：请改正。",
        "The date “{value}” cannot be read: correct it.",
    ),
    "RETURNED_FORMULAS": (
        "表中有公式：采用的是保存时的结果值，公式本身不读取。",
        "There are formulas: their stored results are read, never the formulas.",
    ),
}
