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
    "UNKNOWN_CLASS_TABLE": (
        "没有名为“{name}”的地类编码表。请改用其中之一：{known}。",
        "There is no land-class table “{name}”. Use one of: {known}.",
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
        "节假日表中没有 {year} 年，工作日无法推算。请按国务院办公厅通知在 QGIS 配置文件夹的 weipian/calendar/holidays.yaml 中补充该年。",
        "The holiday table has no year {year}, so working days cannot be counted. Add the year from the State Council's notice to weipian/calendar/holidays.yaml in the QGIS profile.",
    ),
    "HOLIDAYS_INVALID": (
        "节假日表 {file} 的 {place} 有误：{reason}。请改正后重试。",
        "The holiday table {file} is wrong at {place}: {reason}. Correct it and try again.",
    ),
    "HOLIDAYS_UNREADABLE": (
        "读不了节假日表 {file}：{detail}。请检查它是否为 UTF-8 的 YAML 文件。",
        "The holiday table {file} cannot be read: {detail}. Check that it is a YAML file in UTF-8.",
    ),
    "EXTENSION_NO_BASIS": (
        "任务 {task} 延期至 {until}，但没有依据。请填写延期依据（书面报告、批复或文号）。",
        "Task {task} is put off until {until} without a basis. Enter what the extension rests on (report, reply or number).",
    ),
    "EXTENSION_NOT_LATER": (
        "任务 {task} 延期至 {until}，不晚于原期限 {due}。请改正延期日期。",
        "Task {task} is put off until {until}, which is not later than its date {due}. Correct the date of the extension.",
    ),
    "NO_ISSUE_DATE": (
        "下发时间“{value}”不是日期，期限无法推算。请补正下发时间。",
        "The date of issue “{value}” is no date, so no deadline follows. Correct the date of issue.",
    ),
    "PROFILE_INVALID": (
        "政策口径 {profile} 有 {count} 处有误，改正并保存后即可使用，不必重启：\n{problems}",
        "Policy profile {profile} is wrong in {count} places; once corrected and saved it works without a restart:\n"
        "{problems}",
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
    "AREA_BEYOND_PARCEL": (
        "{fact} {value} 亩超出地块面积 {parcel} 亩。请填 0 至 {parcel} 之间的值。",
        "{value} mu of “{fact}” is more than the parcel's {parcel} mu. Enter 0 to {parcel}.",
    ),
    "SCENARIO_WRONG": (
        "培训情景 {scenario} 的 {place} 有误（{detail}）。请按 resources/training/scenarios.yaml 的写法改正。",
        "Training scenario {scenario} is wrong at {place} ({detail}). Correct it as resources/training/scenarios.yaml has it.",
    ),
    "EXAM_EMPTY": (
        "没有可用作试题的图斑：须有已签署判定的图斑（涉密的除外）。请先签署判定，或改用情景作试题。",
        "There is no patch for a test: it takes patches with a signed judgement (none that is classified). Sign some, or "
        "take the scenarios.",
    ),
    "PASS_MARK": (
        "及格线“{value}”不在 0 至 100% 之间。请改正。",
        "The pass mark “{value}” is not between 0 and 100 %. Correct it.",
    ),
    "JOB_CANCELLED": ("已取消，未作改动。", "Cancelled; nothing was changed."),
}
