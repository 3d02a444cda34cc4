"""Which parcels stood at a moment: what was split, merged, redrawn or issued anew since is taken back, in memory."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.records import DRAFT, RETIRED, SIGNED, SUPERSEDED, UNJUDGED
from .database import Database

# Two tables read by themselves are joined more quickly here; position and fid are the order within a batch.
_PARCELS = "SELECT coalesce(position, 0), fid, uuid, patch_uuid, batch_uuid, dkbh, status FROM parcels WHERE status IN"
_HERE = "('todo', 'draft', 'signed')"
_OR_GONE = "('todo', 'draft', 'signed', 'retired', 'superseded')"
_OPEN = frozenset((UNJUDGED, DRAFT, SIGNED))

LaterEvent = Tuple[str, str, str]  # chain, kind, payload
ParcelRow = Tuple[Any, ...]  # position, fid, uuid, patch, batch, dkbh, status


class PastGround:
    """``later``: reads the events (chain, kind, payload) since that moment, in order; ``None``: nothing is later."""

    def __init__(self, database: Database, later: Optional[Callable[[], Sequence[LaterEvent]]]) -> None:
        self._database, self._later = database, later
        self._then: Optional[Dict[str, Optional[Mapping[str, str]]]] = None
        self._payloads_read: Optional[List[Mapping[str, Mapping[str, Any]]]] = None

    def rows(self) -> List[ParcelRow]:
        """The parcels that stood, in no order; with the number they had."""
        if self._later is None:
            return self._database.tuples(" ".join((_PARCELS, _HERE)))
        then, gone_since = self._contents(), self._superseded_since()
        every: List[ParcelRow] = self._database.tuples(" ".join((_PARCELS, _OR_GONE)))
        found: List[ParcelRow] = []
        for row in every:
            uuid, status = row[2], row[6]
            if uuid not in then:
                if status in _OPEN or (status == SUPERSEDED and uuid in gone_since):
                    found.append(row)
                continue
            content = then[uuid]
            if content is not None and (status in _OPEN or status == RETIRED or uuid in gone_since):
                found.append((*row[:5], content["dkbh"], row[6]))
        return found

    def changed(self) -> FrozenSet[str]:
        """The parcels that stood with another shape than today's, or stand no more."""
        if self._later is None:
            return frozenset()
        if not self._contents():
            return frozenset(self._superseded_since())
        today = dict(self._database.tuples(" ".join(("SELECT uuid, status FROM parcels WHERE status IN", _OR_GONE))))
        here = {uuid: wkb for uuid, wkb in self._shapes().items() if wkb}
        stands = (uuid for uuid, content in self._contents().items() if content is not None
                  and (today.get(uuid) not in _OPEN or content["wkb"] != here.get(uuid)))
        return frozenset((*stands, *self._superseded_since()))

    def _shapes(self) -> Dict[str, str]:
        """Today's shapes, as events hold them, of those whose ground was decided since."""
        found: Dict[str, str] = {}
        for payload in self._payloads():
            for uuid, content in payload["after"].items():
                found[uuid] = content["wkb"] if isinstance(content, dict) else ""
        return found

    def _contents(self) -> Dict[str, Optional[Mapping[str, str]]]:
        """Of the parcels whose ground was decided since: what it was before; ``None`` for one that did not stand."""
        if self._then is None:
            self._then = {}
            for payload in self._payloads():
                for uuid, content in payload["before"].items():
                    self._then.setdefault(uuid, content if isinstance(content, dict) else None)
        return self._then

    def _payloads(self) -> List[Mapping[str, Mapping[str, Any]]]:
        if self._payloads_read is None:
            both = [json.loads(payload).get("ground") for _, _, payload in self._later() if '"ground":' in payload
                    ] if self._later is not None else []
            self._payloads_read = [{side: each.get(side) or {} for side in ("before", "after")}
                                   for each in both if isinstance(each, dict)]
        return self._payloads_read

    def _superseded_since(self) -> Set[str]:
        return {chain for chain, kind, _ in self._later() if kind == "supersede"} if self._later is not None else set()
