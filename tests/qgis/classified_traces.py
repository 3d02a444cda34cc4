"""Looks for traces of patches in every file of a folder: inside archives, databases, PDFs, pictures."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
import struct
import tempfile
import unicodedata
import zipfile
import zlib
from pathlib import Path

ENCODINGS = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def needles(texts, vertices):
    """What is looked for: texts in each encoding, vertices as doubles and as texts of several roundings."""
    found = {text.encode(encoding): text for text in texts for encoding in ENCODINGS}
    for x, y in vertices:
        for order in "<>":
            found[struct.pack(f"{order}2d", x, y)] = f"({x}, {y}) as doubles"
            found[struct.pack(f"{order}2d", x, y).hex().encode()] = f"({x}, {y}) as hexadecimal doubles"
        for value in (x, y):
            for digits in (1, 2, 3, 4, 6):
                found[f"{value:.{digits}f}".encode()] = f"{value} with {digits} decimals"
    return found


def readings(name, content):
    """(where, bytes) of a file: as it is, and everything that is packed in it."""
    yield name, content
    if content[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield f"{name}!{info.filename}", info.filename.encode() + info.comment + info.extra
                yield from readings(f"{name}!{info.filename}", archive.read(info))
    elif content[:16] == b"SQLite format 3\0":
        yield from _database(name, content)
    elif content[:5] == b"%PDF-":
        yield from _pdf(name, content)
    elif content[:8] == b"\x89PNG\r\n\x1a\n":
        for chunk in re.findall(rb"(?:zTXt|iTXt)[^\0]*\0.{1,2}(.*?)(?=IEND|IDAT)", content, re.DOTALL):
            yield f"{name}!text", _inflated(chunk)


def _database(name, content):
    with tempfile.TemporaryDirectory() as aside, contextlib.suppress(sqlite3.DatabaseError):
        copy = Path(aside) / "copy"
        copy.write_bytes(content)
        database = sqlite3.connect(copy)
        try:
            tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                with contextlib.suppress(sqlite3.DatabaseError):  # the index of a layer, which wants an extension
                    rows = database.execute(" ".join(("SELECT * FROM", '"' + table + '"'))).fetchall()
                    yield f"{name}!{table}", repr(rows).encode("utf-8", "surrogateescape")
        finally:
            database.close()


def _pdf(name, content):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    # Qt's text maps name some letters by a twin (⾏ for 行), and a cell breaks what is long.
    text = unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in reader.pages))
    yield f"{name}!text", text.encode("utf-8", "surrogatepass")
    yield f"{name}!text without gaps", "".join(text.split()).encode("utf-8", "surrogatepass")
    yield f"{name}!about", repr(reader.metadata).encode() + repr(list(reader.outline)).encode()
    for number, stream in enumerate(_STREAM.findall(content)):
        yield f"{name}!stream {number}", _inflated(stream)


def _inflated(data):
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""


def traces(folder, looked_for, besides=()):
    """``where: what`` of every trace below a folder, names of files and folders included."""
    pattern = re.compile(b"|".join(re.escape(needle) for needle in sorted(looked_for, key=len, reverse=True)))
    found, files = [], 0
    for path in sorted(folder.rglob("*")):
        if any(path == other or other in path.parents for other in besides):
            continue
        place = path.relative_to(folder).as_posix()
        found += [f"{place}: {text} in its name" for needle, text in looked_for.items()
                  if needle.decode("utf-8", "replace") in place]
        if path.is_file():
            files += 1
            for where, content in readings(str(path), path.read_bytes()):
                found += [f"{where}: {looked_for[hit]}" for hit in set(pattern.findall(content))]
    assert files
    return found
