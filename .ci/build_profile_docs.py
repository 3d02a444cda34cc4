"""Fills the tables of docs/profiles.zh.md and docs/profiles.en.md from what the plugin reads; --check only compares."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = {language: ROOT / "docs" / f"profiles.{language}.md" for language in ("zh", "en")}
sys.path.insert(0, str(ROOT))

import yaml  # noqa: E402 - the plugin is found beside this folder

from weipian_plugin.domain.calendar.deadline_kinds import EVENTS, KINDS  # noqa: E402
from weipian_plugin.domain.judging.facts import FACTS  # noqa: E402
from weipian_plugin.domain.profile_schema import build_all  # noqa: E402
from weipian_plugin.domain.profile_schema.tables import (  # noqa: E402
    CHOICES,
    FORMS,
    LIST,
    NUMBER_FORM,
    NUMERIC_UNITS,
    REQUIRED_VALUES,
    UNITS_OF_FACT,
    members_of,
)
from weipian_plugin.domain.profiles import PolicyProfile  # noqa: E402

SENSES_EN = {
    "days_after_issue": "that many calendar days after issue",
    "day_of_later_month": "the day of the month that comes `months` after the month of issue",
    "last_day_of_later_month": "the last day of the month that comes `months` after the month of issue",
    "monthly_cycle": "issued up to `cutoff_day`: `due_day` of the next month, later ones a month later",
    "day_of_month_after": "the first such day of a month on or after the date of the task `after`",
    "by_quarter": "a table by quarter of issue, like 2023Q1",
    "by_patch_year": "a table by year of the patch (2018), or year and quarter of issue (2019Q1)",
    "fixed": "a fixed date", "dates": "several fixed dates", "quarter_ends": "the last day of each quarter from … to",
    "months_after_event": "that many months after the event",
    "working_days_after_event": "that many working days after the event",
}
HEADS = {
    "profiles": {"zh": ("口径", "名称", "承接", "地域", "起止"),
                 "en": ("Profile", "Title", "Extends", "Place", "From, to")},
    "units": {"zh": ("单位", "值写作"), "en": ("Unit", "Value")},
    "values": {"zh": ("名称", "内容", "单位", "可写", "口径"), "en": ("Name", "Content", "Unit", "May be", "Profile")},
    "kinds": {"zh": ("`kind`", "`timing` 的键", "`scope`", "意思"),
              "en": ("`kind`", "Keys of `timing`", "`scope`", "Meaning")},
    "events": {"zh": ("事件", "意思"), "en": ("Event", "Meaning")},
    "evidence": {"zh": ("代码", "证据", "事实"), "en": ("Code", "Paper", "Fact")},
    "rules": {"zh": ("`id`", "`order`", "规则", "口径"), "en": ("`id`", "`order`", "Rule", "Profile")},
    "flags": {"zh": ("`id`", "标记", "口径"), "en": ("`id`", "Mark", "Profile")},
    "onsite": {"zh": ("`id`", "情形", "口径"), "en": ("`id`", "Duty", "Profile")},
    "deadlines": {"zh": ("`id`", "期限", "口径"), "en": ("`id`", "Deadline", "Profile")},
    "labels": {"zh": ("任务", "叫法", "口径"), "en": ("Task", "Word", "Profile")},
    "facts": {"zh": ("事实", "内容", "可比的单位", "所需图层角色"), "en": ("Fact", "Content", "Units", "Layer role")},
}


def profiles(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The shipped profiles, with what each rests on."""
    for one in built:
        held = one.validity
        everywhere = "全国" if language == "zh" else "everywhere"
        yield (f"`{one.id}`", one.title if language == "zh" else one.title_en, " → ".join(one.ancestors),
               (held.place or everywhere) if held else "", f"{held.since} – {held.until}" if held else "")


def units(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """Each unit with how its values are written."""
    position = 0 if language == "zh" else 1
    plain = [unit for unit in NUMERIC_UNITS if unit not in FORMS]
    yield " ".join(f"`{unit}`" for unit in plain), NUMBER_FORM[position]
    for unit, form in FORMS.items():
        yield f"`{unit}`", form[position].strip()


def values(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """Every value of every shipped profile, once."""
    known = {name: value for one in built for name, value in one.values.items()}
    users: dict[str, list[str]] = {}
    for one in sorted(built, key=lambda profile: len(profile.ancestors)):
        for name in one.values:
            if not set(users.setdefault(name, [])) & set(one.ancestors):
                users[name].append(one.id)
    for name in sorted(known):
        allowed = CHOICES.get(name) or (members_of(name) if known[name].unit == LIST else ())
        must = "" if name not in REQUIRED_VALUES else ("（必有）" if language == "zh" else " (required)")
        yield f"`{name}`{must}", known[name].title, known[name].unit, "、".join(allowed), "、".join(users[name])


def kinds(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The kinds of deadlines."""
    for name, kind in KINDS.items():
        sense = kind.sense if language == "zh" else SENSES_EN.get(name, kind.sense)
        needs, scopes = ("、".join(f"`{one}`" for one in names) for names in (kind.needs, kind.scopes))
        yield f"`{name}`", needs, scopes, sense


def events(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """What a deadline can run from."""
    return ((f"`{name}`", words[0 if language == "zh" else 1]) for name, words in EVENTS.items())


def facts(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """What conditions can speak about."""
    for fact in FACTS.values():
        named = "、".join(unit for unit in UNITS_OF_FACT[fact.unit] if unit)
        yield f"`{fact.name}`", fact.zh if language == "zh" else fact.en, named, f"`{fact.role}`" if fact.role else ""


def evidence(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The papers rules may ask for."""
    known = {code: paper for one in built for code, paper in one.evidence.items()}
    for code, paper in known.items():
        yield f"`{code}`", paper.title if language == "zh" else paper.title_en, f"`{paper.fact}`" if paper.fact else ""


def rules(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The rules of both tables in their order, with the profiles that have them."""
    yield from _listed(built, language, "rules")
    yield from _listed(built, language, "mineral_rules")


def flags(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The marks."""
    return _listed(built, language, "flags")


def onsite(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The duties to look on site."""
    return _listed(built, language, "onsite")


def deadlines(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The deadlines."""
    return _listed(built, language, "deadlines")


def labels(built: Sequence[PolicyProfile], language: str) -> Iterable[Sequence[object]]:
    """The words for tasks, with the profiles that use each."""
    users: dict[tuple[str, str], list[str]] = {}
    for one in sorted(built, key=lambda profile: len(profile.ancestors)):
        for name, word in one.labels.items():
            using = users.setdefault((name, word), [])
            if not set(using) & set(one.ancestors):
                using.append(one.id)
    for (name, word), ids in sorted(users.items()):
        yield f"`{name}`", word, "、".join(ids)


def _listed(built: Sequence[PolicyProfile], language: str, section: str) -> Iterable[Sequence[object]]:
    """Id, order where it has one, title, and the profile that wrote it first (or whoever else did, apart from it)."""
    found: dict[tuple[str, str], tuple[object, list[str]]] = {}
    for one in sorted(built, key=lambda profile: len(profile.ancestors)):
        for item in getattr(one, section):
            title = item.title if language == "zh" else item.title_en
            if section == "deadlines" and language == "zh":
                title = one.label(title)
            order, users = found.setdefault((item.id, title), (getattr(item, "order", None), []))
            if not set(users) & set(one.ancestors):
                users.append(one.id)
    ordered = sorted(found.items(), key=lambda entry: entry[1][0] or 0)
    for (name, title), (order, users) in ordered:
        yield (f"`{name}`", *(() if order is None else (order,)), title, "、".join(users))


TABLES = (profiles, units, values, kinds, events, facts, evidence, rules, flags, onsite, deadlines, labels)


def page(language: str) -> str:
    """The page with its tables as they should be."""
    documents = [yaml.safe_load(path.read_text(encoding="utf-8"))
                 for path in sorted((ROOT / "resources" / "profiles").glob("*.yaml"))]
    built = list(build_all({str(document["id"]): document for document in documents}).values())
    text = PAGES[language].read_text(encoding="utf-8")
    for rows in TABLES:
        name = rows.__name__
        heads = HEADS[name][language]
        lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        lines += [f"| {' | '.join(' '.join(str(cell).split()).replace('|', chr(92) + '|') for cell in row)} |"
                  for row in rows(built, language)]
        filled = "\n".join([f"<!-- {name} -->", "", *lines, "", f"<!-- /{name} -->"])
        text, count = re.subn(f"<!-- {name} -->.*?<!-- /{name} -->", lambda _, new=filled: new, text, flags=re.DOTALL)
        if count != 1:
            raise SystemExit(f"{PAGES[language]}: one pair of <!-- {name} --> marks is needed")
    return text


def main() -> int:
    """Write the pages, or with --check say whether they are up to date."""
    stale = [language for language in PAGES if page(language) != PAGES[language].read_text(encoding="utf-8")]
    if "--check" in sys.argv[1:]:
        print("docs/profiles.*.md are up to date" if not stale else "run .ci/build_profile_docs.py")
        return 1 if stale else 0
    for language in stale:
        PAGES[language].write_text(page(language), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
