"""Which reader a source gets."""

from __future__ import annotations

from ..sources import GEOPARQUET, POSTGIS, SURVEY_TEXT, Source
from .base import Reader


def open_reader(source: Source) -> Reader:
    """The reader of ``source``. Raises WeipianError SOURCE_UNREADABLE, PACKAGE_MISSING_FOR_FORMAT."""
    if source.driver == SURVEY_TEXT:
        from .survey_text import SurveyTextReader

        return SurveyTextReader(source)
    if source.driver == GEOPARQUET:
        from .geoparquet import GeoParquetReader

        return GeoParquetReader(source)
    if source.driver == POSTGIS:
        from .postgis import PostgisReader

        return PostgisReader(source)
    if source.driver == "GPKG":
        from .geopackage import plain_table

        reader = plain_table(source)
        if reader is not None:
            return reader
    from .ogr import OgrReader

    return OgrReader(source)
