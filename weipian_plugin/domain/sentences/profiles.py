"""What can be wrong in a profile's file: code → (what is wrong, what to do), each in Chinese and English.

These are halves of a sentence: `profile_schema.problems` puts file, line and key before them.
"""

from __future__ import annotations

from typing import Dict, Tuple

from .sentence import Sentence

PROFILE_PROBLEMS: Dict[str, Tuple[Sentence, Sentence]] = {
    "NO_YAML": (
        ("不是合规的 YAML（{detail}）", "this is no YAML ({detail})"),
        ("检查这一行及上一行的缩进、冒号后的空格、引号和括号", "check indents, the blank after a colon, quotes and brackets here and in the line above"),
    ),
    "NOT_UTF8": (
        ("不是 UTF-8 编码", "this is not UTF-8"),
        ("用编辑器另存为 UTF-8", "save the file as UTF-8"),
    ),
    "NOT_READABLE": (
        ("文件打不开（{detail}）", "the file cannot be opened ({detail})"),
        ("检查文件及其权限，或移走该文件", "check the file and who may read it, or take it away"),
    ),
    "KEY_TWICE": (
        ("{key} 在第 {first} 行已写过，先写的会失效", "{key} stands in line {first} already, which would be lost"),
        ("删去其一，或合并为一处", "keep one of them"),
    ),
    "PROFILE_TWICE": (
        ("编号 {id} 已被 {other} 使用", "{other} has the id {id} already"),
        ("给其中一个另取 id", "give one of them another id"),
    ),
    "NO_PARENT": (
        ("没有名为 {value} 的口径", "there is no profile {value}"),
        ("{hint}现有：{known}", "{hint}there are: {known}"),
    ),
    "CIRCLE": (
        ("承接关系成了循环：{circle}", "extends goes in a circle: {circle}"),
        ("改正其中一个 extends，使之止于 {end}", "change one extends so that the way ends at {end}"),
    ),
    "PARENT_WRONG": (
        ("所承接的口径 {value} 有错", "the profile {value} that it extends is wrong"),
        ("先改好 {value}", "correct {value} first"),
    ),
    "DOES_NOT_CARRY": (
        ("自带的口径 {value} 承接本口径，却因此有 {count} 处不合（{path}：{why}）", "the shipped profile {value} extends this one and does not fit it in {count} places ({path}: {why})"),
        ("补全这些内容，或给本口径另取 id；在此之前 {value} 按自带的使用", "add what is missing, or give this profile an id of its own; until then {value} is used as it shipped"),
    ),
    "UNKNOWN_KEY": (
        ("不识的键 {key}", "unknown key {key}"),
        ("{hint}此处可用：{known}", "{hint}allowed here: {known}"),
    ),
    "MISSING_KEY": (
        ("缺少 {key}", "{key} is missing"),
        ("补上 {key}：{example}", "add {key}: {example}"),
    ),
    "UNKNOWN_NAME": (
        ("不识的{what} {value}", "unknown {what} {value}"),
        ("{hint}可用：{known}", "{hint}use one of: {known}"),
    ),
    "NOT_A_MAPPING": (
        ("须为“键: 值”的映射", "this has to be a mapping of keys to values"),
        ("每行写一个“键: 值”，下一级缩进两格", "write one “key: value” a line, indented by two blanks"),
    ),
    "NOT_A_LIST": (
        ("须为列表", "this has to be a list"),
        ("写成 [甲, 乙]，或每行以“- ”开头", "write [a, b], or begin each line with “- ”"),
    ),
    "NOT_A_TEXT": (
        ("须为文字，现为 {value}", "this has to be text, it is {value}"),
        ("写成一行文字；含冒号、井号或以数字开头的代码加引号", "write one line of text; quote what has a colon or # in it, and codes made of digits"),
    ),
    "NOT_A_SWITCH": (
        ("须为是否，现为 {value}", "this has to be yes or no, it is {value}"),
        ("写 true 或 false", "write true or false"),
    ),
    "NOT_WHOLE": (
        ("须为 {least} 到 {most} 的整数，现为 {value}", "this has to be a whole number from {least} to {most}, it is {value}"),
        ("写一个整数，不加单位", "write a whole number without a unit"),
    ),
    "NOT_A_DATE": (
        ("{value} 不是日期", "{value} is no date"),
        ("写成 2023-06-30 的样子，并核对确有这一天", "write it like 2023-06-30, and make sure that there is such a day"),
    ),
    "NOT_A_PLACE": (
        ("{value} 不是行政区划代码", "{value} is no code of a place"),
        ("写代码的前几位数字并加引号，如 \"4503\"；全国写 \"\"", "write its first digits in quotes, like \"4503\"; \"\" for the whole country"),
    ),
    "DATES_REVERSED": (
        ("止日 {to} 早于起日 {since}", "the end {to} is before the beginning {since}"),
        ("对调或改正 from 与 to", "exchange or correct from and to"),
    ),
    "VALUE_AGAINST_UNIT": (
        ("值 {value} 与单位 {unit} 不符", "the value {value} does not go with the unit {unit}"),
        ("单位为 {unit} 的值应写：{form}", "with the unit {unit} write {form_en}"),
    ),
    "OTHER_UNIT": (
        ("单位 {unit} 与计算所用的单位不同", "calculations do not read this value in {unit}"),
        ("单位改为 {known}，并换算 value", "use the unit {known} and convert the value"),
    ),
    "UNIT_AGAINST_FACT": (
        ("单位 {unit} 不能与事实 {fact} 相比", "the unit {unit} cannot be compared with the fact {fact}"),
        ("单位改为 {known}，或换用另一事实", "use the unit {known}, or another fact"),
    ),
    "NOT_A_CONDITION": (
        ("不是条件", "this is no condition"),
        ("写作 all、any 或 not，或比较 {{fact: …, op: …, value: …, unit: …}}", "write all, any or not, or a comparison {{fact: …, op: …, value: …, unit: …}}"),
    ),
    "VALUE_OR_LIMIT": (
        ("value 与 limit 须有且仅有其一", "there must be either value or limit"),
        ("数值写 value 和 unit，或用 limit 指明 values 中的名称", "give value and unit, or name one of values by limit"),
    ),
    "NOT_ORDERED": (
        ("事实 {fact} 不能比大小", "the fact {fact} has no order"),
        ("改用 ==、!=、in 或 not in", "use ==, !=, in or not in"),
    ),
    "LIST_AGAINST_OPERATOR": (
        ("{op} 与所给的值 {value} 不符", "{op} does not go with {value}"),
        ("in、not in 比清单 [甲, 乙]，其余比单个值", "in and not in take a list [a, b], the others one value"),
    ),
    "NO_CITATION": (
        ("标为 official，却没有引原文", "it is marked official and quotes no text"),
        ("补上 reference：file、clause、sentence；没有原文的改标 proposed、practice 或 known", "add reference with file, clause and sentence, or mark it proposed, practice or known"),
    ),
    "NO_NOTE": (
        ("没有引原文，也没有说明出处", "it neither quotes a text nor says where it comes from"),
        ("补上 note，写明依据", "add note and say what it rests on"),
    ),
    "BASIS_NOT_OWN": (
        ("改了上级口径的 {changed}，却仍挂着上级的依据", "{changed} is changed, and the source is still that of the profile above"),
        ("补上自己的 tag，以及 reference 或 note", "add a tag of your own, with reference or note"),
    ),
    "UNKNOWN_DOCUMENT": (
        ("documents 中没有 {value}", "documents has no {value}"),
        ("{hint}在 documents 中写上“{value}: 文号”，或改用：{known}", "{hint}add “{value}: its number” to documents, or use: {known}"),
    ),
    "NOT_IN_TEXT": (
        ("{file} 的原文中没有这句话", "the text {file} has no such sentence"),
        ("照原文逐字抄录（空白和换行不计），或改正 file", "copy it word for word (white space aside), or correct file"),
    ),
    "NO_ID": (
        ("这一项没有 id", "this item has no id"),
        ("补上 id：本节内不重复的字母、数字和下划线", "add id: letters, digits and underscores, once in its section"),
    ),
    "ID_TWICE": (
        ("id {id} 在本节内重复", "the id {id} stands twice in its section"),
        ("改名或合并", "rename one of them or join them"),
    ),
    "ORDER_TWICE": (
        ("order {order} 与规则 {other} 相同，先后不定", "order {order} is that of rule {other} too"),
        ("换一个没有用过的 order", "take an order that no other rule has"),
    ),
    "NOTHING_LEFT_OUT": (
        ("上级口径中没有 {id}，无可略去", "no profile above has {id}, so there is nothing to leave out"),
        ("{hint}可略去：{known}", "{hint}what can be left out: {known}"),
    ),
    "TIMING": (("{reason}", "{reason}"), ("{remedy}", "{remedy}")),
    "UNUSED_VALUE": (
        ("没有规则或计算用到 {name}", "no rule and no calculation uses {name}"),
        ("{hint}改用已有的名称，或删去", "{hint}use a name that there is, or take it out"),
    ),
}

# What an unknown name should have been.
KINDS_OF_NAMES: Dict[str, Sentence] = {
    "fact": ("事实", "fact"), "operator": ("比较", "operator"), "unit": ("单位", "unit"), "role": ("图层角色", "layer role"),
    "value": ("数值（values）", "value"), "evidence": ("证据（evidence）", "evidence"), "tag": ("标记", "tag"),
    "outcome": ("判定", "outcome"), "case": ("情形", "case"), "task": ("任务（deadlines）", "task"),
    "code": ("代码", "code"), "choice": ("选项", "choice"),
}
