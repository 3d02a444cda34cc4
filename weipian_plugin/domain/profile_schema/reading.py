"""Reads the pieces every section is made of: keys, texts, dates, units, sources; what is wrong goes to the report."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache
from typing import Collection, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ..calendar.dates import parse_date
from ..judging.rules import Limit
from ..profiles import OFFICIAL, PROPOSED, TAGS, Basis, Citation, Evidence, Value
from .problems import Keys, Report, nearest
from .tables import BASIS_KEYS, CHOICE, EXAMPLES, LIST, REFERENCE_KEYS, SHARE, SWITCH

Node = Mapping[str, object]


class Reader:
    """One merged document on its way to a profile. Wrong pieces are reported and read on with something harmless."""

    def __init__(self, document: Node, report: Report, texts: Mapping[str, str]) -> None:
        self.document = document
        self.report = report
        self.documents: Dict[str, str] = {}
        self.values: Dict[str, Value] = {}
        self.evidence: Dict[str, Evidence] = {}
        self.tblx: Mapping[str, str] = {}
        self.spoken_of: Set[str] = set()  # values that a condition names
        self._texts = texts

    @property
    def has_own_tblx(self) -> bool:
        """Does the profile, or one that it extends, bring its own 图斑类型?"""
        node = self.document.get("tblx")
        return isinstance(node, Mapping) and bool(node.get("codes"))

    def keys(self, node: Node, at: Keys, required: Collection[str], allowed: Collection[str] = ()) -> bool:
        """Are all required keys there, and no others than those allowed besides?"""
        known = tuple(sorted({*required, *allowed}))
        for key in node:
            if key not in known:
                self.report.add("UNKNOWN_KEY", (*at, str(key)), key=key, known=known, hint=nearest(key, known))
        missing = [key for key in sorted(required) if key not in node]
        for key in missing:
            self.missing(key, at)
        return not missing

    def missing(self, key: str, at: Keys) -> None:
        """The key has to be there."""
        self.report.add("MISSING_KEY", (*at, key), key=key, example=EXAMPLES.get(key, "…"))

    def mapping(self, node: Node, key: str, at: Keys) -> Node:
        """The mapping under ``key``; empty where there is none."""
        value = node.get(key, {})
        if isinstance(value, Mapping):
            return value
        self.report.add("NOT_A_MAPPING", (*at, key))
        return {}

    def items(self, section: str) -> List[Tuple[Node, Keys]]:
        """The items of a section with the way to each."""
        nodes = self.document.get(section, ())
        if not isinstance(nodes, Sequence) or isinstance(nodes, str):
            return []
        return [(node, (section, str(node["id"]))) for node in nodes if isinstance(node, Mapping) and "id" in node]

    def text(self, node: Node, key: str, at: Keys) -> str:
        """One line of text; whole numbers count as written, others may have lost digits (``3.10``) and are refused."""
        value = node.get(key, "")
        if isinstance(value, float):
            self.report.add("NUMBER_FOR_TEXT", (*at, key), value=value)
            return ""
        if value is None or isinstance(value, (bool, Mapping, list, tuple, set)):
            self.report.add("NOT_A_TEXT", (*at, key), value=shown(value))
            return ""
        if key in node and key != "note" and not str(value).strip():
            self.missing(key, at)
        return str(value).strip()

    def texts(self, node: Node, key: str, at: Keys) -> Tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = node.get(key, ())
        if isinstance(value, str) or not isinstance(value, Sequence):
            self.report.add("NOT_A_LIST", (*at, key))
            return ()
        for number, item in enumerate(value):
            if isinstance(item, float):
                self.report.add("NUMBER_FOR_TEXT", (*at, key, number), value=item)
            elif item is None or isinstance(item, (bool, Mapping, list)):
                self.report.add("NOT_A_TEXT", (*at, key, number), value=shown(item))
        return tuple(str(item) for item in value)

    def names(self, what: str, node: Node, key: str, at: Keys, known: Collection[str]) -> Tuple[str, ...]:
        """A list of names that must be known."""
        found = self.texts(node, key, at)
        for number, name in enumerate(found):
            if name not in known:
                self.report.unknown(what, name, known, (*at, key, number))
        return found

    def name(self, what: str, node: Node, key: str, at: Keys, known: Collection[str]) -> str:
        """One name that must be known; empty where the key is missing."""
        found = self.text(node, key, at)
        if found and found not in known:
            self.report.unknown(what, found, known, (*at, key))
        return found

    def switch(self, node: Node, key: str, at: Keys) -> bool:
        """True or false, and nothing that only looks like it."""
        value = node.get(key, False)
        if not isinstance(value, bool):
            self.report.add("NOT_A_SWITCH", (*at, key), value=shown(value))
        return value is True

    def whole(self, node: Node, key: str, at: Keys, most: int = 9999) -> int:
        """A whole number from 0."""
        value = node.get(key, 0)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
            self.report.add("NOT_WHOLE", (*at, key), value=shown(value), least=0, most=most)
            return 0
        return value

    def day(self, node: Node, key: str, at: Keys) -> date:
        """A day that the calendar has; today's absence of one reads as the first of all days."""
        return self.date_of(node[key], (*at, key)) if key in node else date.min

    def date_of(self, value: object, at: Keys) -> date:
        """The same for a value that is at hand."""
        found = parse_date(value)
        if found is None:
            self.report.add("NOT_A_DATE", at, value=shown(value))
        return found or date.min

    def limit(self, node: Node, key: str, at: Keys) -> Limit:
        """A number, text, switch or list."""
        value = node.get(key)
        if isinstance(value, (bool, int, float, str)):
            return value
        if isinstance(value, Mapping) or value is None:
            self.report.add("NOT_A_TEXT", (*at, key), value=shown(value))
            return ""
        return self.texts(node, key, at) if isinstance(value, Sequence) else str(value)

    def basis(self, node: Node, at: Keys) -> Basis:
        """Tag with citation or note; an official one has a citation that stands in its text."""
        tag = self.name("tag", node, "tag", at, TAGS)
        citation = self._citation(node, at) if "reference" in node else None
        note = self.text(node, "note", at)
        if "reference" not in node and tag == OFFICIAL:
            self.report.add("NO_CITATION", (*at, "reference"))
        elif "reference" not in node and tag and not note:
            self.report.add("NO_NOTE", (*at, "note"))
        return Basis(tag if tag in TAGS else PROPOSED, citation, note)

    def _citation(self, node: Node, at: Keys) -> Optional[Citation]:
        reference, at = self.mapping(node, "reference", at), (*at, "reference")
        complete = self.keys(reference, at, REFERENCE_KEYS)
        file, clause, sentence = (self.text(reference, key, at) for key in ("file", "clause", "sentence"))
        if "file" not in reference:
            return None
        if file not in self.documents:
            self.report.add("UNKNOWN_DOCUMENT", (*at, "file"), value=file, known=tuple(self.documents),
                            hint=nearest(file, self.documents))
            return None
        if file in self._texts and squeezed(sentence) not in squeezed(self._texts[file]):
            self.report.add("NOT_IN_TEXT", (*at, "sentence"), file=file)
        return Citation(file, self.documents[file], clause, sentence) if complete else None


@lru_cache(maxsize=512)
def squeezed(text: str) -> str:
    """The text without any white space: how words are looked up in a text that breaks its lines anywhere."""
    return "".join(text.split())


def fits_unit(value: Limit, unit: str) -> bool:
    """Is this how a value with this unit is written? Areas, times and counts are not negative, shares at most 1."""
    if unit in (SWITCH, CHOICE, LIST):
        return isinstance(value, {SWITCH: bool, CHOICE: str, LIST: tuple}[unit])
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    return 0 <= value <= (1 if unit == SHARE else math.inf)


def with_basis(required: Collection[str], *more: str) -> Collection[str]:
    """The keys an item may have: its own, those of its source, and ``more``."""
    return {*required, *BASIS_KEYS, *more}


def shown(value: object) -> str:
    """A value as its writer sees it in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "（空）" if value is None else str(value)
