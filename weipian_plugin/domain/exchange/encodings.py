"""Which encoding a dBASE table is in: what it declares, held against its bytes; what was used is always told."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Iterable, List, Optional, Tuple

from ..errors import WeipianError
from ..records import Finding

# Language driver ids that name an encoding. 0x57 ("current ANSI") and the western ones say nothing in China.
_LDID = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "big5", 0x78: "big5", 0x13: "cp932", 0x7B: "cp932",
         0x4E: "cp949", 0x79: "cp949", 0x50: "cp874", 0x7C: "cp874", 0xC8: "cp1250", 0xC9: "cp1251"}
_GB = ("gbk", "gb2312", "gb18030", "cp936", "936", "ansi936", "54936", "ms936", "windows936", "euccn")
_NAMES = {**dict.fromkeys(_GB, "gb18030"), "65001": "utf-8", "utf8": "utf-8", "koi8r": "koi8-r", "koi8u": "koi8-u",
          "big5": "big5", "950": "big5", "ansi950": "big5", "932": "cp932", "949": "cp949", "874": "cp874"}
_WESTERN = ("iso8859-1", "cp1252", "cp437", "cp850", "ascii")
_PLAUSIBLE = 0.8
_HEADING = b"JCBH"
_UNSURE = "ENCODING_UNSURE"


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


def text_of_cpg(content: bytes) -> str:
    """What a .cpg file says, whatever bytes it is made of."""
    return content[:40].decode("latin-1")


def encoding_of_cpg(text: str) -> Optional[str]:
    """The codec a .cpg file names in any of its spellings, or None: ``Big-5``, ``GBK``, ``1251``, ``ANSI 936``.

    One in which ASCII is not ASCII (UTF-16) is none: no dBASE table can be in it.
    """
    plain = re.sub(r"[^a-z0-9]", "", text.lower())
    if not plain:
        return None
    iso = f"iso-8859-{plain[7:]}" if plain.startswith("iso8859") else ""
    for name in filter(None, (_NAMES.get(plain), text.strip(), plain, f"cp{plain}", iso)):
        with suppress(LookupError, ValueError):
            if _HEADING.decode(name) == _HEADING.decode("ascii"):
                return codecs.lookup(name).name
    return None


def choose_encoding(texts: Iterable[bytes], file: str, cpg: Optional[str] = None, ldid: int = 0,
                    override: str = "") -> Encoding:
    """The encoding of ``texts`` (the non-empty text values and headings of ``file``).

    ``override`` wins; then .cpg, then the language driver, each only if every text decodes; else UTF-8 if every
    text is, else GB18030 or Big5 by what the characters look like. Raises ``ENCODING_UNKNOWN``.
    """
    samples = _beyond_ascii(texts)
    if override:
        codec = encoding_of_cpg(override)
        if codec is None or not _decodes(samples, codec):
            raise WeipianError("ENCODING_UNKNOWN", file=file, tried=override)
        return Encoding(codec, "option")
    declared, how = encoding_of_cpg(cpg or ""), "cpg"
    if declared is None:
        declared, how = _LDID.get(ldid), "ldid"
    if not samples:
        return Encoding(declared, how) if declared else Encoding("ascii", "ascii")
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


def likeliest_encoding(texts: Iterable[bytes], file: str, cpg: Optional[str] = None, ldid: int = 0) -> Encoding:
    """As `choose_encoding`, but it always answers: one spoilt text among millions must not keep a layer out.

    Where that is unsure or refuses, it is UTF-8 if most texts are (hardly any other text happens to be), told as
    unsure; else what was unsure, else GB18030.
    """
    samples = _beyond_ascii(texts)
    found: Optional[Encoding] = None
    with suppress(WeipianError):
        found = choose_encoding(samples, file, cpg, ldid)
    if found and not any(told.code == _UNSURE for told in found.findings):
        return found
    if 2 * sum(_decodes([sample], "utf-8") for sample in samples) > len(samples):
        return _unsure("utf-8", samples, file)
    return found or _unsure("gb18030", samples, file)


def _from_content(samples: List[bytes], file: str) -> Optional[Encoding]:
    if _decodes(samples, "utf-8"):
        return Encoding("utf-8", "content")
    if _decodes(samples, "gb18030") and _share_in_gb2312(samples) >= _PLAUSIBLE:
        return Encoding("gb18030", "content")
    for codec in ("big5", "gb18030"):
        if _decodes(samples, codec) and (codec != "big5" or _share_common_in_big5(samples) >= _PLAUSIBLE):
            return _unsure(codec, samples, file)
    return None


def _unsure(codec: str, samples: List[bytes], file: str) -> Encoding:
    used = Encoding(codec, "content")
    shown = max(samples, key=len).decode(codec, "ignore")[:20]
    return replace(used, findings=(Finding(_UNSURE, "W", {
        "file": file, "used": used.shown, "sample": shown}),))


def _beyond_ascii(texts: Iterable[bytes]) -> List[bytes]:
    return [text for text in texts if not text.isascii()]


def _decodes(samples: List[bytes], codec: str) -> bool:
    try:
        for sample in samples:
            decode(sample, codec)
    except UnicodeDecodeError:
        return False
    return True


def _share_in_gb2312(samples: List[bytes]) -> float:
    """Share of the characters beyond ASCII that the smaller set, which has all common ones, knows."""
    counts = _characters(samples, "gb18030")
    return sum(n for c, n in counts.items() if c.encode("gb2312", "ignore")) / max(sum(counts.values()), 1)


def _share_common_in_big5(samples: List[bytes]) -> float:
    """Share of the characters beyond ASCII that are among Big5's frequent ones (A440–C67E)."""
    counts = _characters(samples, "big5")
    common = sum(n for c, n in counts.items() if b"\xa4\x40" <= c.encode("big5") <= b"\xc6\x7e")
    return common / max(sum(counts.values()), 1)


def _characters(samples: List[bytes], codec: str) -> Counter[str]:
    counts = Counter("".join(decode(sample, codec)[0] for sample in samples))
    return Counter({c: n for c, n in counts.items() if not c.isascii()})


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
