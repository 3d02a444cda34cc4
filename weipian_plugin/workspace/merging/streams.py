"""Streams: which events follow which, where they part, and what stands while nobody has decided between sides.

An event follows the one upon whose state it was decided. What nothing follows is a head; a stream with two heads was
decided in two places, of which neither knew the other's word. All of it follows from the events alone, whatever the
order in which they came.
"""

from __future__ import annotations

from typing import Container, Dict, FrozenSet, Iterable, List, Mapping, Sequence, Set

from ...domain.forms.record_kinds import RECORD_KINDS
from ..events import UNDONE
from .told import EARLIER, RECORD, SETTLES, SETTLING, PatchOf, Told, Values, changed, mapping, touched


class Stream:
    """One stream with its events in the order in which the workspace knows them."""

    def __init__(self, name: str, told: Sequence[Told], patch_of: PatchOf) -> None:
        self.name, self.told, self._patch_of = name, told, patch_of
        self.by_uuid = {each.uuid: each for each in told}
        self.follows: Dict[str, str] = {}
        self.passed: Dict[str, str] = {}  # what an event follows that is not known here
        self.heads: List[str] = []
        self._values: Dict[str, Values] = {}
        self._is_row = self._in_a_row()
        if not self._is_row:
            self._as_told()

    def _in_a_row(self) -> bool:
        """Does each follow the one before it, as nearly always?"""
        before, follows = "", {}
        for uuid, _, _, _, _, _, _, payload, told in self.told:
            if SETTLES in payload or (told is not None and told.get(self.name, "") != before):
                return False
            follows[uuid] = before
            before = uuid
        self.follows, self.heads = follows, [before] if before else []
        return True

    def _as_told(self) -> None:
        for number, each in enumerate(self.told):
            if each.follows is not None:
                self.follows[each.uuid] = self._followed(each.uuid, each.follows)
            else:
                heads = self._heads_of(self.told[:number])
                self.follows[each.uuid] = self._standing_of(heads)
        self.heads = self._heads_of(self.told)

    def _followed(self, uuid: str, follows: Mapping[str, str]) -> str:
        """What an event follows; where that did not come here, the last before it that did."""
        before = follows.get(self.name, "")
        if before and before not in self.by_uuid:
            self.passed[uuid] = before
            return follows.get(EARLIER + self.name, before)
        return before

    def _heads_of(self, told: Sequence[Told]) -> List[str]:
        followed = {self.follows[each.uuid] for each in told} | self._closed(told)
        return [each.uuid for each in told if each.uuid not in followed]

    def _closed(self, told: Sequence[Told]) -> Set[str]:
        """What people decided against, unless that decision was taken back since."""
        deciding = [each for each in told if SETTLES in each.payload and not each.undoes]
        if not deciding:
            return set()
        undone_by: Dict[str, List[str]] = {}
        for each in told:
            if each.undoes:
                undone_by.setdefault(each.undoes, []).append(each.uuid)

        def is_undone(uuid: str) -> bool:
            return any(not is_undone(other) for other in undone_by.get(uuid, ()) if other != uuid)

        closed: Set[str] = set()
        for each in deciding:
            heads = mapping(each.payload[SETTLES]).get(self.name)
            if isinstance(heads, list) and not is_undone(each.uuid):
                closed.update(str(head) for head in heads)
        return closed

    def _line(self, head: str) -> FrozenSet[str]:
        return frozenset(each.uuid for each in self.lineage(head))

    def lineage(self, head: str) -> List[Told]:
        """What led to a head, oldest first, itself last."""
        if self._is_row and self.heads == [head]:
            return list(self.told)
        found: List[Told] = []
        seen: Set[str] = set()
        while head in self.by_uuid and head not in seen:
            seen.add(head)
            found.append(self.by_uuid[head])
            head = self.follows.get(head, "")
        return found[::-1]

    def _standing_of(self, heads: Sequence[str]) -> str:
        """Where this workspace itself decided after what all sides have in common that stands, else the side with the
        smallest uuid: a rule in which neither time nor the order of merging has a part.
        """
        if len(heads) < 2:
            return heads[0] if heads else ""
        lines = {head: self._line(head) for head in heads}
        common = frozenset.intersection(*lines.values())
        own = [head for head, line in lines.items()
               if any(self.by_uuid[uuid].follows is None for uuid in line - common)]
        return min(own or heads)

    @property
    def standing(self) -> str:
        """The head whose state the workspace shows."""
        return self._standing_of(self.heads)

    def word_of(self, head: str) -> Told:
        """The event whose word a head is: a decision between sides that was taken back leads to what stood before."""
        found = self.by_uuid[head]
        while SETTLING in found.payload and found.kind == UNDONE:
            before = self.by_uuid.get(self.follows.get(found.undoes, ""))
            if before is None:
                break
            found = before
        return found

    def base(self) -> Values:
        """What each value was before anybody decided."""
        found: Values = {}
        for each in sorted(self.told, key=lambda each: len(self.lineage(each.uuid))):
            for key, value in changed(each, self.name, "before", self._patch_of).items():
                found.setdefault(key, value)
        return found

    def values(self, head: str) -> Values:
        """The state at a head, of every value that any side has changed."""
        if head not in self._values:
            self._values[head] = self._values_at(head)
        return self._values[head]

    def _values_at(self, head: str) -> Values:
        found: Values = {}
        line = self.lineage(head)
        if len(line) < len(self.told):
            found = self.base()
        for each in line:
            found.update(changed(each, self.name, "after", self._patch_of))
        return found

    @property
    def is_open(self) -> bool:
        """Do sides say different things?"""
        if len(self.heads) < 2:
            return False
        first, *others = [_said(self.values(head)) for head in self.heads]
        return any(other != first for other in others)


def _said(values: Values) -> Values:
    """The values without what each office works out by itself of what a record says."""
    content = values.get((RECORD,))
    kind = RECORD_KINDS.get(str(mapping(content).get("kind")))
    if kind is None or not kind.worked_out:
        return values
    said = {code: value for code, value in mapping(mapping(content).get("values")).items()
            if code not in kind.worked_out}
    return {**values, (RECORD,): {"kind": kind.name, "values": said}}


def streams_of(told: Iterable[Told], patch_of: PatchOf) -> Dict[str, Stream]:
    """The streams of events that are given in their order."""
    return {name: Stream(name, some, patch_of) for name, some in grouped(told, patch_of).items()}


def name_earlier(follows: Mapping[str, Dict[str, str]], leaving: Container[str]) -> None:
    """Name beside what stays, and is followed in a record's stream by what leaves, the last before it that leaves:
    whoever receives a part of a stream has the rest of it in one line.
    """
    for uuid, before in follows.items():
        for name in [each for each in before if each.startswith(f"{RECORD}:")] if uuid in leaving else ():
            earlier = before[name]
            while earlier and earlier not in leaving:
                both = follows.get(earlier, {})
                earlier = both.get(EARLIER + name, both.get(name, ""))
            if earlier and earlier != before[name]:
                before[EARLIER + name] = earlier


def grouped(told: Iterable[Told], patch_of: PatchOf) -> Dict[str, List[Told]]:
    """The events by the streams they belong to."""
    found: Dict[str, List[Told]] = {}
    for each in told:
        for name in touched(each, patch_of):
            found.setdefault(name, []).append(each)
    return found


def followed_by_event(streams: Mapping[str, Stream]) -> Dict[str, Dict[str, str]]:
    """By event, by stream: the event that it follows; what begins a stream follows none. Beside one that is not known
    here, named `EARLIER`, the last before it that is.
    """
    found: Dict[str, Dict[str, str]] = {}
    for name, stream in streams.items():
        for uuid, before in stream.follows.items():
            unknown = stream.passed.get(uuid, before)
            if unknown:
                found.setdefault(uuid, {})[name] = unknown
            if unknown != before:
                found[uuid][EARLIER + name] = before
    return found
