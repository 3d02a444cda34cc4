"""Sentences of dossiers (一图斑一卷宗): templates of pages, what could not be bound, what became of a batch of them."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

DOSSIER: Dict[str, Sentence] = {
    "LAYOUT_UNREADABLE": (
        "卷宗页面模板“{file}”打不开（{detail}）。请在 QGIS 布局管理器中重新“另存为模板”（只留一页），或删去自备模板改用插件自带的。",
        "The page template “{file}” cannot be opened ({detail}). Save it as a template again in QGIS's layout designer "
        "(one page), or remove it to use ours.",
    ),
    "LAYOUT_LACKS_ITEM": (
        "卷宗页面模板“{file}”（{page}）缺少：{item}。请在 QGIS 布局中补上（项目 ID 照写），或删去自备模板改用插件自带的。",
        "The page template “{file}” ({page}) lacks: {item}. Add it in QGIS's layout designer (the item's id as written "
        "here), or remove the template to use ours.",
    ),
    "LAYOUT_UNKNOWN_NAMES": (
        "卷宗页面模板“{file}”中的 {names} 不是已知名称，打印时为空：请改正，可用名称见用户手册。",
        "The page template “{file}” asks for {names}, which are no known names and stay empty: correct them; the guide "
        "lists the names.",
    ),
    "STATEMENT_TEMPLATE": (
        "卷宗文书模板“{file}”填不了（{detail}）。请改正其中的 {{{{ }}}} 标记，或删去自备模板改用插件自带的。",
        "The template “{file}” of a dossier's paper cannot be filled ({detail}). Correct its {{{{ }}}} marks, or remove "
        "it to use ours.",
    ),
    "PAPER_LACKS_MARKS": (
        "卷宗文书模板“{file}”（{paper}）缺少标记：{marks}。请对照自带模板补上，或删去自备模板改用插件自带的。",
        "The template “{file}” ({paper}) lacks the marks {marks}. Add them as in the template we ship, or remove it to "
        "use ours.",
    ),
    "PAPER_UNKNOWN_MARKS": (
        "卷宗文书模板“{file}”中的标记 {marks} 没有对应的内容，填写时为空：请改正（可用 {known}）。",
        "Nothing stands for the marks {marks} in the template “{file}”; they stay empty: correct them (known: {known}).",
    ),
    "DOSSIER_FILE_MISSING": (
        "附件“{name}”的文件不在工作库旁的文件夹中，未收入卷宗：请找回文件，或重新挂接。",
        "The file of the attachment “{name}” is not beside the workspace and is not in the dossier: find it or attach it "
        "again.",
    ),
    "DOSSIER_PHOTO_DOUBTFUL": (
        "现场照片“{name}”有，但{detail}：请核实是否为该图斑的照片。",
        "The photo “{name}” is there, but doubtful ({detail}): see whether it is of this patch.",
    ),
    "DOSSIER_NO_PREVIEW": (
        "附件“{name}”无法预览（{detail}），原文件照收，未装订成页。",
        "The attachment “{name}” cannot be shown ({detail}): it is in the folder as it is, but not among the pages.",
    ),
    "DOSSIER_CHANGED_FILE": (
        "附件“{name}”的内容与挂接时的 SHA-256 不符：请核对文件是否被改动。",
        "The attachment “{name}” is not what was attached (its SHA-256 differs): check whether the file was changed.",
    ),
    "DOSSIER_LAYERS_NOT_DRAWN": (
        "套合图未能绘出：{layers}（文件不在、无坐标系或在数据库中）。",
        "Not drawn on the overlay map: {layers} (file gone, no CRS, or in a database).",
    ),
    "DOSSIER_LOCKED": (
        "卷宗文件夹“{file}”换不了（{detail}）：请关闭其中打开的文件后重试；原卷宗未动。",
        "The dossier's folder “{file}” cannot be replaced ({detail}): close what is open in it and try again; the earlier "
        "dossier is untouched.",
    ),
    "DOSSIERS_TAKEN_AWAY": (
        "{count} 个卷宗的图斑已不在可上报范围内，原有卷宗文件夹已移除（普通删除不等于保密销毁）。",
        "The patches of {count} dossiers are no longer among those handed in; their folders were taken away (which is no "
        "secure erasure).",
    ),
    "DOSSIERS_NOT_TAKEN_AWAY": (
        "有 {count} 个卷宗文件夹的图斑已不在可上报范围内，但移除不了：请关闭其中打开的文件后重新生成，上报前务必确认已移除。",
        "The patches of {count} dossiers are no longer among those handed in, but their folders cannot be taken away: "
        "close what is open in them and build again before anything is handed in.",
    ),
    "DOSSIER_ONE_PROCESS": (
        "未能启动辅助进程（{detail}），改为单进程生成，较慢。",
        "No helper process could be started ({detail}); the dossiers are built one after the other.",
    ),
    "DOSSIER_PROCESS_DIED": (
        "生成卷宗的辅助进程意外结束（{detail}），正在处理的图斑已重试。",
        "A helper process ended unexpectedly ({detail}); the patch it was at was tried again.",
    ),
    "DOSSIER_BROKE": (
        "生成卷宗时出错（{detail}）：原有卷宗未动；请重试，仍不行请把日志交给开发者。",
        "Building the dossier broke ({detail}): an earlier one is untouched; try again, else give the log to the "
        "developers.",
    ),
    "DOSSIER_FAILED": (
        "图斑 {patch} 的卷宗未生成：{detail}",
        "The dossier of patch {patch} was not built: {detail}",
    ),
}
