"""Sentences of blind readings: review files, their readings collected, rulings."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

BLIND: Dict[str, Sentence] = {
    "BLIND_NO_REVIEWER": (
        "没有填写复判人：请每行填写一个姓名或代号。",
        "No reviewer is named: write one name or sign a line.",
    ),
    "BLIND_REVIEWER_TWICE": (
        "复判人重名：{names}。请区分开（例如加序号），读数按姓名归集。",
        "The same reviewer is named twice: {names}. Tell them apart (add a number): readings are kept by name.",
    ),
    "BLIND_SHARE": (
        "多人复判比例应为 0～100%，现为 {value}：请改正。",
        "The share that several reviewers read is 0 to 100 %, not {value}: correct it.",
    ),
    "BLIND_READERS": (
        "每个图斑的复判人数应为 1～{most}，现为 {value}：请改正。",
        "A patch is read by 1 to {most} reviewers, not by {value}: correct it.",
    ),
    "BLIND_FEW_REVIEWERS": (
        "只有 {count} 名复判人，无法由 {readers} 人复判同一图斑：请增加复判人，或减少每图斑人数，或把该比例设为 0。",
        "There are {count} reviewers only, and {readers} are to read the same patch: name more, lower that number, or set "
        "the share to 0.",
    ),
    "BLIND_NOTHING_TO_HAND_OUT": (
        "抽样“{sample}”的 {count} 个地块都已发出复判文件：补抽以后再制作，或选择“全部重新发出”。",
        "All {count} parcels of the sample “{sample}” have been handed out: draw more, or choose to hand all out anew.",
    ),
    "BLIND_OF_BLIND": (
        "{file} 本身是复判文件，不能由它再制作复判文件：请打开制作它的省（市）工作库。",
        "{file} is a review file itself, no other can be made from it: open the workspace that it was made from.",
    ),
    "BLIND_NO_REVIEW_FILE": (
        "{file} 不是复判文件（是普通工作库）：请选择由本工作库发出、复判人交回的文件。",
        "{file} is no review file (but an ordinary workspace): choose one that was handed out from here.",
    ),
    "BLIND_OTHER_WORKSPACE": (
        "{file} 是另一个工作库发出的复判文件（复判人 {reviewer}），未收回：请在发出它的工作库中收回。",
        "{file} was handed out from another workspace (reviewer {reviewer}) and was not taken: collect it there.",
    ),
    "BLIND_OTHER_SAMPLE": (
        "{file} 属于抽样“{found}”，不是当前选择的“{wanted}”，未收回：请切换到该抽样后再收回。",
        "{file} is of the sample “{found}”, not of “{wanted}”, and was not taken: choose that sample and collect again.",
    ),
    "BLIND_SAMPLE_GONE": (
        "{file} 所属的抽样已不在本工作库（被撤销），未收回：请先恢复该抽样（撤销删除），再收回。",
        "The sample that {file} is of is gone from this workspace, so it was not taken: undo its removal, then collect.",
    ),
    "BLIND_IS_REVIEW_FILE": (
        "这是复判文件，只用于判读：抽样、比对、上报、问责、培训请在省（市）工作库中进行。",
        "This is a review file, made for reading only: sample, compare, hand in, account and train in the workspace "
        "that it was made from.",
    ),
    "BLIND_NOT_REVIEW_FILE": (
        "“{reason}”只用于复判文件：这里请直接判读，或用“标记”写明原因。",
        "“{reason_en}” is an answer in review files only: judge here, or flag the patch with a reason.",
    ),
    "BLIND_UNFINISHED": (
        "{file}：{left} 个（共 {count} 个）尚未复判，先收回已判的 {read} 个；全部判完后再收回一次即可。",
        "{file}: {left} of {count} are not read yet; the {read} that are were taken. Collect the file again when it is "
        "finished.",
    ),
    "BLIND_NOTHING_READ": (
        "{file}：{count} 个图斑都还没有复判，没有可收回的；复判人判完后再收回。",
        "{file}: none of its {count} patches is read yet, there is nothing to collect. Collect it when it is finished.",
    ),
    "BLIND_NO_IMAGERY": (
        "本工作库没有登记影像，复判文件里也就没有：复判人打开后是空白底图。请先在本工作库“套合图层与影像”中登记影像再制作（删去刚做的文件，选“全部重新发出”），或请复判人在各自的文件中登记。",
        "No imagery is registered in this workspace, so none is in the review files: reviewers open them on white. "
        "Register imagery here under “Reference layers and imagery” and make the files anew (delete these, choose to hand all out "
        "anew), or ask the reviewers to register it in their files.",
    ),
    "BLIND_LACKING": (
        "{file}：{count} 个只有结论，情形或说明不全：按现有内容收回。",
        "{file}: {count} readings have an outcome, but not all that its form asks for; they were taken as they are.",
    ),
    "BLIND_RESHAPED": (
        "{file}：复判人改动了 {count} 个图斑的图形，已随复判结果收回（见“复判图形”）：{numbers}。",
        "{file}: the reviewer changed the shapes of {count} patches; they were taken with the readings: {numbers}.",
    ),
    "BLIND_SEVERAL_PARTS": (
        "{file}：复判人把 {count} 个图斑分割成几块，以与被抽地块重叠最多的一块为准，其余写入说明：{numbers}。",
        "{file}: the reviewer cut {count} patches into parts; the part that covers most of the parcel counts, the "
        "others are told in the remark: {numbers}.",
    ),
    "BLIND_MOVED_SINCE": (
        "{file}：发出以后，本工作库中 {count} 个图斑的地块图形有变化（分割、合并或修边），复判针对的是原图形：{numbers}。",
        "{file}: since it was handed out, the parcels of {count} patches have changed their shape here; the readings "
        "are of what they were: {numbers}.",
    ),
    "BLIND_GONE_SINCE": (
        "{file}：{count} 个图斑在本工作库已无对应的被抽地块（合并、重新下发或已隔离），其复判未收回。",
        "{file}: {count} patches have no parcel of the sample here any more (merged, issued anew or set apart); what "
        "was read of them was not taken.",
    ),
    "BLIND_SET_APART": (
        "{file}：复判人隔离了 {count} 个图斑（涉军涉密）：请在本工作库核对并同样处理。",
        "{file}: the reviewer set {count} patches apart: look at them here, too.",
    ),
    "BLIND_OLDER": (
        "{file}：{count} 个图斑此前已收回更新的复判，保留较新的，未改动。",
        "{file}: of {count} patches something newer was collected before; that stays.",
    ),
    "BLIND_OTHER_HAND": (
        "{file} 是发给“{reviewer}”的，判读记录中的操作人为 {names}：仍按“{reviewer}”收回，请核实。",
        "{file} was made for “{reviewer}”, but was worked on by {names}: its readings are kept as “{reviewer}”'s, "
        "please make sure.",
    ),
    "BLIND_RULING_WHY": (
        "裁定须写明理由（至少 {least} 个字），以备日后核查。",
        "A ruling wants its reason ({least} characters at least): it is asked for years later.",
    ),
    "BLIND_RULING_WANTS_READING": (
        "{number} 没有任何复判结果，不能裁定：请先收回复判文件。",
        "{number} was read by nobody yet, so there is nothing to rule upon: collect the review files first.",
    ),
}
