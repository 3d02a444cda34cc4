"""What a package holds is named by its format: who adds to it says so there, so that older plugins know what to do."""

from __future__ import annotations

import hashlib
import json

from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS
from weipian_plugin.domain.review.office_state import FORMAT_REVISION, FORMAT_VERSION, TABLES
from weipian_plugin.workspace.merging import checking
from weipian_plugin.workspace.merging.leaving import STAYS
from weipian_plugin.workspace.schema import ANSWER_FIELDS

# What every reader must know, by format version: tables, columns, answers, kinds of records and events.
FIRM = {1: "aff043d1ea5b8981"}
# What a reader may leave out, by version and revision: fields of records, columns that may grow.
LOOSE = {(1, 1): "66b549a1da76a412"}


def mark(told: object) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def test_what_every_reader_must_know_changes_with_the_format_version_only() -> None:
    firm = [sorted(TABLES), sorted(RECORD_KINDS), sorted(ANSWER_FIELDS), sorted(checking._KINDS),
            [[table, sorted(columns)] for table, columns in sorted(checking._COLUMNS.items())
             if table not in checking._MAY_GROW]]
    assert mark(firm) == FIRM.get(FORMAT_VERSION), "older plugins refuse it: step FORMAT_VERSION in office_state.py"


def test_what_a_reader_may_leave_out_changes_with_the_format_revision() -> None:
    loose = [[[kind, sorted(RECORD_KINDS[kind].by_code)] for kind in sorted(set(RECORD_KINDS) - set(STAYS))],
             [[table, sorted(checking._COLUMNS[table])] for table in sorted(checking._MAY_GROW)]]
    assert mark(loose) == LOOSE.get((FORMAT_VERSION, FORMAT_REVISION)), "step FORMAT_REVISION in office_state.py"
