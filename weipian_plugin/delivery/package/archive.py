"""One zip of many files: the same bytes for the same content; names in UTF-8 with its flag, or in GBK."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Mapping, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, stop_if_cancelled
from ..files import in_one_move

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_PACKED = frozenset({".zip", ".xlsx", ".docx", ".jpg", ".jpeg", ".png", ".heic", ".mp4", ".mov", ".pdf"})
_CHUNK, _LARGE = 1 << 20, 1 << 31
_UTF8_FLAG = 0x800
_ORDINARY_FILE = 0o100644


class _GbkInfo(zipfile.ZipInfo):
    """An entry whose name is written in GBK and without the flag of UTF-8: what Windows before 8 expects in China."""

    def _encodeFilenameFlags(self) -> Tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~_UTF8_FLAG


def write_zip(path: Path, entries: Mapping[str, Union[Path, bytes]], feedback: Feedback, gbk_names: bool = False
              ) -> None:
    """Write ``entries`` (name in the zip → file or bytes) to ``path`` in one move, sorted by name, all of one date;
    what is packed already is stored as it is. Raises ``OUTPUT_NOT_WRITABLE`` (a full disk too), ``JOB_CANCELLED``.
    """
    total = len(entries)
    with in_one_move(path, (OSError, zipfile.LargeZipFile)) as part, \
            zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, name in enumerate(sorted(entries)):
            stop_if_cancelled(feedback)
            feedback.progress(number, total, name)
            info = (_GbkInfo if gbk_names else zipfile.ZipInfo)(name, FIXED_DATE)
            # Made as on Unix: unzip takes flagged names of other systems for DOS ones. GBK names are such.
            info.create_system, info.external_attr = (0, 0) if gbk_names else (3, _ORDINARY_FILE << 16)
            info.compress_type = (zipfile.ZIP_STORED if Path(name).suffix.lower() in _PACKED else zipfile.ZIP_DEFLATED)
            _write(archive, info, entries[name], feedback)


def name_of(info: zipfile.ZipInfo) -> str:
    """The name of an entry as it was meant: UTF-8 where flagged, else GBK."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8_FLAG and not name.isascii():
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return name
    return name.replace("\\", "/")


def _write(archive: zipfile.ZipFile, info: zipfile.ZipInfo, content: Union[Path, bytes], feedback: Feedback) -> None:
    if isinstance(content, bytes):
        archive.writestr(info, content)
        return
    try:
        source = content.open("rb")
    except OSError as error:
        raise WeipianError("ATTACHMENT_UNREADABLE", file=str(content), detail=error.strerror or str(error)) from error
    with source, archive.open(info, "w", force_zip64=content.stat().st_size > _LARGE) as target:
        while chunk := source.read(_CHUNK):
            stop_if_cancelled(feedback)
            target.write(chunk)
