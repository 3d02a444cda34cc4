"""Which encoding a dBASE table is in: what it declares, held against its bytes; what was used is always told."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Iterable, List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.records import Finding

# Language driver ids that name an encoding. 0x57 ("current ANSI") and the western ones say nothing in China.
_LDID = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0x13: "cp932", 0x7B: "cp932",
         0x4E: "cp949", 0x79: "cp949", 0x50: "cp874", 0x7C: "cp874", 0xC8: "cp1250", 0xC9: "cp1251"}
_GB = ("gbk", "gb2312", "gb18030", "cp936", "936", "ansi936", "54936", "ms936", "windows936", "euccn")
_NAMES = {**dict.fromkeys(_GB, "gb18030"), "65001": "utf-8", "utf8": "utf-8", "koi8r": "koi8-r", "koi8u": "koi8-u",
          "big5": "big5", "950": "big5", "ansi950": "big5", "932": "cp932", "949": "cp949", "874": "cp874"}
_WESTERN = ("iso8859-1", "cp1252", "cp437", "cp850", "ascii")
_PLAUSIBLE = 0.8


@dataclass(frozen=True)
class Encoding:
    """``codec`` decodes the table; ``how`` says from what it was known: option, cpg, ldid, content, ascii."""

    codec: str
    how: str
    findings: Tuple[Finding, ...] = ()

    @property
    def shown(self) -> str:
        """The name for people."""
        return {"gb18030": "GB18030 (GBK)", "utf-8": "UTF-8", "ascii": "ASCII", "big5": "Big5"}.get(
            self.codec, self.codec.upper())


def encoding_of_cpg(text: str) -> Optional[str]:
    """The codec a .cpg file names in any of its spellings, or None: ``Big-5``, ``GBK``, ``1251``, ``ANSI 936``."""
    plain = re.sub(r"[^a-z0-9]", "", text.lower())
    if not plain:
        return None
    for name in (_NAMES.get(plain), text.strip(), plain, f"cp{plain}", f"iso-8859-{plain[7:]}" if plain.startswith(
            "iso8859") else None):
        try:
            if name:
                return codecs.lookup(name).name
        except LookupError:
            continue
    return None


def choose_encoding(texts: Iterable[bytes], file: str, cpg: Optional[str] = None, ldid: int = 0,
                    override: str = "") -> Encoding:
    """The encoding of ``texts`` (the non-empty text values and headings of ``file``).

    ``override`` wins; then .cpg, then the language driver, each only if every text decodes; else UTF-8 if every
    text is, else GB18030 or Big5 by what the characters look like. Raises ``ENCODING_UNKNOWN``.
    """
    samples = [text for text in texts if any(byte > 0x7F for byte in text)]
    if override:
        codec = encoding_of_cpg(override)
        if codec is None or not _decodes(samples, codec):
            raise WeipianError("ENCODING_UNKNOWN", file=file, tried=override)
        return Encoding(codec, "option")
    declared, how = encoding_of_cpg(cpg or ""), "cpg"
    if declared is None:
        declared, how = _LDID.get(ldid), "ldid"
    if not samples and declared != "utf-16":
        return Encoding("ascii" if declared is None else declared, "ascii" if declared is None else how)
    if declared and declared not in _WESTERN and _decodes(samples, declared):
        return Encoding(declared, how)
    found = _from_content(samples, file)
    if found is None:
        if declared and _decodes(samples, declared):
            return Encoding(declared, how)
        raise WeipianError("ENCODING_UNKNOWN", file=file, tried=", ".join(filter(None, (declared, "utf-8", "gb18030"))))
    if cpg and (how == "cpg" or declared is None):
        wrong = Finding("ENCODING_DECLARED_WRONG", "W", {"file": file, "declared": (cpg or "").strip(),
                                                         "used": found.shown})
        return Encoding(found.codec, found.how, (wrong, *found.findings))
    return found


def _from_content(samples: List[bytes], file: str) -> Optional[Encoding]:
    if _decodes(samples, "utf-8"):
        return Encoding("utf-8", "content")
    if _decodes(samples, "gb18030") and _share(samples, "gb18030", "gb2312") >= _PLAUSIBLE:
        return Encoding("gb18030", "content")
    for codec in ("big5", "gb18030"):
        if _decodes(samples, codec) and (codec != "big5" or _common_big5(samples) >= _PLAUSIBLE):
            sample = decode(max(samples, key=len), codec)[0][:20]
            unsure = Finding("ENCODING_UNSURE", "W", {"file": file, "used": codec.upper(), "sample": sample})
            return Encoding(codec, "content", (unsure,))
    return None


def _decodes(samples: List[bytes], codec: str) -> bool:
    try:
        for sample in samples:
            decode(sample, codec)
    except UnicodeDecodeError:
        return False
    return True


def _share(samples: List[bytes], codec: str, common: str) -> float:
    """Share of the characters beyond ASCII that the smaller set ``common`` has too."""
    characters = [c for sample in samples for c in decode(sample, codec)[0] if ord(c) > 0x7F]
    known = [c for c in characters if c.encode(common, "ignore")]
    return len(known) / max(len(characters), 1)


def _common_big5(samples: List[bytes]) -> float:
    """Share of the Chinese characters that are among Big5's frequent ones (A440–C67E)."""
    encoded = [c.encode("big5") for sample in samples for c in decode(sample, "big5")[0] if ord(c) > 0x7F]
    return len([c for c in encoded if b"\xa4\x40" <= c <= b"\xc6\x7e"]) / max(len(encoded), 1)


def decode(raw: bytes, codec: str) -> Tuple[str, bool]:
    """(text, cut): strictly decoded; a last character that the field's width cut in two is left out and told.

    Raises UnicodeDecodeError for anything else.
    """
    try:
        return raw.decode(codec), False
    except UnicodeDecodeError as error:
        tail = raw[error.start:]
        if error.start == 0 or len(tail) > 3 or tail.isascii():
            raise
        return raw[:error.start].decode(codec), True
