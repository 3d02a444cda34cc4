"""Sentences of the hand-in: what the self-check, the package and the whole set can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

HANDING_IN: Dict[str, Sentence] = {
    "CHECK_STANDS": (
        "{check} {title}：{count} 个地块（{parcels}）。",
        "{check} {title_en}: {count} parcels ({parcels}).",
    ),
    "CHECK_STANDS_UNSIGNED": (
        "{check} {title}（错误，地块未签署，不阻止上报）：{count} 个地块（{parcels}）。",
        "{check} {title_en} (error on parcels not signed yet, which holds nothing back): {count} parcels ({parcels}).",
    ),
    "CHECK_NOT_MADE": (
        "{check} {title}：已签署的地块中 {count} 个未能校验。",
        "{check} {title_en}: could not be checked on {count} of the signed parcels.",
    ),
    "CLASSIFIED_NOT_SET_APART": (
        "{count} 个图斑标为军用或涉密而尚未隔离：请先在判读窗口中把它们隔离（按机要程序另行处理），此前不生成任何成果，草稿也不生成。",
        "{count} patches are marked military or classified and not set apart yet: set them apart in the interpretation "
        "dock first; until then nothing is made, not even a draft.",
    ),
    "PARCELS_NOT_SIGNED": (
        "{count} 个地块尚未签署判定（{parcels}）：表中判定栏留空，卷宗标为草稿。",
        "{count} parcels are not signed ({parcels}): their judgement stays empty, their dossiers are drafts.",
    ),
    "PARCELS_NOT_MEASURED": (
        "{count} 个地块未套合（{parcels}）：面积栏留空。请先“测算并建议”。",
        "{count} parcels are not measured ({parcels}): their areas stay empty. Run “Measure and suggest” first.",
    ),
    "PARCELS_WITHOUT_SHAPE": (
        "{count} 个地块没有图形，无法套合（{parcels}）：面积栏留空。取得图形后以同一编号再次导入，再“测算并建议”。",
        "{count} parcels have no shape and cannot be measured ({parcels}): their areas stay empty. Import "
        "the shape under the same number once you have it, then run “Measure and suggest”.",
    ),
    "PHOTOS_BROKEN": (
        "{count} 张现场照片有，但文件不完整、打不开（{files}）：不能作为举证，卷宗中不印。请重新拷贝原始照片后添加。",
        "{count} photos are there, but broken and cannot be opened ({files}): they prove nothing and are not printed. "
        "Copy the originals again and attach them.",
    ),
    "PHOTOS_NOT_SHOWN": (
        "{count} 张现场照片有，但为 HEIC 格式、无法显示（{files}）：卷宗中不印。请另存一份 JPEG 后添加。",
        "{count} photos are there, but HEIC, which cannot be shown ({files}): they are not printed. Save them as JPEG and "
        "attach that too.",
    ),
    "PHOTOS_FAR": (
        "{count} 张现场照片有，但拍摄位置离图斑较远（{files}）：请核实是否为该图斑的照片。",
        "{count} photos are there, but taken far from their patches ({files}): see whether they are of these patches.",
    ),
    "EVIDENCE_INCOMPLETE": (
        "{count} 个已签署地块的材料不齐（{parcels}）：{pieces}。",
        "{count} signed parcels lack evidence ({parcels}): {pieces}.",
    ),
    "ACTS_NOT_REGISTERED": (
        "{count} 个已签署的违法地块没有登记违法行为（{parcels}）：附表4 中没有它们，不能作零报告。请在“违法行为”窗口中登记。",
        "{count} parcels signed 违法 have no 违法行为 registered ({parcels}): they are not in table 4, which is no zero "
        "report. Register them in the window of the acts.",
    ),
    "TABLE_4_LACKS_ACTS": (
        "尚有 {count} 个已签署的违法地块未登记违法行为，本表不完整。",
        "{count} parcels signed 违法 have no 违法行为 registered yet: this table is not complete.",
    ),
    "ATTACHMENTS_TOO_LARGE": (
        "{count} 个附件超过平台上限 {limit} MB（{files}）：勾选“附件超限时缩小”可在上报包中放入缩小的副本，原件不动。",
        "{count} attachments are larger than the platform's {limit} MB ({files}): tick “Smaller copies” to put smaller "
        "copies into the package; the originals stay.",
    ),
    "ATTACHMENTS_MISSING": (
        "{count} 个附件的文件不在了（{files}）：上报包和卷宗中没有它们。请把工作库旁的 .files 文件夹放回原处。",
        "The files of {count} attachments are gone ({files}): neither package nor dossiers have them. Put the folder "
        ".files back beside the workspace.",
    ),
    "ATTACHMENTS_CHANGED": (
        "{count} 个附件与登记时的字节不同（{files}）：未放入上报包。请重新添加。",
        "{count} attachments are no longer the bytes that were registered ({files}) and were left out: attach them again.",
    ),
    "ATTACHMENTS_SHRUNK": (
        "{count} 个附件以缩小的副本放入上报包，原件的校验值见“附件索引.csv”。",
        "{count} attachments went in as smaller copies; the originals' digests are in 附件索引.csv.",
    ),
    "HAND_IN_PATH_TOO_LONG": (
        "成果路径最长约 {length} 个字符，超过 {longest} 个，Windows 打不开：请换一个更靠近盘符的文件夹。",
        "The longest path would have about {length} characters, more than {longest}; Windows cannot open it: choose a "
        "folder nearer to the drive.",
    ),
    "HAND_IN_NAME_TOO_LONG": (
        "文件夹名“{name}”太长（{length} 个字符；汉字最多 {longest} 个）：请换一个名称较短的文件夹。",
        "The folder name “{name}” is too long ({length} characters; of Chinese ones {longest} at most): choose a folder "
        "with a shorter name.",
    ),
    "HAND_IN_DISK_LOW": (
        "“{folder}”所在磁盘剩 {free} MB，估计需要 {needed} MB：请腾出空间，或换一个文件夹。",
        "The disk of “{folder}” has {free} MB left and about {needed} MB are needed: make room, or choose another folder.",
    ),
    "HAND_IN_FOLDER_READ_ONLY": (
        "“{folder}”写不进去（{detail}）：请换一个文件夹，或检查其权限。",
        "“{folder}” cannot be written to ({detail}): choose another folder, or check its permissions.",
    ),
    "HAND_IN_PACKAGE_MISSING": (
        "QGIS 的 Python 中没有 {package}，{product}做不了：请安装该包（离线可用 pip install --no-index --find-links），或不勾选。",
        "QGIS's Python lacks {package}, without which {product_en} cannot be made: install it (offline: pip install "
        "--no-index --find-links), or leave that out.",
    ),
    "QUARANTINED_APART": (
        "另有 {count} 条按机要程序处理，不在任何成果中。",
        "{count} further records are handled as classified and are in no product.",
    ),
    "EARLIER_BEFORE_SET_APART": (
        "文件夹中有 {count} 份较早的成果，生成后又有图斑隔离，其中可能有其内容：请按保密规定处理这些旧成果（普通删除不等于安全清除）。",
        "The folder has {count} earlier hand-ins made before patches were set apart, which may hold something of them: "
        "deal with these by the rules of secrecy (ordinary deletion is no secure erasure).",
    ),
    "STATE_CHANGED": (
        "生成过程中工作库又有改动，未替换原有成果：请再生成一次（没有变化的卷宗不会重做）。",
        "The workspace changed while this was made, so nothing was replaced: run it again (unchanged dossiers are kept).",
    ),
    "HAND_IN_BUSY": (
        "“{folder}”正被占用（{detail}），新成果已备好但没有换上：请在 Excel、PDF 阅读器和资源管理器中关闭其中的文件，再生成一次；原有成果未动。",
        "“{folder}” is in use ({detail}); the new set is ready but was not put in its place: close its files in Excel, "
        "PDF readers and file managers and run again; what was there is untouched.",
    ),
    "EARLIER_KEPT_ASIDE": (
        "原有成果有人改过，或含有这次没有生成的部分，已另存为“{folder}”，没有删除。",
        "Somebody has changed the earlier set, or it holds parts that were not made this time; it was kept as “{folder}”.",
    ),
    "NOTHING_TO_DELIVER": (
        "没有勾选任何成果：请至少勾选一项。", "No product is chosen: tick at least one.",
    ),
    "UNKNOWN_PRODUCT": (
        "没有名为“{product}”的成果：可选 {known}。", "There is no product “{product}”: choose among {known}.",
    ),
    "SELF_CHECK_BLOCKS": (
        "自检未通过，没有生成：{reasons}",
        "The self-check does not pass, nothing was made: {reasons_en}",
    ),
    "UNKNOWN_MAPPING": (
        "没有名为“{mapping}”的平台对照表：可选 {known}。", "There is no column mapping “{mapping}”: choose among {known}.",
    ),
    "MAPPING_INVALID": (
        "平台对照表有误，未使用：{problems}", "The column mapping is wrong and was not used: {problems}",
    ),
    "MAPPING_CODES_UNMAPPED": (
        "{table}：{count} 个值在对照表中没有对应代码，按原词写出（{values}）：请在对照表的 codes 中补上。",
        "{table}: {count} values have no code in the mapping and were written as they are ({values}): add them under codes.",
    ),
    "PACKAGE_NOT_READABLE": (
        "“{file}”打不开（{detail}）：它不是上报包（.zip 或其解开的文件夹），或已损坏。",
        "“{file}” cannot be opened ({detail}): it is no package (.zip or the folder it was unpacked to), or is damaged.",
    ),
    "PACKAGE_WITHOUT_MANIFEST": (
        "“{file}”中没有可读的清单（manifest.json 或 交付清单.json）：无从核对。",
        "“{file}” has no readable list (manifest.json or 交付清单.json): there is nothing to verify it against.",
    ),
    "FILE_MISSING": ("{name}：清单中有，实际没有。", "{name}: is listed, and not there."),
    "FILE_DIFFERS": ("{name}：与清单中的大小或 SHA-256 不符。", "{name}: size or SHA-256 are not those listed."),
    "FILE_UNLISTED": ("{name}：清单中没有。", "{name}: is there, and not listed."),
    "LISTED_FILE_DAMAGED": ("{name}：压缩数据损坏。", "{name}: its compressed data is damaged."),
    "LIST_DIFFERS": (
        "{name}：清单本身被改动过（合计校验值不符）。", "{name}: the list itself was changed (its own digest does not hold)."),
}
