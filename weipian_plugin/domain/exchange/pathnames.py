"""Names of files that are not written in UTF-8, as those copied from Windows to Linux can be: shown, and refused."""

from __future__ import annotations

import re
from typing import Optional

# Python keeps each byte it cannot read as one of these; Qt puts the replacement character in its place.
_BYTES = re.compile("[\udc80-\udcff]")
_LOST = "\ufffd"
_SEPARATORS = re.compile(r"([\\/|])")


def shown_name(text: str) -> str:
    """``text`` (a path, or part of one) as it can be printed, stored and sent: names of GBK bytes are read as such.

    A name that is no GBK either shows its bytes as ``\\xb5``.
    """
    if not _has_surrogates(text):
        return text
    return "".join(map(_shown_part, _SEPARATORS.split(text)))


def foreign_part(path: str, there: bool) -> Optional[str]:
    """The first name in ``path`` that is not UTF-8; where nothing is ``there``, also one in which bytes were lost."""
    return next((part for part in _SEPARATORS.split(path)
                 if _BYTES.search(part) or (not there and _LOST in part)), None)


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _shown_part(part: str) -> str:
    """Bytes read as GBK where the whole name is; whatever else cannot be printed as its number."""
    try:
        raw = part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        return part.encode("utf-8", "backslashreplace").decode("utf-8")
    try:
        return raw.decode("gb18030") if _BYTES.search(part) else part
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace")
