"""Writes docs/fields.md from the field definitions, code lists, roles and profiles; --check only compares."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "fields.md"
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402 - the plugin is found beside this folder

from weipian_plugin.domain.definitions import (  # noqa: E402
    AUDIT,
    EVALUATION,
    EVIDENCE_BLOCKS,
    FIELD_CHECK,
    IDENTIFICATION,
    ISSUED,
    ISSUED_MINERAL,
    JUDGEMENT,
    MINERAL_CHECK,
    SIGNATURE,
    STATED,
)
from weipian_plugin.domain.forms.codes import CODE_LISTS  # noqa: E402
from weipian_plugin.domain.forms.fields import Condition, Field, FieldType, FilledBy  # noqa: E402
from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS  # noqa: E402
from weipian_plugin.domain.judging.rule_words import in_words  # noqa: E402
from weipian_plugin.domain.profile_schema import build_all  # noqa: E402
from weipian_plugin.domain.profiles import PROPOSED, TAGS, Basis, PolicyProfile  # noqa: E402
from weipian_plugin.domain.roles import ADMIN, EVIDENCE, LANDCLASS, ROLES, ZONE  # noqa: E402

TYPES = {FieldType.TEXT: "文本", FieldType.INTEGER: "整数", FieldType.NUMBER: "数", FieldType.AREA: "面积",
         FieldType.DATE: "日期", FieldType.BOOLEAN: "是/否", FieldType.CODE: "代码"}
FILLED = {FilledBy.ISSUED: "下发", FilledBy.OVERLAY: "套合测算", FilledBy.ANALYST: "判读人", FilledBy.FIELD: "外业",
          FilledBy.CASE: "执法办案", FilledBy.COUNTY: "县级", FilledBy.CITY: "市级", FilledBy.PROVINCE: "省级",
          FilledBy.SYSTEM: "系统"}
FORMS = (
    ("附表1-1：下发的土地图斑", ISSUED), ("附表1-2：下发的矿产图斑", ISSUED_MINERAL),
    ("附表2-1 A：图斑与套合面积", IDENTIFICATION), ("附表2-1 B：判定（签字后才有内容）", JUDGEMENT),
    ("附表2-1 C：分项举证（只留所选情形的一项）", EVIDENCE_BLOCKS), ("附表2-1 D：外业核查", FIELD_CHECK),
    ("附表2-1 E：会审、审核与销号", AUDIT), ("附表2-2：矿产核查与判定", MINERAL_CHECK), ("签字", SIGNATURE),
    ("判读人认定的事实", STATED), ("附表5：日常执法情况评价", EVALUATION),
)
NO_FORM = """附表3（汇总分析报告）由统计生成，没有自己的字段。
军用土地登记表以机要件单独上报：本插件没有它的字段，也不导出。
"""
KINDS = {LANDCLASS: "地类", ZONE: "管控界线", EVIDENCE: "审批、备案与权属", ADMIN: "行政区划"}
BY_CODE = {one.code: one for definitions in (
    *(fields for _, fields in FORMS), *(kind.fields for kind in RECORD_KINDS.values())) for one in definitions}
HEAD = """# 字段、代码与政策口径

本页由 `.ci/build_docs.py` 从程序所用的定义生成，请勿手改。**拟** 表示没有见到正式表样或文件原文，是本项目的提议。
面积在工作库中以平方米保存，在表中以亩显示。

*Generated from the definitions the plugin itself uses; 拟 marks what no official text we have states.*
"""


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table; a bar or a line break inside a cell would end it."""
    lines = ["", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for row in rows:
        cells = (" ".join(str(cell).split()).replace("|", "\\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return [*lines, ""]


def fields(title: str, definitions: Sequence[Field]) -> list[str]:
    """One form's fields in column order."""
    heads = ["代码", "中文", "English", "类型", "何时有、何时必填", "由谁填写", "依据", "拟"]
    aliases = any(one.aliases for one in definitions)
    groups = len({one.group for one in definitions}) > 1
    heads[3:3] = ["分组"] * groups
    heads[-2:-2] = ["下发表中的其他列名"] * aliases
    return [f"## {title}", *table(heads, (
        (f"`{one.code}`", one.zh, one.en, *[one.group] * groups, type_of(one), required(one), FILLED[one.filled_by],
         *["、".join(one.aliases)] * aliases, one.source, "拟" if one.proposed else "") for one in definitions))]


def type_of(field: Field) -> str:
    """The type in words, with length, unit or list."""
    kind = TYPES[field.type]
    if field.type is FieldType.AREA:
        return f"{kind}（m²，显示为亩）"
    if field.codes:
        return f"{kind}（[{field.codes}](#{field.codes.lower()})）"
    return f"{kind}（{field.length or field.unit}）" if field.length or field.unit else kind


def required(field: Field) -> str:
    """When the field exists, and when it must be filled."""
    exists = f"{in_terms(field.when)}时" if field.when else "总是"
    if not field.required:
        return f"选填（{exists}）" if field.when else ""
    least = f"，不少于 {field.min_length} 字" if field.min_length else ""
    return (f"{in_terms(field.required_when)}时必填（{exists}有）" if field.required_when else f"{exists}必填") + least


def in_terms(condition: Condition) -> str:
    """``判定类型为合法``, with the terms of codes."""
    known = BY_CODE[condition[0]]
    lists = CODE_LISTS.get(known.codes)
    terms = {"0": "否", "1": "是"} if lists is None else {one.code: one.zh for one in lists.codes}
    named = (value if value == terms.get(value, value) else f"{value} {terms[value]}" if lists else terms[value]
             for value in condition[1])
    return f"{known.zh}为{'、'.join(named)}"


def code_lists() -> list[str]:
    """Every list with its codes."""
    lines = ["## 代码表"]
    for codes in CODE_LISTS.values():
        lines += [f"### {codes.name}", "", codes.zh + ("（拟）" if codes.proposed else ""),
                  *table(("代码", "中文", "English", "也认作"), (
                      (f"`{one.code}`", one.zh, one.en, "、".join(one.aliases)) for one in codes.codes))]
    return lines


def roles() -> list[str]:
    """What a reference layer can be."""
    return ["## 套合图层的角色", *table(("键", "中文", "English", "类别", "按名称识别", "分类字段"), (
        (f"`{role.key}`", role.zh, role.en, KINDS[role.kind], "、".join(role.layer_names), "、".join(role.class_fields))
        for role in ROLES.values()))]


def basis(found: Basis) -> str:
    """Sentence and note of what a value rests on; the tag has a column of its own."""
    words = [found.citation.in_words() if found.citation else "", found.note]
    return "；".join(word for word in words if word)


def mark(found: Basis) -> str:
    """How sure the source is: official text, working practice, known rule, or 拟."""
    return f"**{TAGS[PROPOSED][0]}**" if found.tag == PROPOSED else TAGS[found.tag][0]


def plain(value: object) -> str:
    """A value of a profile as people write it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def profile(one: PolicyProfile) -> list[str]:
    """One profile's figures, rules, marks, on-site duties and deadlines, each with its source."""
    held = one.validity
    place = f"，适用 {held.place or '全国'}，{held.since} 至 {held.until}" if held else ""
    heirs = f"承接 {'、'.join(one.ancestors)}。" if one.ancestors else ""
    lines = [f"## 政策口径 {one.id}", "", f"{one.title}{place}。{heirs}" + ("不能直接选用。" if one.abstract else "")]
    lines += ["", "### 数值", *table(("名称", "内容", "值", "单位", "起", "出处", "性质"), (
        (f"`{value.name}`", value.title, plain(value.value), value.unit, value.since, basis(value.basis),
         mark(value.basis)) for value in one.values.values()))]
    lines += ["### 规则（依次，先成立者为准）", *table(("规则", "标题", "条件", "建议", "出处", "性质"), (
        (f"`{rule.id}`", rule.title, in_words(rule.when),
         f"{rule.outcome.pdlx} {rule.outcome.code} {rule.outcome.label}", basis(rule.basis), mark(rule.basis))
        for rule in sorted(one.rules, key=lambda rule: rule.order)))]
    lines += ["### 标记", *table(("标记", "标题", "条件", "须人工确认", "出处", "性质"), (
        (f"`{flag.id}`", flag.title, in_words(flag.when), "是" if flag.hard else "", basis(flag.basis),
         mark(flag.basis)) for flag in one.flags))]
    lines += ["### 实地核查", *table(("规则", "标题", "由谁", "条件", "出处", "性质"), (
        (f"`{duty.id}`", duty.title, duty.who, in_words(duty.when), basis(duty.basis), mark(duty.basis))
        for duty in one.onsite))]
    lines += ["### 期限", *table(("期限", "标题", "图斑分类", "出处", "性质"), (
        (f"`{due.id}`", one.label(due.title), "、".join(due.classes) or "全部", basis(due.basis), mark(due.basis))
        for due in one.deadlines))]
    return lines


def page() -> str:
    """The whole page."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8"))
                 for path in sorted((ROOT / "resources" / "profiles").glob("*.yaml"))]
    profiles = build_all({str(document["id"]): document for document in documents})
    lines = [HEAD]
    lines.append(NO_FORM)
    for title, definitions in FORMS:
        lines += fields(title, definitions)
    for kind in RECORD_KINDS.values():
        form = "附表4 " if kind.name in ("act", "rectification") else "登记："
        parcels = "可属多个地块" if kind.many_parcels else "属一个地块"
        lines += fields(f"{form}{kind.zh}（`{kind.name}`，{parcels}）", kind.fields)
    lines += [*roles(), *code_lists()]
    for one in profiles.values():
        lines += profile(one)
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.rstrip() + "\n"


def main() -> int:
    """Write the page, or with --check say whether it is up to date."""
    text = page()
    if "--check" in sys.argv[1:]:
        same = TARGET.exists() and TARGET.read_text(encoding="utf-8") == text
        print("docs/fields.md is up to date" if same else "docs/fields.md is not up to date: run .ci/build_docs.py")
        return 0 if same else 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(text.splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
