"""What names a database as the source of a layer (PostGIS), and the same as it may be shown and kept."""

from __future__ import annotations

import re

_DATABASE = re.compile(r"\s*(?:PG:|postgresql://|postgres://)", re.IGNORECASE)
_PASSWORD = re.compile(r"""(\b(?:ssl)?password\s*=\s*)('(?:\\.|[^'\\])*'?|"(?:\\.|[^"\\])*"?|[^\s|'"]+)""",
                       re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(\bpostgres(?:ql)?://[^\s/:@]*):[^\s/]*@", re.IGNORECASE)
_KEY = re.compile(r"((?:^|[?&]|%26|%3F)(?:tk|key|token|ak|apikey|api_key|access_token|password)(?:=|%3D))"
                  r"((?:(?!%26)[^&])+)", re.IGNORECASE)
HIDDEN = "***"


def is_database(source: str) -> bool:
    """Does this text name a database (``PG:host=… dbname=…`` or ``postgresql://…``) and no file?"""
    return _DATABASE.match(source) is not None


def without_password(text: str) -> str:
    """The text without the passwords of connections named in it: for events, provenance and sentences."""
    return _IN_ADDRESS.sub(rf"\1:{HIDDEN}@", _PASSWORD.sub(rf"\g<1>{HIDDEN}", text))


def has_password(text: str) -> bool:
    """Does a connection named in the text carry its password?"""
    return without_password(text) != text


def without_key(source: str) -> str:
    """An address of map tiles as it may be shown and kept in a history: without the key that was bought with it."""
    return _KEY.sub(rf"\g<1>{HIDDEN}", source)
