"""Sentences of the workspace room: what the working database can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

WORKSPACE: Dict[str, Sentence] = {
    "WORKSPACE_EXISTS": (
        "{file} 已存在：请另选文件名，或直接打开它。", "{file} exists already: choose another name, or open it."),
    "WORKSPACE_NAME": (
        "工作库的文件名须以 .gpkg 结尾，{file} 不是：请改一个文件名。",
        "A workspace is a .gpkg file, {file} is not named so: choose another name.",
    ),
    "WORKSPACE_MISSING": (
        "找不到工作库 {file}：请检查路径，或新建一个。", "There is no workspace {file}: check the path, or create one.",
    ),
    "NOT_A_WORKSPACE": (
        "{file} 不是卫片判读的工作库，或文件已损坏（{detail}）：请选择由本插件建立的 .gpkg 文件，或恢复备份。",
        "{file} is no workspace of this plugin, or is damaged ({detail}): choose a .gpkg made by it, or a backup.",
    ),
    "WORKSPACE_NEWER": (
        "工作库 {file} 由更新版本的插件建立（结构版本 {found}，本插件只认识到 {known}）：请升级插件后再打开。",
        "{file} was made by a newer plugin (schema {found}, this one knows up to {known}): update the plugin.",
    ),
    "WORKSPACE_OLDER_HELD": (
        "工作库 {file} 需要先升级结构，但目前不能写入（{holder}）：请关闭占用它的窗口后重新打开。",
        "{file} has to be brought up to date but cannot be written ({holder_en}): close the other window and open again.",
    ),
    "WORKSPACE_READ_ONLY": (
        "工作库 {file} 正由 {holder} 编辑，本窗口只能查看：请在那个窗口继续，或关闭它后在本窗口再选一次这个工作库。",
        "{holder_en} is writing {file}, this window may only look: go on there, or close it and choose the workspace here "
        "again.",
    ),
    "WORKSPACE_FREE_AGAIN": (
        "编辑 {file} 的窗口已经关闭，本窗口现在转为可以保存。刚才的操作没有保存：请再做一次。",
        "The window that was writing {file} has gone, and this one may write from now on. What was just done was not "
        "saved: do it again.",
    ),
    "WORKSPACE_NOT_WRITABLE": (
        "{file} 不能写入：请检查文件和文件夹是否只读、是否有写权限，或换一个文件夹。",
        "{file} cannot be written: see whether file or folder are read-only, or take another folder.",
    ),
    "WORKSPACE_DISK_FULL": (
        "磁盘已满，{file} 未作改动：请腾出空间后重试。",
        "The disk is full and {file} unchanged: make room and try again.",
    ),
    "WORKSPACE_BUSY": (
        "{file} 正被其他程序占用，未作改动：请关闭其他打开它的程序后重试。",
        "{file} is in use by another program and unchanged: close that program and try again.",
    ),
    "WORKSPACE_BEING_WRITTEN": (
        "{file} 正由另一窗口写入，此刻读不到：写完后这里会自动重新显示。若一直如此，该窗口可能已意外退出：请重新打开工作库。",
        "{file} is being written by the other window and cannot be read just now: it is shown again by itself. If that "
        "lasts, the other window was killed: open the workspace again.",
    ),
    "WORKSPACE_IO": (
        "读写 {file} 失败（{detail}），未作改动：请检查磁盘或网络位置后重试。",
        "{file} could not be read or written ({detail}) and is unchanged: check the disk or network and try again.",
    ),
    "WORKSPACE_CLOSED": ("工作库 {file} 已关闭：请重新打开。", "{file} is closed: open it again."),
    "WORKSPACE_CRS": (
        "不认识坐标系 {crs}：请选择 CGCS2000 的投影坐标系，例如 EPSG:4525。",
        "The coordinate system {crs} is unknown: choose one of CGCS2000, such as EPSG:4525.",
    ),
    "WORKSPACE_GEOMETRY": (
        "图斑 {jcbh} 的图形不是可用的面（{detail}）：请检查下发数据后重新导入。",
        "The shape of patch {jcbh} is no usable polygon ({detail}): check what was issued and import again.",
    ),
    "DUPLICATE_ID": (
        "有 {count} 个监测编号重复（{jcbh}）：请与下发单位核对后重新导入。",
        "{count} patch ids occur twice ({jcbh}): ask the issuer and import again.",
    ),
    "REISSUE_UNDECIDED": (
        "有 {count} 个图斑再次下发且内容不同（{jcbh}）：请先逐个选择保留原有还是替换，再导入。",
        "{count} patches were issued again and differ ({jcbh}): decide for each to keep or to replace, then import.",
    ),
    "IMPORT_CHANGED_NOTHING": (
        "此前已导入同样的内容（{count} 个图斑相同），工作库未作改动。",
        "The same was imported before ({count} identical patches); nothing was changed.",
    ),
    "UNKNOWN_BATCH": ("工作库中没有批次 {batch}：请刷新后重试。", "There is no batch {batch}: refresh and try again."),
    "UNKNOWN_PARCEL": (
        "工作库中没有地块 {parcel}：请刷新后重试。", "There is no parcel {parcel}: refresh and try again.",
    ),
    "PARCEL_CLOSED": (
        "地块 {parcel} 已被新下发的图斑取代或已隔离，不能再判定：请选择其他地块。",
        "Parcel {parcel} was replaced by a newer patch or quarantined and is not judged here: choose another.",
    ),
    "UNKNOWN_FIELD": (
        "没有名为 {field} 的判定字段：请核对字段代码。", "There is no answer named {field}: check the field's code."),
    "NOT_COMPLETE": (
        "初判尚不完整，不能签：还缺 {missing}。",
        "The draft is not complete and cannot be signed: {missing} missing.",
    ),
    "SIGNER_MISSING": (
        "没有确认人，不能签：请先在设置中填写姓名。", "Nobody signs: enter the operator's name in the settings."),
    "BASIS_UNKNOWN": (
        "确认依据“{basis}”不在代码表中：请选择 {known}。", "“{basis}” is no known basis: choose one of {known}."),
    "ON_SITE_NEEDED": (
        "判定为违法须有实地核查记录：请填写核查意见和核查负责人（矿产为盖章的现场核实表），或附现场照片，或写明理由。",
        "A violation needs an on-site record: enter the opinion and who answers for it (for mining the stamped form), or "
        "attach a photo, or give a reason.",
    ),
    "ERRORS_WANT_REASON": (
        "有 {count} 项校验未通过（{checks}），未签字：请改正，或写明理由后再签；理由和这些问题随签字一并保存。",
        "{count} checks do not pass ({checks}) and nothing was signed: settle them, or give a reason, which is kept with "
        "the signature and with what was found.",
    ),
    "NEVER_RIGHT": (
        "校验 {checks} 所指的内容自相矛盾，或属涉密，有理由也不能签：{found}",
        "What {checks} found contradicts itself, or is classified, and is not signed for any reason: {found}",
    ),
    "SUBJECT_UNKNOWN": (
        "没有名为 {subject} 的判定对象：土地为 land，矿产为 mineral。",
        "There is no subject {subject}: land or mineral are judged.",
    ),
    "CORRECTION_OPEN": (
        "该地块正在容错纠错（反馈文号 {number}，{office}），不能签：请待业务机构反馈，登记核实结论后再签；期限照常计算。",
        "A correction of this parcel is open (letter {number}, {office}) and it cannot be signed: enter what the office "
        "found, then sign. Time limits run on.",
    ),
    "UNKNOWN_RECORD_KIND": (
        "没有“{kind}”这类记录：请从 {known} 中选择。", "There is no kind of record {kind}: choose one of {known}."),
    "UNKNOWN_RECORD": (
        "工作库中没有这条{kind}记录（{record}）：请刷新后重试。",
        "There is no such record ({kind}, {record}): refresh and try again.",
    ),
    "RECORD_IN_USE": (
        "这条{kind}下还有 {count} 条记录，不能删除：请先删除它们，或改为属于其他违法行为。",
        "{count} records belong to this one ({kind}); it is not taken away: remove them first, or give them another act.",
    ),
    "RECORD_VALUE": (
        "“{name}”（{field}）的值“{value}”不能用：请按该字段的类型或代码表填写，未保存。",
        "“{value}” cannot be the value of {field} ({name}): enter what its type or code list allows. Nothing was saved.",
    ),
    "RECORD_PARCELS": (
        "{kind}记录须且只能属于一个地块，现为 {count} 个：请逐个登记，未保存。",
        "A record of this kind ({kind}) belongs to one parcel, not to {count}: enter them one by one. Nothing was saved.",
    ),
    "ANSWER_IS_CLASSIFIED": (
        "军用、涉密图斑不作判定，未保存：请用“隔离”把它移入隔离库，按机要程序处理。",
        "Military and classified patches are not judged here and nothing was saved: move it to quarantine.",
    ),
    "UNDO_OVERTAKEN": (
        "不能撤销：{actor} 的上一步之后，该地块已被他人改动，请直接修改。",
        "Cannot undo: someone has changed the parcel since {actor}'s last step; change it directly.",
    ),
    "ATTACHMENT_UNREADABLE": (
        "附件 {file} 无法读取（{detail}）：请检查文件是否存在、是否被占用后重试。",
        "The attachment {file} cannot be read ({detail}): see whether it is there and free, then try again.",
    ),
    "ATTACHMENT_NOT_KEPT": (
        "附件不能存入 {file}（{detail}），未登记：请检查磁盘空间和写权限后重试。",
        "The attachment cannot be kept in {file} ({detail}) and was not entered: make room, or see about permissions.",
    ),
    "NOT_A_TRAINING_WORKSPACE": (
        "{file} 不是培训工作库，培训内容不写入：请在“培训”窗口中新建。",
        "{file} is no training workspace and takes nothing of a training: make one in the Training window.",
    ),
    "PASSWORD_IN_SOURCE": (
        "数据库连接 {source} 中写有密码，不保存：工作库会转交他人。请去掉密码，改存于 .pgpass 或 pg_service.conf 后再试。",
        "The connection {source} carries its password and is not kept: a workspace is handed on. Take the password out, "
        "put it into .pgpass or pg_service.conf, and try again.",
    ),
    "OFFICE_STATE_FORMAT": (
        "这份数据不是工作库之间交换的成果：请向报送单位索取由本插件生成的成果包。",
        "This is no state that workspaces hand each other: ask the office for a package made by this plugin."),
    "OFFICE_STATE_NEWER": (
        "成果包由更新版本的插件生成（结构版本 {found}，本插件只认识到 {known}），未合并：请升级插件后再合并。",
        "The package was made by a newer plugin (schema {found}, this one knows up to {known}) and was not merged: "
        "update the plugin and merge again."),
    "OFFICE_STATE_MORE": (
        "{office} 的插件较新：{fields} 本机不认识，未读入，其余内容照常合并。要修改带有这些内容的记录，请先升级插件。",
        "{office} uses a newer plugin: {fields} is not known here and was left out, everything else is merged. Update "
        "the plugin before you change records that have it."),
    "OFFICE_STATE_TRAINING": (
        "培训工作库与正式工作库不能互相合并，未作改动：请核对成果包和当前打开的工作库。",
        "A training workspace and a real one are never merged; nothing was changed: look which package and which "
        "workspace these are."),
    "OFFICE_STATE_UNKNOWN": (
        "成果包中表 {table} 第 {row} 行有本插件不认识的内容（{what}），整包未合并：请请对方用相同版本的插件重新生成。",
        "Table {table} of the package has in row {row} what this plugin does not know ({what}); nothing was merged: "
        "ask the office to make it again with the same version of the plugin."),
    "OFFICE_STATE_CODE": (
        "成果包中表 {table} 第 {row} 行的 {field} 值“{value}”不在代码表中，整包未合并：请请对方更正后重新生成。",
        "Table {table} of the package has in row {row} the value “{value}” of {field}, which is no code of its list; "
        "nothing was merged: ask the office to correct it and make the package again."),
    "OFFICE_STATE_ROW": (
        "成果包的内容不能合并（表 {table} 第 {row} 行，{detail}），未作改动：请请对方重新生成成果包。",
        "The package cannot be merged (table {table}, row {row}: {detail}), nothing was changed: ask the office to "
        "make it again."),
    "OFFICE_STATE_CLASSIFIED": (
        "成果包含有不得外传的图斑，整包未合并：请请对方将其隔离后重新生成，并按保密规定处理收到的文件。",
        "The package has patches that may not be handed on; nothing was merged: ask the office to set them apart and "
        "make it again, and treat the file you received by the rules of secrecy."),
    "EVENTS_OF_THE_FUTURE": (
        "有 {count} 条记录的时间在未来（最晚 {latest}）：对方计算机的时钟可能不准；先后次序不受影响，请提醒对方校时。",
        "{count} events are of the future (the latest {latest}): a clock there is wrong. Their order does not rest on "
        "it; ask that office to set its clock."),
    "ACTOR_IN_TWO_OFFICES": (
        "有 {count} 个姓名在不止一个单位的工作库中出现（{names}）：历史记录以工作库区分，请核对是否同一人。",
        "{count} names are known of more than one office's workspace ({names}): events are told apart by workspace; "
        "see whether it is the same person."),
    "PATCHES_SET_APART_HERE": (
        "有 {count} 个图斑在本工作库已隔离，未合并：无须处理。",
        "{count} patches are set apart in this workspace and were left out: nothing is to be done."),
    "WORDS_OF_A_LEVEL": (
        "有 {count} 项{level}审核或影像复核出自“{office}”的工作库（该单位层级：{theirs}），未经认可不生效："
        "请在“冲突”中逐项裁定是否认可。",
        "{count} audits or image checks in the name of {level} were made in the workspace of “{office}” (its level: "
        "{theirs}); they do not count until a person says so: decide under Conflicts."),
    "WORDS_OF_AN_OFFICE_TO_COME": (
        "有 {count} 项{level}审核或影像复核出自“{office}”的工作库，该单位层级未知，未经认可不生效："
        "请先合并该单位自己的成果包（写明层级后自动生效），收不到的再在“冲突”中裁定是否认可。",
        "{count} audits or image checks in the name of {level} were made in the workspace of “{office}”, which has not "
        "said its level; they do not count until a person says so: merge that office's own package first (once it says "
        "its level they count by themselves), and decide under Conflicts only where none comes."),
    "WORDS_OF_AN_UNKNOWN_OFFICE": (
        "有 {count} 项{level}审核或影像复核出自尚未收到其成果包的单位，未经认可不生效："
        "请先合并该单位的成果包（写明层级后自动生效），收不到的再在“冲突”中裁定是否认可。",
        "{count} audits or image checks in the name of {level} were made by an office whose package has not come yet; "
        "they do not count until a person says so: merge that office's package first (once it says its level they "
        "count by themselves), and decide under Conflicts only where none comes."),
    "OFFICE_IN_TWO_WORKSPACES": (
        "“{office}”以前的成果包出自另一个工作库：可能是两个单位同名，也可能换了工作库或复制了文件，两者的判定各算一方。"
        "请向对方核实后再合并。",
        "Packages of “{office}” came from another workspace before: two offices of one name, or a new or copied "
        "workspace; what they say counts as two sides. Ask the office before you merge."),
    "ISSUED_HELD": (
        "有 {count} 个图斑在“{office}”的下发内容与本库不同：图斑及对方所作的判定均未进入。请先在“冲突”中裁定采用哪一方，"
        "再把这个成果包合并一次，对方的判定才会进入。",
        "{count} patches were issued differently to “{office}”: neither they nor what that office said of them has "
        "entered. Decide under Conflicts which issue stands, then merge this package again: only then its answers "
        "enter."),
    "OWN_NUMBER_HELD": (
        "“{office}”有 {count} 个自主图斑的编号（{numbers}）本库已有另一个图斑使用：这是两个不同的图斑，对方的图斑及其判定均未进入。"
        "请在“冲突”中查看：一个编号只能由一个图斑使用；两个都属实的，请其中一方撤回后不填编号重新绘制，再报新的成果包。",
        "{count} patches that “{office}” drew itself have numbers ({numbers}) that other patches have here: they are two "
        "patches each, and that office's have not entered, nor what was said of them. See Conflicts: only one can have "
        "the number. Where both are real one office takes its patch back, draws it again with the number left empty, "
        "and sends a new package."),
    "ISSUED_REFUSED": (
        "有 {count} 个图斑此前已裁定不采用“{office}”的下发内容：图斑及其判定仍未进入；如需改变，请撤销该裁定后重新合并。",
        "{count} patches stay out, with what “{office}” said of them: it was decided here that its issue does not stand. "
        "Undo that decision and merge again to change it."),
    "OFFICE_LEVEL": (
        "“{level}”不是本单位的层级：请从 {known} 中选择。", "“{level}” is no level of an office: choose one of {known}."),
    "CONFLICT_UNKNOWN": (
        "这项冲突已不存在：请刷新列表。", "This conflict does not stand open any more: refresh the list."),
    "CONFLICT_SIDE": (
        "这项冲突中没有一方是 {side}：请刷新列表后重新选择。",
        "No side of this conflict is {side}: refresh the list and choose again."),
    "CONFLICT_WANTS_REASON": (
        "裁定冲突须写明理由：请填写理由后再确定。", "A conflict is decided with a reason: enter one and decide again."),
    "QUARANTINE_UNREACHABLE": (
        "隔离库 {file} 不能写入（{detail}），未作改动：请检查该位置后重试。",
        "The quarantine file {file} cannot be written ({detail}), nothing was changed: check the place and try again.",
    ),
    "QUARANTINE_FILES_MISSING": (
        "已隔离图斑的 {count} 个附件文件没有找到，未能移入隔离库（{files}）：请查找工作库旁原来的“.files”文件夹及其副本，"
        "找到后按涉密渠道移交，并从本机彻底删除。",
        "{count} attached files of the patch that was set apart were not found and not moved ({files}): look for the "
        "workspace's former “.files” folder and copies of it, hand the files over through the classified channel and "
        "delete them here.",
    ),
    "QUARANTINE_FILES_OF_OTHERS": (
        "已隔离图斑的 {count} 个附件文件在旁边另一个工作库的文件夹中，已复制到隔离库，原处未删除（{files}）："
        "请在那个工作库中也将该图斑隔离。",
        "{count} attached files of the patch that was set apart lie in the folder of another workspace beside; they "
        "were copied to quarantine and stay there ({files}): set the patch apart in that workspace too.",
    ),
    "QUARANTINE_FILES_ELSEWHERE": (
        "已隔离图斑的 {count} 个附件文件不在工作库的“.files”文件夹中，未移动：请自行按涉密渠道移交，并从本机彻底删除。",
        "{count} attached files of the patch that was set apart are kept outside the workspace's “.files” folder and "
        "were not moved: hand them over through the classified channel and delete them here.",
    ),
    "QUARANTINE_WIPE_PENDING": (
        "图斑已移入隔离库，但 {file} 的残留尚未清除（{detail}）：请关闭其他打开它的程序，再重新打开工作库即自动完成。",
        "The patch has moved to quarantine, but {file} is not wiped yet ({detail}): close other programs that have it "
        "open and open the workspace again.",
    ),
}
