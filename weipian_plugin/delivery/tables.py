"""A table in the format that is asked for; which table it is, its form says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, Optional, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.forms.table_form import Rows, TableForm
from ..domain.records import Finding
from ..paths import TEMPLATES
from .csv_file import GBK, UTF8, write_csv
from .sheets.fill import Dress, write_book
from .vectors import write_geopackage, write_shapefile

XLSX, CSV, CSV_GBK, GPKG, SHP = "xlsx", "csv", "csv-gbk", "gpkg", "shp"
FORMATS: Dict[str, str] = {XLSX: ".xlsx", CSV: ".csv", CSV_GBK: ".gbk.csv", GPKG: ".gpkg", SHP: ".shp"}
"""Formats, and how their files end."""
SHAPED = (GPKG, SHP)
"""Those that want shapes."""
_NOBODY = NullFeedback()


@dataclass(frozen=True)
class Written:
    """A table that was written: its file (of a shapefile the .shp), all its files, its rows, what is remarked of it."""

    form: TableForm
    path: Path
    files: Tuple[Path, ...]
    rows: int
    remarks: Tuple[Finding, ...] = ()


def write_table(form: TableForm, rows: Rows, path: Path, dress: Dress, template: Optional[Path] = None,
                feedback: Feedback = _NOBODY, format: str = XLSX, shapes: Sequence[Optional[bytes]] = (),
                crs: str = "") -> Written:
    """Write the rows to ``path`` in one move; the same rows in the same dress give the same bytes.

    ``shapes``: WKB by row (``None``: without), ``crs`` their authid, for the formats in `SHAPED`. ``rows`` need only be
    sized and iterable. Raises ``FORMAT_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``, ``JOB_CANCELLED``, and of a template what
    `open_template` raises.
    """
    stop_if_cancelled(feedback)
    files = [path]
    if format == XLSX:
        remarks = write_book(form, rows, path, dress, template or TEMPLATES / form.template, feedback)
    elif format in (CSV, CSV_GBK):
        remarks = write_csv(form, rows, path, dress.mark, feedback, GBK if format == CSV_GBK else UTF8)
    elif format == GPKG:
        remarks = write_geopackage(form, rows, path, shapes, crs, dress.mark, dress.moment, feedback)
    elif format == SHP:
        files, remarks = write_shapefile(form, rows, path, shapes, crs, dress.moment, feedback)
    else:
        raise WeipianError("FORMAT_UNKNOWN", format=format, known="、".join(FORMATS))
    return Written(form, path, tuple(files), len(rows), remarks)
