"""What whoever reviews asks of all parcels at once: what is sent back and not answered, when it was signed."""

from __future__ import annotations

import json
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.definitions import ON_SITE_RECORD
from ..domain.forms.audits import RETURNED, open_returns
from ..domain.forms.record_kinds import kind_of
from ..domain.records import Judgement, Record, TableRow
from ..domain.review.office_state import SIGNED_OFF
from .as_filed import AsFiled, merged_away
from .database import MOST_MARKS, Database, marks_for, quoted
from .schema import values_of

_EVER_RETURNED = """l.parcel_uuid IN (
    SELECT k.parcel_uuid FROM record_audit r JOIN record_parcels k ON k.record_uuid = r.uuid
    WHERE r.SHJG = ? AND coalesce(r.DFSJ, '') = '')"""
_AUDITS = """SELECT a.*, l.parcel_uuid AS parcel FROM record_audit a
    JOIN record_parcels l ON l.record_uuid = a.uuid WHERE"""

_SIGNED_SINCE = """SELECT a.uuid FROM record_audit a JOIN record_parcels l ON l.record_uuid = a.uuid
    WHERE EXISTS (SELECT 1 FROM events s WHERE s.parcel_uuid = l.parcel_uuid AND s.kind = 'sign'
      AND s.sequence > (SELECT min(e.sequence) FROM events e WHERE e.parcel_uuid = a.uuid))"""
_SIGNED_ELSEWHERE = """SELECT DISTINCT e.parcel_uuid FROM open_parcels p JOIN events e ON e.parcel_uuid = p.uuid
    WHERE p.batch_uuid = ? AND e.kind = 'sign'
      AND e.workspace_id <> (SELECT value FROM meta WHERE key = 'workspace_id')"""
_COUNTIES_OF_BATCHES = """SELECT DISTINCT p.batch_uuid, coalesce(nullif(t.XMC, ''), t.XZQDM) AS name
    FROM open_parcels p JOIN patches t ON t.uuid = p.patch_uuid WHERE name <> '' ORDER BY p.batch_uuid, name"""


class FiledReader:
    """Each a query over the whole workspace, or over some parcels."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_returns(self, parcels: Optional[Sequence[str]] = None) -> Dict[str, Tuple[Record, ...]]:
        """By parcel (of these) the audits that sent it back and wait for the county's answer, the highest level's
        first.
        """
        if parcels is None:
            return self._open(_EVER_RETURNED, (RETURNED,))
        found: Dict[str, Tuple[Record, ...]] = {}
        for start in range(0, len(parcels), MOST_MARKS):
            some = parcels[start:start + MOST_MARKS]
            found.update(self._open(" ".join(("l.parcel_uuid IN", marks_for(some))), some))
        return found

    def has_audited(self, level: str) -> bool:
        """Has this level said of any parcel that it passes, or sent it back?"""
        return bool(self._database.tuples("SELECT 1 FROM record_audit WHERE SHJB = ? LIMIT 1", (level,)))

    def counties(self) -> List[Tuple[str, str, str, str]]:
        """By parcel that is judged here: the county its patch was issued for (XZQDM), its batch's, and its JCBH."""
        return [(str(uuid), str(code or ""), str(county or ""), str(jcbh)) for uuid, code, county, jcbh in
                self._database.tuples("""SELECT p.uuid, t.XZQDM, b.county, t.JCBH FROM open_parcels p
                    JOIN patches t ON t.uuid = p.patch_uuid LEFT JOIN batches b ON b.uuid = p.batch_uuid
                    ORDER BY p.fid""")]

    def counties_of_batches(self) -> Dict[str, Tuple[str, ...]]:
        """By batch the counties of its patches, by the name that was issued (XMC), else the code."""
        found: Dict[str, Tuple[str, ...]] = {}
        for batch, name in self._database.tuples(_COUNTIES_OF_BATCHES):
            found[str(batch)] = (*found.get(str(batch), ()), str(name))
        return found

    def _open(self, condition: str, given: Sequence[object]) -> Dict[str, Tuple[Record, ...]]:
        fields = kind_of("audit").by_code
        audits: Dict[str, List[Record]] = {}
        for row in self._database.rows(" ".join((_AUDITS, condition, "ORDER BY a.fid")), given):
            audits.setdefault(row["parcel"], []).append(
                Record(row["uuid"], "audit", (row["parcel"],), row["act"], values_of(fields, dict(row))))
        waiting = {parcel: tuple(open_returns(known)) for parcel, known in audits.items()}
        return {parcel: found for parcel, found in waiting.items() if found}

    def as_signed(self, judged: Mapping[str, Judgement]) -> AsFiled:
        """Who had given the answers of these judgements (by parcel), and the ground that they were signed for."""
        return AsFiled(self._database, judged)

    def merged_away(self, parcels: Sequence[str]) -> List[TableRow]:
        """Those of these parcels that stand no more since they were merged into others, or taken back."""
        return merged_away(self._database, parcels)

    def signed_since(self) -> Set[str]:
        """The audits (uuid) after which their parcel was signed anew, as the events came in here, whatever the days."""
        return {str(uuid) for uuid, in self._database.tuples(_SIGNED_SINCE)}

    def areas(self) -> Dict[str, Tuple[Optional[float], ...]]:
        """By measured parcel its area, and of it 耕地, 永久基本农田 and 生态保护红线, m²; ``None``: not measured."""
        found = self._database.tuples(
            "SELECT parcel_uuid, area_m2, farmland_m2, basic_m2, redline_m2 FROM overlay_parcels")
        return {row[0]: row[1:] for row in found}

    def outcomes(self, parcels: Sequence[str]) -> Dict[str, Tuple[str, ...]]:
        """The signed outcomes (of land and mining) of these parcels; those that are not signed are not there."""
        found: Dict[str, Tuple[str, ...]] = {}
        for start in range(0, len(parcels), MOST_MARKS):
            some = parcels[start:start + MOST_MARKS]
            query = " ".join(("SELECT parcel_uuid, subject, coalesce(PDLX, ''), coalesce(KPDLX, '') FROM judgements",
                              "WHERE parcel_uuid IN", marks_for(some), "ORDER BY subject"))
            for parcel, subject, land, mining in self._database.tuples(query, some):
                found[parcel] = (*found.get(parcel, ()), mining if subject == "mineral" else land)
        return found

    def looked_at_on_site(self) -> Set[str]:
        """The parcels with a photo of the place, or an opinion on site and who answers for it (§8.7)."""
        photos = self._database.tuples(
            """SELECT DISTINCT l.parcel_uuid FROM record_attachment a
               JOIN record_parcels l ON l.record_uuid = a.uuid WHERE a.FJLX = 'photo'""")
        stated = " AND ".join(" ".join(("coalesce(", quoted(code), ", '') <> ''")) for code in ON_SITE_RECORD)
        said = self._database.tuples(" ".join(("SELECT parcel_uuid FROM drafts WHERE", stated)))
        return {uuid for uuid, in (*photos, *said)}

    def came_signed_off(self, parcels: Optional[Sequence[str]] = None) -> Set[str]:
        """The parcels (of these) that another office had signed, of the batches that came in packages it had signed
        off.
        """
        told = [json.loads(str(counts)) for counts, in self._database.tuples("SELECT counts FROM packages")]
        batches = {str(batch) for counts in told if counts.get(SIGNED_OFF) for batch in counts.get("batches", ())}
        found: Set[str] = set()
        portions = [()] if parcels is None else [
            tuple(parcels[start:start + MOST_MARKS - 1]) for start in range(0, len(parcels), MOST_MARKS - 1)]
        for batch in sorted(batches):
            for some in portions:
                among = " ".join(("AND p.uuid IN", marks_for(some))) if some else ""
                found.update(str(uuid) for uuid, in self._database.tuples(
                    " ".join((_SIGNED_ELSEWHERE, among)), (batch, *some)))
        return found

    def packages(self) -> int:
        """How many packages of other offices were merged here."""
        return self._database.remembered(("packages",), lambda: int(str(
            self._database.value(" ".join(("SELECT count(*) FROM", quoted("packages")))))))

