"""Whose word counts at which level: what a county's workspace says as the province's waits for a person here.

An office says of itself at which level it works (县级, 市级, 省级), in its workspace and in its packages. What was made
in another workspace in the name of a level counts by what is known of both, and of who receives it; what does not is
kept as an event, shown nowhere, and asked about. All of it follows from what came in, whatever the order.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Callable, Collection, Dict, FrozenSet, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.codes import AUDIT_LEVELS
from ...domain.review.office_state import TAKEN
from ...domain.review.own_levels import guessed_level, rank
from ...domain.review.units import county_of_patch
from ..events import UNDONE
from ..migrations import read_meta, write_meta
from .issued import own_batches
from .streams import Stream
from .told import RECORD, SETTLING, Told, changed, mapping, named, parts_of

LEVEL = "level"  # in the meta data of a state: whose it is; the kind of what is asked; of a merged package's counts
WORDS = "words"  # in the payload of such a decision: the events of which it speaks

_META = "office_level"
_COUNTY = AUDIT_LEVELS[0]
OF_KIND = {"audit": "SHJB", "image_check": "YXJB"}
_ANSWER = frozenset({"DFSM", "DFSJ"})
"""What the county adds to an audit of whichever level."""
Content = Optional[Mapping[str, object]]
Asked = Callable[[Sequence[str]], List[Tuple[Stream, Sequence[Told]]]]
"""Of records about some parcels that speak in the name of a level: the stream, and what was decided of its words."""


def settled_level(connection: sqlite3.Connection) -> str:
    """The level of this workspace's office as a person has said it, "" while nobody has."""
    return read_meta(connection).get(_META, "")


def settle_level(connection: sqlite3.Connection, level: str) -> None:
    """Keep it in the file. Raises ``OFFICE_LEVEL`` for what is no level."""
    if level not in AUDIT_LEVELS:
        raise WeipianError("OFFICE_LEVEL", level=level or "-", known="、".join(AUDIT_LEVELS))
    write_meta(connection, _META, level)


def own_level(connection: sqlite3.Connection, coming: Optional[Collection[str]] = None) -> str:
    """The level of this workspace's office: as a person has said it, else guessed of whose patches were imported here,
    or of whose were merged where none were. ``coming``: the counties of what comes in with a package now.
    """
    settled = settled_level(connection)
    if settled:
        return settled
    merges = coming is not None or connection.execute("SELECT 1 FROM packages LIMIT 1").fetchone() is not None
    own, others = _counties(connection)
    return guessed_level(own, merges, others.union(coming or ()))


def own_counties(connection: sqlite3.Connection) -> Set[str]:
    """The counties (codes) of the patches that were imported here."""
    return _counties(connection)[0]


def _counties(connection: sqlite3.Connection) -> Tuple[Set[str], Set[str]]:
    """The counties (codes) of the patches that were imported here, and of those that came with packages."""
    own = own_batches(connection)
    found: Tuple[Set[str], Set[str]] = (set(), set())
    for batch, code, county, head in connection.execute(
            """SELECT DISTINCT p.batch_uuid, p.XZQDM, b.county, substr(p.JCBH, 1, 6)
            FROM patches p JOIN batches b ON b.uuid = p.batch_uuid""").fetchall():
        found[batch not in own].add(county_of_patch({"XZQDM": code}, str(county or ""), f"{head}#"))
    return found[0] - {""}, found[1] - {""}


def levels_known(connection: sqlite3.Connection) -> Dict[str, str]:
    """By workspace the level of its office as its packages said it; of several the lowest."""
    found: Dict[str, str] = {}
    for workspace, counts in connection.execute("SELECT office_workspace, counts FROM packages").fetchall():
        note_level(found, str(workspace), json.loads(counts).get(LEVEL))
    return found


def note_level(known: Dict[str, str], workspace: str, level: object) -> None:
    """Add what a package says of its office; what is no level says nothing."""
    if level in AUDIT_LEVELS:
        known[workspace] = min(known.get(workspace, str(level)), str(level), key=rank)


class Trust:
    """Which words of which workspaces count here."""

    def __init__(self, workspace: str, level: str, known: Mapping[str, str], look_up: Asked) -> None:
        """``workspace``: our own, at ``level``; ``known``: what is known of others."""
        self.workspace, self.level, self.known, self._look_up = workspace, level, known, look_up

    def believes(self, workspace: str, level: str) -> bool:
        """Does a word at this level count that was made in this workspace? What comes from above does, unless its
        office calls itself lower; what comes from our own level or below does where an office below us says that it is
        of that level.
        """
        known = self.known.get(workspace, "")
        if workspace == self.workspace:
            return True
        if rank(level) > rank(self.level):
            return not known or rank(known) >= rank(level)
        return bool(known) and rank(level) <= rank(known) < rank(self.level)

    def content(self, stream: Stream, head: str, decisions: Sequence[Told]) -> Content:
        """A record at a head of its stream, without the words that do not count."""
        if not self._may_doubt(stream):
            return _content(stream.values(head).get((RECORD,)))
        verdicts = self._verdicts(decisions)
        if all(self._counts(each, stream.name, verdicts) for each in stream.told):
            return _content(stream.values(head).get((RECORD,)))
        line = stream.lineage(head)
        found = _side(line[0], stream.name, "before") if line else None
        for each in line:
            before, after = (_side(each, stream.name, side) for side in ("before", "after"))
            if not self._counts(each, stream.name, verdicts):
                continue
            found = after if found == before or level_of_word(each, stream.name) else _answered(found, after)
        return found

    def asked(self, stream: Stream, decisions: Sequence[Told]) -> List[Told]:
        """The words of which a person is asked: they do not count, would change what stands, and nobody has decided."""
        if not self._may_doubt(stream):
            return []
        verdicts, head = self._verdicts(decisions), stream.standing
        held = [each for each in stream.lineage(head)
                if each.uuid not in verdicts and not self._counts(each, stream.name, verdicts)]
        if not held or _content(stream.values(head).get((RECORD,))) == self.content(stream, head, decisions):
            return []
        return held

    def _may_doubt(self, stream: Stream) -> bool:
        """Is there any word in the name of a level that was not made here? Of most records there is none."""
        return any(each.workspace_id != self.workspace
                   and ("ground" in each.payload or each.payload.get("record") in OF_KIND) for each in stream.told)

    def _counts(self, told: Told, name: str, verdicts: Mapping[str, str]) -> bool:
        if told.workspace_id == self.workspace:
            return True
        level = level_of_word(told, name)
        if not level or self.believes(told.workspace_id, level) or verdicts.get(told.uuid) == TAKEN:
            return True
        return "ground" in told.payload and _side(told, name, "before") is None and self._is_copy(told, name)

    def _is_copy(self, told: Told, name: str) -> bool:
        """Does a part of a parcel take over what was said of the whole, in words that count?"""
        said = _said(_side(told, name, "after"))
        for stream, decisions in self._look_up(list(mapping(mapping(told.payload["ground"]).get("before")))):
            verdicts, name = self._verdicts(decisions), stream.name
            saying = [each for each in stream.told if "ground" not in each.payload
                      and _said(_side(each, name, "after")) == said != _said(_side(each, name, "before"))]
            if any(self._counts(each, name, verdicts) for each in saying):
                return True
        return False

    def _verdicts(self, decisions: Sequence[Told]) -> Dict[str, str]:
        """By event, what a person has said of it, here or in an office whose word counts at that level."""
        undone = _undone(decisions)
        found: Dict[str, str] = {}
        for each in sorted(decisions, key=lambda one: (one.workspace_id == self.workspace, one.recorded_at, one.uuid)):
            level = parts_of(str(each.payload[SETTLING]))[1].rpartition("/")[2]
            if each.undoes or each.uuid in undone or not self.believes(each.workspace_id, level):
                continue
            words = each.payload.get(WORDS)
            found.update(dict.fromkeys(map(str, words) if isinstance(words, list) else (),
                                       str(each.payload.get("side"))))
        return found


def _undone(decisions: Sequence[Told]) -> FrozenSet[str]:
    again = {each.undoes for each in decisions if each.undoes and each.kind != UNDONE}
    return frozenset(each.undoes for each in decisions if each.kind == UNDONE and each.uuid not in again)


def decisions_in(told: Iterable[Told]) -> Dict[str, List[Told]]:
    """By record, what people have decided of words in the name of a level."""
    found: Dict[str, List[Told]] = {}
    for each in told:
        if is_decision(each):
            found.setdefault(each.chain, []).append(each)
    return found


def is_decision(told: Told) -> bool:
    """Has a person said here whether words count?"""
    return SETTLING in told.payload and str(told.payload[SETTLING]).startswith(f"{LEVEL}:")


def level_of_word(told: Told, name: str) -> str:
    """In the name of which level above the county's an event says something of a record; "" for none.

    The county's answer to an audit is none, and neither is that of two parts that say the same one is left.
    """
    payload = told.payload
    if "ground" not in payload and payload.get("record") not in OF_KIND:
        return ""
    before, after = (_side(told, name, side) for side in ("before", "after"))
    if _said(before) == _said(after) or (after is None and _alike(payload, "after", before)):
        return ""
    levels = [level for level in (_level(before), _level(after)) if level and level != _COUNTY]
    return max(levels, key=rank, default="")


def _level(content: Content) -> str:
    if content is None or content.get("kind") not in OF_KIND:
        return ""
    level = mapping(content.get("values")).get(OF_KIND[str(content["kind"])])
    return str(level) if level in AUDIT_LEVELS else ""


def _said(content: Content) -> Optional[Mapping[str, object]]:
    if content is None or content.get("kind") not in OF_KIND:
        return None
    return {code: value for code, value in mapping(content.get("values")).items() if code not in _ANSWER}


def _alike(payload: Mapping[str, object], side: str, content: Content) -> List[str]:
    """The records that say the same on a side of an event that changes shapes."""
    beside = mapping(mapping(payload.get("records")).get(side))
    return [uuid for uuid, each in beside.items() if _said(_content(each)) == _said(content)]


def _answered(found: Content, after: Content) -> Content:
    """What stands without the words that do not count, with what the county answered, and where it is now."""
    if found is None or after is None:
        return None
    values = {code: value for code, value in mapping(found.get("values")).items() if code not in _ANSWER}
    said = mapping(after.get("values"))
    answer = {code: said[code] for code in said if code in _ANSWER}
    return {**after, "values": {**values, **answer}}


def _side(told: Told, name: str, side: str) -> Content:
    return _content(changed(told, name, side, {}).get((RECORD,)))


def _content(value: object) -> Content:
    return value if isinstance(value, dict) and value else None


def question(workspace: str, level: str) -> str:
    """The name of what is asked of a workspace's words at a level."""
    return named(LEVEL, f"{workspace}/{level}")


def of_question(stream: str) -> Tuple[str, str]:
    """Workspace and level of what is asked."""
    workspace, _, level = parts_of(stream)[1].rpartition("/")
    return workspace, level


def records_with_words(connection: sqlite3.Connection, workspaces: Sequence[str]) -> List[str]:
    """The records of which anything was said, or decided, in these workspaces in the name of a level."""
    found: Dict[str, None] = {}
    for workspace in workspaces:
        for chain, text in connection.execute(_WORDS_OF, (workspace,)).fetchall():
            if text is None:
                found[str(chain)] = None
            else:
                records = mapping(json.loads(text).get("records"))
                found.update(dict.fromkeys(uuid for side in ("before", "after") for uuid in mapping(records.get(side))))
    return list(found)


_WORDS_OF = """SELECT parcel_uuid, CASE WHEN payload LIKE '%"ground":%' THEN payload END FROM events
    WHERE workspace_id = ? AND parcel_uuid <> '' AND (payload LIKE '%"kind":"audit"%'
    OR payload LIKE '%"kind":"image_check"%' OR payload LIKE '%"settling":"level:%')"""
