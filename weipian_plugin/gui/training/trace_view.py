"""The rule's path to be read: every rule in its order, what was measured, what decided, on which sentence it rests."""

from __future__ import annotations

from html import escape
from typing import Iterator, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QTextBrowser, QWidget

from ...domain.judging.trace import FAILED, HELD, NOT_REACHED, NOT_SO, STATES, UNKNOWN, Trace, TracedPart, TracedRule
from ...domain.profiles import OFFICIAL
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured, muted

translate = QCoreApplication.translate
SIGNS = {HELD: "✔", FAILED: "✘", UNKNOWN: "?", NOT_REACHED: "·"}
_TONES = {HELD: GOOD, FAILED: BAD, UNKNOWN: WARN}
_TRUTH_SIGNS = {"true": "✔", "false": "✘", "unknown": "?"}
_INVERTED = {"true": "false", "false": "true"}
_INDENT = "&nbsp;" * 5


class TraceView(QTextBrowser):
    """Shows a trace; with ``everything`` every comparison of every rule, and the rules that were not reached."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setWhatsThis(self.tr("How the rules came to what they say: every rule, every fact, and what was missing"))
        self.setOpenLinks(False)
        self.everything = False
        self._trace: Optional[Trace] = None
        self._title = ""

    def show_trace(self, trace: Trace, title: str) -> None:
        """Show the path; ``title`` names parcel and profile."""
        self._trace, self._title = trace, title
        self.setHtml(trace_html(trace, title, self.palette(), self.everything))

    def forget(self) -> None:
        """Show nothing any more."""
        self._trace = None
        self.clear()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and getattr(self, "_trace", None) is not None:
            self.set_everything(self.everything)

    def set_everything(self, on: bool) -> None:
        """Every comparison and every rule, or only what decided."""
        self.everything = on
        if self._trace is not None:
            self.show_trace(self._trace, self._title)


def trace_html(trace: Trace, title: str, palette: QPalette, everything: bool = False) -> str:
    """The whole path as rich text: of the rules tried what decided, of the one that holds every comparison."""
    reached = [row for row in trace.rows if row.state != NOT_REACHED]
    later = [row for row in trace.rows if row.state == NOT_REACHED]
    parts = [f"<h3>{escape(title)}</h3>", _headline(trace, palette)]
    parts += [rule_html(row, palette, row.id == trace.winner, everything or row.id == trace.winner) for row in reached]
    if later:
        said = translate("TraceView", "{n} rules after it were not reached.").format(n=len(later))
        parts.append(f'<p style="color:{muted(palette).name()}">{escape(said)}</p>')
    if everything:
        parts += [f"<p>{SIGNS[NOT_REACHED]} {escape(rule_named(row))}</p>" for row in later]
    return "".join(parts)


def rule_html(row: TracedRule, palette: QPalette, stressed: bool = False, everything: bool = True) -> str:
    """One rule: how it came out, its comparisons with the measured values (else only the decisive), what it rests on.
    """
    state = STATES[row.state][0 if _chinese() else 1]
    sign = f"{SIGNS[row.state]} {rule_named(row)}"
    head = coloured(sign, _TONES[row.state], palette, bold=True) if row.state in _TONES else escape(sign)
    outcome = f" → {escape(row.outcome if _chinese() else row.outcome_en)}" if stressed else ""
    lines = [f"{head} — <b>{escape(state)}</b>{f'<b>{outcome}</b>' if outcome else ''}"]
    lines += [_part_html(part, part.depth if everything else 0, decides, palette)
              for part, decides in decisive_parts(row) if everything or decides]
    lines.append(f"{_INDENT}{basis_html(row, palette)}")
    style = ' style="margin-top:12px;margin-bottom:12px"' if stressed else ' style="margin-top:6px"'
    return f"<p{style}>{'<br>'.join(line for line in lines if line)}</p>"


def basis_html(row: TracedRule, palette: QPalette) -> str:
    """The sentence of the document, or the mark of what is not from one."""
    basis = row.basis if _chinese() else row.basis_en
    if not basis:
        return ""
    if row.tag == OFFICIAL or row.citation is not None:
        return f'<span style="color:{muted(palette).name()}">{escape(basis)}</span>'
    return coloured(basis, WARN, palette)


def decisive_parts(row: TracedRule) -> Iterator[Tuple[TracedPart, bool]]:
    """Each line of a rule's condition, and whether it made the rule come out as it did."""
    wanted: List[str] = []
    for part, is_leaf in _with_leaves(row.parts):
        del wanted[part.depth:]
        here = wanted[-1] if wanted else row.truth
        counts = bool(here) and part.truth == here
        # Below a line that did not bring the outcome about nothing did; below “not” the opposite is looked for.
        wanted.append("" if not counts else _INVERTED.get(here, here) if part.words_en == NOT_SO else here)
        yield part, counts and is_leaf and row.state in _TONES


def _with_leaves(parts: Sequence[TracedPart]) -> Iterator[Tuple[TracedPart, bool]]:
    for place, part in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else None
        yield part, following is None or following.depth <= part.depth


def _part_html(part: TracedPart, depth: int, decides: bool, palette: QPalette) -> str:
    words, indent = part.words if _chinese() else part.words_en, _INDENT * (depth + 1)
    sign = _TRUTH_SIGNS.get(part.truth, "")
    if not decides:
        return f"{indent}{escape(sign)} {escape(words)}"
    said = coloured(translate("TraceView", "◀ decides"), WARN, palette, bold=True)
    return f"{indent}<b>{escape(sign)} <u>{escape(words)}</u></b> {said}"


def _headline(trace: Trace, palette: QPalette) -> str:
    winner = trace.row(trace.winner) if trace.winner else None
    if winner is None:
        said = translate("TraceView", "No rule holds: the profile suggests nothing.")
        return f"<p>{coloured(said, WARN, palette, bold=True)}</p>"
    said = translate(
        "TraceView", "Rules are tried from top to bottom; the first that holds suggests: {rule} → {outcome}").format(
        rule=rule_named(winner), outcome=winner.outcome if _chinese() else winner.outcome_en)
    return f"<p>{escape(said)}</p>"


def rule_named(row: TracedRule) -> str:
    """The rule's title, its code behind."""
    return f"{row.title}（{row.id}）" if _chinese() else f"{row.title_en} ({row.id})"


def _chinese() -> bool:
    return language() == "zh"
