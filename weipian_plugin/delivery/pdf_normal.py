"""A PDF of Qt without a clock: dates, ids and the order of its objects are those of the state that it shows."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Callable, List, Tuple

from .pdf_numbers import in_order_of_use


def normalised(pdf: bytes, moment: str) -> bytes:
    """With the state's date in the place of the clock's, which keeps every length; objects in order of their use."""
    day = (re.sub(r"\D", "", moment)[:14] or "20000101").ljust(14, "0")
    iso = f"{day[:4]}-{day[4:6]}-{day[6:8]}T{day[8:10]}:{day[10:12]}:{day[12:]}".encode("ascii")
    for pattern, make in _STAMPS:
        pdf = re.sub(pattern, make(day.encode("ascii"), iso), pdf)
    return in_order_of_use(pdf)


def normalise_file(path: Path, moment: str) -> None:
    """The same of a file, in its place. Raises OSError, also where the file has no end: Qt does not say that a disk is
    full.
    """
    pdf = path.read_bytes()
    if not pdf.rstrip().endswith(b"%%EOF"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    path.write_bytes(normalised(pdf, moment))


_Make = Callable[[bytes, bytes], bytes]
_STAMPS: List[Tuple[bytes, _Make]] = [
    (rb"(/(?:CreationDate|ModDate) ?\((?:\xfe\xff)?D:)\d{14}", lambda day, _iso: rb"\g<1>" + day),
    (rb"(<xmp:(?:Create|Modify|Metadata)Date>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", lambda _day, iso: rb"\g<1>" + iso),
    (rb"(uuid:)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
     lambda _day, _iso: rb"\g<1>00000000-0000-0000-0000-000000000000"),
    (rb"(/ID ?\[ ?<)[0-9a-fA-F]{32}(> ?<)[0-9a-fA-F]{32}",
     lambda _day, _iso: rb"\g<1>" + b"0" * 32 + rb"\g<2>" + b"0" * 32),
]
"""Qt 5 writes the first; Qt 6 the others too."""
