"""Sentences of what goes between offices: packages, their keys, what of them cannot be let in, what is to be told."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

OFFICES: Dict[str, Sentence] = {
    "OFFICE_NOT_READABLE": (
        "{file} 打不开：{detail}。请检查文件是否在、是否有读取权限后重试。",
        "{file} cannot be opened: {detail}. Check that it is there and may be read, and try again.",
    ),
    "OFFICE_NO_PACKAGE": (
        "{file} 不是成果包，或传输时被截断：未读取任何内容。请向报送单位索取完整文件（.wpk），核对文件大小后重试。",
        "{file} is no package, or was cut off on its way: nothing was read. Ask the office for the whole file (.wpk), and compare its size.",
    ),
    "OFFICE_MEMBER_MISSING": (
        "{file} 中缺少 {member}：包被改动或重新压缩过，未合并。请向报送单位索取原文件。",
        "{file} lacks {member}: it was changed or packed anew, and is not merged. Ask the office for the file as it was made.",
    ),
    "OFFICE_MEMBER_UNLISTED": (
        "{file} 中多出清单以外的 {member}：包被改动过，未合并。请向报送单位索取原文件。",
        "{file} holds {member}, which its list does not name: it was changed, and is not merged. Ask the office for the file as it was made.",
    ),
    "OFFICE_MEMBER_DOUBLE": (
        "{file} 中 {member} 出现两次：包被改动过，未合并。请向报送单位索取原文件。",
        "{file} holds {member} twice: it was changed, and is not merged. Ask the office for the file as it was made.",
    ),
    "OFFICE_DAMAGED": (
        "{file} 已损坏：{member} {place}与制作时不一致，未合并。请向报送单位重新索取。",
        "{file} is damaged: {member} {place_en} is not what was written; nothing of it is merged. Ask the office to send it again.",
    ),
    "OFFICE_NOT_AS_MADE": (
        "{file} 的内容完好，但文件本身不是制作时的样子（解压后重新压缩、改名或个别字节损坏），未合并。请使用原文件。",
        "{file} holds what it should, but the file is not as it was made (packed anew, or a byte was damaged), and is not merged. Use the original file.",
    ),
    "OFFICE_TOO_LARGE": (
        "{file} 解压后过大或压缩比异常，未读取。请向报送单位核实；图斑很多时按批次分别制作。",
        "{file} is too large unpacked, or packed suspiciously well, and was not read. Ask the office; with very many patches make a package for each batch.",
    ),
    "OFFICE_FORGED": (
        "{file} 的签名与“{key}”的密钥不符：内容在签名后被改动，或签名是伪造的，未合并。请与报送单位核实。",
        "{file}: the signature is not that of the key “{key}”: it was changed after it was signed, or the signature is forged; nothing is merged. Ask the office.",
    ),
    "OFFICE_NEWER": (
        "{file} 由更新版本的插件制作（格式 {found}），本版本不能读取。请先升级插件。",
        "{file} was made by a later version of the plugin (form {found}). Update the plugin first.",
    ),
    "OFFICE_SCHEMA_NEWER": (
        "{file} 的工作库版本是 {found}，本机只认到 {known}：未合并。请先升级插件，再合并。",
        "{file} comes from a workspace of version {found}; this plugin knows up to {known}. Update the plugin, then merge.",
    ),
    "OFFICE_SCHEMA_OLDER": (
        "报送单位的插件较旧（工作库版本 {found}，本机 {known}）：可以合并，请提醒对方升级。",
        "The office uses an older version (workspace {found}, here {known}): it can be merged; ask them to update.",
    ),
    "OFFICE_CLASSIFIED": (
        "{file} 含不应在本包中的涉密内容：整包拒收，未读取，也未留存。请按保密规定处置该文件，并通知报送单位按隔离程序处理后重新制作。",
        "{file} holds classified matter that must not be in it: it is refused as a whole, nothing of it is kept. Treat the file as the rules on secrecy demand; the office is to make it anew.",
    ),
    "OFFICE_UNSIGNED": (
        "“{office}”的成果包没有签名：只能保证没有损坏，不能保证由该单位制作。",
        "The package of “{office}” is not signed: it is undamaged, but nothing proves who made it.",
    ),
    "OFFICE_KEY_UNKNOWN": (
        "“{office}”的成果包用密钥“{key}”签名，本机没有这把密钥，无法核验。请向该单位取得密钥文件后再核验。",
        "The package of “{office}” is signed with the key “{key}”, which is not known here and cannot be checked. Get the office's key file.",
    ),
    "OFFICE_KEY_OF_ANOTHER": (
        "成果包写的是“{office}”，签名却是“{key}”的密钥：请核实是谁制作的。",
        "The package says “{office}”, but it is signed with the key of “{key}”: ask who made it.",
    ),
    "OFFICE_KEY_FILE": (
        "{file} 不是密钥文件，或已损坏。请重新选择（.wpkey）。",
        "{file} is no key file, or is damaged. Choose another (.wpkey).",
    ),
    "OFFICE_KEY_EXISTS": (
        "{file} 已存在：不覆盖密钥，否则以前签名的包无法核验。请换一个名称。",
        "{file} is there already: a key is never overwritten, or packages signed with it could not be checked. Choose another name.",
    ),
    "OFFICE_KEY_PLACE": (
        "密钥不能放在 {folder}：该目录随工作库或成果包流转。请另选一个只有本人能看到的位置。",
        "A key must not be kept in {folder}: that folder travels with the workspace. Choose a place that only you can see.",
    ),
    "OFFICE_NO_FILES": (
        "没有可合并的成果包：请选择 .wpk 文件，或放有成果包的文件夹。",
        "There is no package to merge: choose .wpk files, or a folder with some.",
    ),
    "OFFICE_SIGNATURE_WANTED": (
        "{file} 没有用已知密钥签名，按要求未合并。请向“{office}”取得密钥，或请其签名后重新报送。",
        "{file} is not signed with a known key and is not merged, as was wished. Get the key of “{office}”, or a signed package.",
    ),
    "OFFICE_UNPROVED": (
        "{file} 写的是“{office}”，本机有该单位的密钥，包却没有用它签名：可能是冒名的，未合并。请与该单位核实；确认后勾选“未签名的也合并”（命令行 UNPROVED=true）再合并。",
        "{file} says “{office}”, whose key is known here, and is not signed with it: it may be another's and is not merged. Ask the office; once sure, tick “take unsigned ones too” (command line: UNPROVED=true) and merge again.",
    ),
    "OFFICE_NAME_EMPTY": (
        "请填写单位名称。",
        "Say which office it is.",
    ),
    "OFFICE_SIGNER_EMPTY": (
        "签发成果包需要签发人姓名和日期。",
        "To sign a package off, give the person's name and the date.",
    ),
    "OFFICE_NOTHING": (
        "所选范围内没有图斑，未制作成果包。请重新选择批次、县区或地块。",
        "There is no patch in what was chosen; no package was made. Choose other batches, counties or parcels.",
    ),
    "OFFICE_PROFILE_CONTRADICTS": (
        "{file} 中批次“{batch}”的政策口径是 {found}，这里同一批次是 {known}：判定依据不同，不能合并。请先统一口径。",
        "{file}: the batch “{batch}” is judged by the profile {found} there and by {known} here; it is not merged. Agree on one profile first.",
    ),
    "OFFICE_OTHER_PROFILE": (
        "包内批次的政策口径是 {found}，本工作库没有用过这个口径：请核对是否为同一任务。",
        "Its batches are judged by the profile {found}, which no batch here is judged by: check that it is the same task.",
    ),
    "OFFICE_OTHER_YEAR": (
        "包内批次下发于 {found} 年，本工作库的批次是 {known} 年：请核对年度。",
        "Its batches were issued in {found}, those here in {known}: check the year.",
    ),
    "OFFICE_FOREIGN_PATCHES": (
        "{file} 有 {count} 个图斑不属于 {county}（{found}）：请选“其他也合并”或“其他不合并”。",
        "{file} has {count} patches outside {county} ({found}): choose “take others too” or “leave others out”.",
    ),
    "OFFICE_FOREIGN_TAKEN": (
        "有 {count} 个图斑不属于 {county}（{found}），按所选“其他也合并”合并。",
        "{count} patches lie outside {county} ({found}) and are merged too, as was chosen.",
    ),
    "OFFICE_FOREIGN_LEFT": (
        "有 {count} 个图斑不属于 {county}（{found}），按所选“其他不合并”没有合并。",
        "{count} patches lie outside {county} ({found}) and are left out, as was chosen.",
    ),
    "OFFICE_CLOCK_BEHIND": (
        "有 {count} 条记录的时间早于图斑下发（最早 {earliest}）：对方电脑时钟可能不准。先后按记录次序，不受影响；按日期统计时请留意。",
        "{count} entries are dated before their patches were issued (earliest {earliest}): a clock there may be wrong. Their order is kept; mind figures by date.",
    ),
    "OFFICE_FILES_LEFT": (
        "有 {count} 个附件找不到，或与登记的校验值不符，未随包：{names}。",
        "{count} attachments are missing, or not what was attached, and do not go with it: {names}.",
    ),
    "OFFICE_FILES_LACK": (
        "有 {count} 个附件没有随包：记录已合并，文件请另行索取。",
        "{count} attachments did not come with it: their records are merged, ask for the files.",
    ),
}
