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
    "YAML_TAB": (
        ("行首有制表符（Tab）", "the line begins with a tab"),
        ("改用空格，每级两个", "use blanks, two for each level"),
    ),
    "YAML_TWO_PROFILES": (
        ("一个文件里有两个文档（---）", "there are two documents in one file (---)"),
        ("每个口径各存一个文件，删去 --- 一行", "save each profile in a file of its own and take out the line ---"),
    ),
    "YAML_WIDE_COLON": (
        ("{key} 后是全角冒号“：”", "a wide colon “：” stands after {key}"),
        ("改为半角冒号加一个空格：“{key}: ”", "write a colon and a blank: “{key}: ”"),
    ),
    "YAML_NO_BLANK": (
        ("{key} 的冒号后没有空格", "there is no blank after the colon of {key}"),
        ("冒号后加一个空格：“{key}: ”", "put a blank after the colon: “{key}: ”"),
    ),
    "YAML_BARE_OPERATOR": (
        ("{op} 没有加引号", "{op} stands without quotation marks"),
        ("写成 op: \"{op}\"", "write op: \"{op}\""),
    ),
    "YAML_BARE_SIGN": (
        ("以 {sign} 开头的文字没有加引号", "a text that begins with {sign} stands without quotation marks"),
        ("整段加半角引号 \"…\"；&名、*名 只能用字母、数字", "put all of it in quotation marks \"…\"; names after & and * have letters and digits only"),
    ),
    "YAML_WIDE_COMMA": (
        ("花括号里用了全角的“{sign}”分隔", "a wide “{sign}” stands between the pairs in braces"),
        ("两项之间改用半角逗号加空格“, ”", "put a comma and a blank “, ” between them"),
    ),
    "YAML_AFTER_BRACKET": (
        ("括号之后还有文字 {rest}", "there is text behind the bracket: {rest}"),
        ("文字以括号开头的，整段加半角引号 \"…\"；否则删去多余的字", "put a text that begins with a bracket in quotation marks \"…\", else take the rest out"),
    ),
    "YAML_COLON_IN_TEXT": (
        ("文字 {text} 中有半角冒号加空格", "the text {text} has a colon and a blank in it"),
        ("整段加半角引号 \"…\"，或改用全角冒号“：”", "put all of it in quotation marks \"…\", or use a wide colon “：”"),
    ),
    "YAML_LEFT_OPEN": (
        ("缺少配对的 {mark}", "a {mark} is missing"),
        ("在这一项末尾补上 {mark}（半角）", "put {mark} at the end of this item"),
    ),
    "YAML_INDENT": (
        ("缩进与上面（第 {above} 行）不合", "the indent does not go with the line above (line {above})"),
        ("同级的键左边对齐，下一级多两个空格", "align the keys of one level, two more blanks for the next"),
    ),
    "CUT_BY_COMMA": (
        ("花括号里的半角逗号把文字断成“{kept}”和“{lost}”", "a comma between braces cuts the text into “{kept}” and “{lost}”"),
        ("整段文字加半角引号 \"…\"；数字不写千分位逗号", "put the whole text in quotation marks \"…\"; write numbers without commas"),
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
    "NOT_IN_TBLX": (
        ("values 中 {name} 用的代码 {lost} 不在本表中", "{name} of values has codes that this list has not: {lost}"),
        ("在 values 中用本表的代码改写 {name}（没有相应类型的写 []），或在表中补上", "write {name} under values with codes of this list ([] where it has no such type), or add the codes to it"),
    ),
    "JOINED_NAMES": (
        ("{value} 连成了一个词", "{value} is read as one word"),
        ("清单用方括号和半角逗号：{written}", "a list has brackets and commas: {written}"),
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
    "NUMBER_FOR_TEXT": (
        ("须为文字，现被读作小数 {value}", "this has to be text and is read as the number {value}"),
        ("加半角引号，如 \"3.10\"，以免丢掉末尾的 0", "put it in quotation marks, like \"3.10\", so that no 0 is lost"),
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
        ("写县代码的前 2 至 6 位数字（不以 0 开头），如 \"4503\"；全国写 \"\"", "write the first 2 to 6 digits of the code (they never begin with 0), like \"4503\"; \"\" for the whole country"),
    ),
    "DATES_REVERSED": (
        ("止日 {to} 早于起日 {since}", "the end {to} is before the beginning {since}"),
        ("对调或改正 from 与 to", "exchange or correct from and to"),
    ),
    "VALUE_AGAINST_UNIT": (
        ("值 {value} 与单位 {unit} 不符", "the value {value} does not go with the unit {unit}"),
        ("单位为 {unit} 的值应写：{form}", "with the unit {unit} write {form_en}"),
    ),
    "VALUE_AGAINST_FACT": (
        ("值 {value} 不能与事实 {fact} 相比", "the value {value} cannot be compared with the fact {fact}"),
        ("应写：{form}", "write {form_en}"),
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
    "KIND_AGAINST_SCOPE": (
        ("{kind} 不能用于 {scope}", "{kind} does not go with the scope {scope}"),
        ("scope 改为 {known}，或换一个 kind", "use the scope {known}, or another kind"),
    ),
    "NOT_A_TABLE": (
        ("须为期限表", "this has to be a table of dates"),
        ("写成 {{2023Q1: 2023-04-30, 2023Q2: 2023-07-31}}", "write it like {{2023Q1: 2023-04-30, 2023Q2: 2023-07-31}}"),
    ),
    "NOT_A_QUARTER": (
        ("{value} 不是季度（或年度）", "{value} is no quarter (or year)"),
        ("写成 2023Q1 的样子；by_patch_year 也可写 2018", "write it like 2023Q1; by_patch_year takes 2018 too"),
    ),
    "UNUSED_LABEL": (
        ("没有期限用到名称 {name}", "no deadline has the title {name}"),
        ("{hint}可写：{known}", "{hint}there are: {known}"),
    ),
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
    "code": ("代码", "code"), "choice": ("选项", "choice"), "kind": ("期限（kind）", "kind of deadline"),
    "scope": ("对象（scope）", "scope"), "event": ("起算事件", "event"), "field": ("字段", "field"),
    "table": ("表", "table"), "format": ("格式", "format"), "date form": ("日期格式", "form of dates"),
}

# Said of a mistake that keeps the rest of its file from being checked.
MORE_AFTERWARDS: Sentence = (
    "这一处改好并保存后，才查这个文件的其余各处。",
    " The rest of this file is checked once this is corrected and saved.",
)
