"""Two suggestions on the same ground side by side: what differs has a sign and bold type, not a colour alone."""

from __future__ import annotations

from html import escape
from typing import List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.forms.terms import kind_name
from ...domain.judging.compare import ChangedFact, ChangedValue, Differences
from ...domain.judging.suggestion import ShownMark, Suggestion
from ..messages import language
from ..wording import WARN, coloured, muted
from .trace_view import rule_html, rule_named

translate = QCoreApplication.translate
DIFFERENT, SAME, ONLY_HERE = "≠", "＝", "◆"
Items = Sequence[str]


def differences_html(found: Differences, title_a: str, title_b: str, palette: QPalette) -> str:
    """The whole comparison as rich text."""
    return "".join((
        _headline(found, palette),
        _side_by_side(found, title_a, title_b, palette),
        _changed_facts(found.facts),
        _parting(found, title_a, title_b, palette),
        _other_values(found),
        _sentences(found.sentences if _chinese() else found.sentences_en, title_a, title_b),
    ))


def _headline(found: Differences, palette: QPalette) -> str:
    a, b = (kind_name(side.kind, language()) for side in (found.a, found.b))
    if found.same_outcome:
        said = translate("CompareText", "The same outcome on both sides: {outcome}").format(outcome=a)
        return f"<p><b>{escape(f'{SAME} {said}')}</b></p>"
    said = translate("CompareText", "The outcome differs: {a} → {b}").format(a=a, b=b)
    return f"<p>{coloured(f'{DIFFERENT} {said}', WARN, palette, bold=True)}</p>"


def _side_by_side(found: Differences, title_a: str, title_b: str, palette: QPalette) -> str:
    a, b = found.a, found.b
    rows = [
        _row(translate("CompareText", "Outcome"), [_outcome(a)], [_outcome(b)]),
        _row(translate("CompareText", "Rule"), [_rule(a)], [_rule(b)]),
        *_deciding(found.decisive),
        _row(translate("CompareText", "Why"), [_words(a)], [_words(b)]),
        _row(translate("CompareText", "Rests on"), [_basis(a)], [_basis(b)]),
        _row(translate("CompareText", "Evidence"), _evidence(a), _evidence(b)),
        _row(translate("CompareText", "Not checked"), _unchecked(a), _unchecked(b)),
        _row(translate("CompareText", "Marks"), _marks(a.flags), _marks(b.flags)),
        _row(translate("CompareText", "On site"), _marks(a.duties), _marks(b.duties)),
        _row(translate("CompareText", "Deadlines"), _deadlines(a, found.later[0]), _deadlines(b, found.later[1])),
    ]
    head = (f"<tr><th></th><th align='left' width='12%'></th><th align='left' width='42%'>A · {escape(title_a)}</th>"
            f"<th align='left' width='42%'>B · {escape(title_b)}</th></tr>")
    legend = translate("CompareText", "{different} differs · {same} the same · {only} only on this side").format(
        different=DIFFERENT, same=SAME, only=ONLY_HERE)
    return (f"<table border='1' cellspacing='0' cellpadding='5' width='100%'>{head}{''.join(rows)}</table>"
            f'<p style="color:{muted(palette).name()}">{escape(legend)}</p>')


def _row(name: str, a: Items, b: Items) -> str:
    same = list(a) == list(b)
    sign = SAME if same else DIFFERENT
    title = escape(name) if same else f"<b>{escape(name)}</b>"
    return (f"<tr><td align='center'><b>{sign}</b></td><td>{title}</td><td>{_listed(a, b)}</td>"
            f"<td>{_listed(b, a)}</td></tr>")


def _deciding(values: Sequence[ChangedValue]) -> List[str]:
    """The values of the profiles that part the paths, each with what it rests on."""
    told: Tuple[List[str], List[str]] = ([], [])
    for value in values:
        title, *both = value.told(language())
        for side, one, shown in zip(told, (value.a, value.b), both):
            basis = one.basis.in_words(language()) if one is not None else ""
            side.append(f"{title}{'：' if _chinese() else ': '}{shown} {basis}".strip())
    return [_row(translate("CompareText", "Decides"), *told)] if values else []


def _listed(items: Items, others: Items) -> str:
    """The items of one side, those that the other has not marked."""
    lines = [escape(item) if item in others else f"<b>{ONLY_HERE} {escape(item)}</b>" for item in items if item]
    return "<br>".join(lines) or "—"


def _changed_facts(facts: Sequence[ChangedFact]) -> str:
    if not facts:
        return ""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(a)}</td><td><b>{DIFFERENT} {escape(b)}</b></td></tr>"
                   for name, a, b in (one.told(language()) for one in facts))
    title = translate("CompareText", "Facts that differ")
    return (f"<h4>{escape(title)}</h4><table border='1' cellspacing='0' cellpadding='4'>"
            f"<tr><th></th><th align='left'>A</th><th align='left'>B</th></tr>{rows}</table>")


def _parting(found: Differences, title_a: str, title_b: str, palette: QPalette) -> str:
    if found.parting is None:
        return ""
    row = found.parting.a or found.parting.b
    named = found.parting.rule if row is None else rule_named(row)
    said = translate("CompareText", "Where the paths part: {rule}").format(rule=named)
    sides, none = [], translate("CompareText", "This profile has no such rule.")
    for letter, title, row in (("A", title_a, found.parting.a), ("B", title_b, found.parting.b)):
        told = rule_html(row, palette) if row is not None else escape(none)
        sides.append(f"<p><b>{letter} · {escape(title)}</b></p>{told}")
    return f"<h4>{escape(said)}</h4>{''.join(sides)}"


def _other_values(found: Differences) -> str:
    """How many values of the profiles differ besides those that decide."""
    others = len(found.values) - len(found.decisive)
    if not others:
        return ""
    said = translate(
        "CompareText", "{n} further values of the two profiles differ and do not bear on this.").format(n=others)
    return f"<p>{escape(said)}</p>"


def _sentences(pairs: Sequence[Tuple[str, str]], title_a: str, title_b: str) -> str:
    if not pairs:
        return ""
    rows = "".join(f"<tr><td>{escape(a)}</td><td>{escape(b)}</td></tr>" for a, b in pairs)
    head = (f"<tr><th align='left' width='50%'>A · {escape(title_a)}</th>"
            f"<th align='left' width='50%'>B · {escape(title_b)}</th></tr>")
    title = translate("CompareText", "Sentences that differ")
    return (f"<h4>{escape(title)}</h4>"
            f"<table border='1' cellspacing='0' cellpadding='5' width='100%'>{head}{rows}</table>")


def _outcome(suggestion: Suggestion) -> str:
    label = suggestion.label if _chinese() else suggestion.label_en
    doubt = translate("CompareText", " (in doubt)") if suggestion.suspicious else ""
    return f"{kind_name(suggestion.kind, language())} {label}{doubt}"


def _rule(suggestion: Suggestion) -> str:
    if _chinese():
        return f"{suggestion.rule_title}（{suggestion.rule}）"
    return f"{suggestion.rule_title_en} ({suggestion.rule})"


def _words(suggestion: Suggestion) -> str:
    return suggestion.words if _chinese() else suggestion.words_en


def _basis(suggestion: Suggestion) -> str:
    return suggestion.basis if _chinese() else suggestion.basis_en


def _evidence(suggestion: Suggestion) -> List[str]:
    return [f"{'✔' if piece.have else '✘'} {piece.title if _chinese() else piece.title_en}"
            for piece in suggestion.evidence]


def _unchecked(suggestion: Suggestion) -> List[str]:
    from ...domain.judging.facts import FACTS
    from ...domain.roles import ROLES

    place = "zh" if _chinese() else "en"
    return [*(str(getattr(ROLES[key], place)) for key in suggestion.missing_layers if key in ROLES),
            *(str(getattr(FACTS[name], place)) for name in suggestion.missing_facts if name in FACTS)]


def _marks(marks: Sequence[ShownMark]) -> List[str]:
    found = []
    for mark in marks:
        hard = translate("CompareText", "[to be confirmed] ") if mark.hard else ""
        unsure = translate("CompareText", " (cannot be told yet)") if mark.open else ""
        found.append(f"{hard}{mark.told(language())[0]}{unsure}")
    return found


def _deadlines(suggestion: Suggestion, later: Optional[Tuple[str, str]]) -> List[str]:
    """The effective due dates, marked where the profile was ``later`` than the patch."""
    mark = "" if later is None else f"（{later[0]}）" if _chinese() else f" ({later[1]})"
    return [f"{one.due} {one.title if _chinese() else one.title_en}{mark}" for one in suggestion.deadlines
            if one.effective]


def _chinese() -> bool:
    return language() == "zh"

