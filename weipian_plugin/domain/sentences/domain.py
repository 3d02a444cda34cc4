"""Sentences of the domain room: what the regulations, units and profiles can say."""

from __future__ import annotations

from typing import Dict

from .sentence import Sentence

DOMAIN: Dict[str, Sentence] = {
    "UNKNOWN_ROLE": (
        "没有名为“{role}”的图层角色。请改用其中之一：{known}。",
        "There is no layer role “{role}”. Use one of: {known}.",
    ),
    "NAME_NOT_UTF8": (
        "打不开 {file}：其中“{name}”这个名称不是 UTF-8 编码（多半是从 Windows 拷来的 GBK 文件名）。请在该文件夹中改名"
        "（如 convmv -f gbk -t utf-8 -r --notest .），或将文件另起只含英文字母和数字的名称，拷到名称也是如此的文件夹后再试。",
        "{file} cannot be opened: the name “{name}” in it is not UTF-8 (most likely a GBK name copied from Windows). "
        "Rename it in its folder (such as convmv -f gbk -t utf-8 -r --notest .), or copy the file, under a name of plain "
        "letters and digits, to a folder with such a name, and try again.",
    ),
    "NOT_A_NUMBER": (
        "“{value}”不是数。请检查该值后重试。",
        "“{value}” is not a number. Check the value and try again.",
    ),
    "UNKNOWN_THRESHOLD_MODE": (
        "不识的阈值比较方式“{mode}”。口径中 threshold_compare 只能是 round2 或 exact。",
        "Unknown threshold mode “{mode}”. In the profile, threshold_compare is round2 or exact.",
    ),
    "AREAS_DO_NOT_ADD_UP": (
        "面积不能平衡：合计 {total} 亩，分项 {parts} 亩。请检查套合图层是否自相重叠。",
        "Areas do not add up: total {total} mu, parts {parts} mu. Check the reference layer for overlaps with itself.",
    ),
    "UNKNOWN_LAND_CLASS": (
        "不识的地类编码“{value}”，未归入任何一类。请检查地类字段，或改用相应的地类编码表。",
        "Unknown land-class code “{value}”, put in no group. Check the class field or choose the right code table.",
    ),
    "UNKNOWN_CODE_LIST": (
        "没有名为“{name}”的代码表。请检查字段定义。",
        "There is no code list “{name}”. Check the field definition.",
    ),
    "UNKNOWN_FACT": (
        "没有名为“{fact}”的事实。请按事实表改正名称。",
        "There is no fact “{fact}”. Correct the name after the table of facts.",
    ),
    "NO_HOLIDAY_TABLE": (
        "口径中没有 {year} 年的节假日安排，工作日无法推算。请在口径文件的 holidays 中补充。",
        "The profile has no holidays for {year}, so working days cannot be counted. Add them under holidays.",
    ),
    "NO_ISSUE_DATE": (
        "下发时间“{value}”不是日期，期限无法推算。请补正下发时间。",
        "The date of issue “{value}” is no date, so no deadline follows. Correct the date of issue.",
    ),
    "PROFILE_INVALID": (
        "政策口径 {profile} 的 {path} 有误：{reason}。请改正该口径文件后重新加载。",
        "Policy profile {profile} is wrong at {path}: {reason}. Correct the profile's file and load it again.",
    ),
    "PROFILE_HAS_NO_VALUE": (
        "政策口径 {profile} 没有 {name} 一值。请在该口径文件的 values 中补充，或另选口径。",
        "Policy profile {profile} has no value {name}. Add it under values, or choose another profile.",
    ),
    "SUGGESTION_UNREADABLE": (
        "已存的判定建议无法读取（{reason}）。请重新运行“判定建议”。",
        "The stored suggestion cannot be read ({reason}). Run the suggestions again.",
    ),
    "CLASSIFIED_NO_SUGGESTION": (
        "该图斑按机要程序处理，不作机器建议。请由有权限人员在涉密环境处理。",
        "This patch is handled by the confidential procedure; no suggestion is made. Leave it to authorised staff.",
    ),
    "JOB_CANCELLED": ("已取消，未作改动。", "Cancelled; nothing was changed."),
}
