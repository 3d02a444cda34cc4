"""Numbers the objects of a PDF of Qt in the order of their use: Qt writes fonts in another order in each process."""

from __future__ import annotations

import re
from typing import Dict, List, Tuple

_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])")
_REFERENCE = re.compile(rb"(?<![\w.])(\d+) 0 R\b")
_START = re.compile(rb"\s*(\d+) 0 obj\b")
_FONT_NAME = re.compile(rb"(/(?:FontName|BaseFont) ?/)([A-Z]{6})\+")
_STREAM = re.compile(rb"\bstream\r?\n")


def in_order_of_use(pdf: bytes) -> bytes:
    """The same file with its objects as they are first named from the trailer on, subsets of fonts named in that
    order. A file that is not written as Qt 5 and 6 write it (one plain table of places) stays as it is.
    """
    table, tail = _tail_of(pdf)
    objects = _objects(pdf, table) if table >= 0 else {}
    heads = {number: _head_and_rest(content) for number, content in objects.items()}
    order = _order(tail, {number: head for number, (head, _rest) in heads.items()})
    if not order or not set(order) <= set(heads):
        return pdf
    numbers = {old: new for new, old in enumerate(order, start=1)}
    names = _font_names([heads[old][0] for old in order])
    out = bytearray(pdf[:min(pdf.find(b" 0 obj"), table)].rpartition(b"\n")[0] + b"\n")
    places: List[int] = []
    for old in order:
        head, rest = heads[old]
        places.append(len(out))
        out += b"%d 0 obj" % numbers[old] + _FONT_NAME.sub(
            lambda hit: hit.group(1) + names[hit.group(2)] + b"+", _renumbered(head, numbers)) + rest
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(order) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = re.sub(rb"/Size \d+", b"/Size %d" % (len(order) + 1), _renumbered(tail, numbers))
    return bytes(out + re.sub(rb"(startxref\s+)\d+", rb"\g<1>%d" % start, tail))


def subset_name(number: int) -> str:
    """The name of the ``number``-th subset (from 0): AAAAAA, BAAAAA, …"""
    return "".join(chr(ord("A") + number // 26 ** place % 26) for place in range(6))


def _tail_of(pdf: bytes) -> Tuple[int, bytes]:
    """Where the table of places begins (-1: nowhere), and everything from ``trailer`` on."""
    named = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf)
    at = int(named.group(1)) if named is not None else -1
    trailer = pdf.find(b"trailer", at) if at >= 0 else -1
    return (at, pdf[trailer:]) if trailer >= 0 and pdf[at:at + 4] == b"xref" and b"/Prev" not in pdf[trailer:] else (
        -1, b"")


def _objects(pdf: bytes, table: int) -> Dict[int, bytes]:
    """What stands behind ``n 0 obj``, up to the next object; empty where the table does not fit."""
    places = sorted({int(entry.group(1)) for entry in _ENTRY.finditer(pdf, table) if entry.group(3) == b"n"})
    found: Dict[int, bytes] = {}
    for at, end in zip(places, [*places[1:], table]):
        start = _START.match(pdf, at)
        if start is not None and start.end() <= end:
            found[int(start.group(1))] = pdf[start.end():end]
        elif at:
            return {}
    return found


def _head_and_rest(content: bytes) -> Tuple[bytes, bytes]:
    """What may name others, and the stream."""
    stream = _STREAM.search(content)
    return (content[:stream.start()], content[stream.start():]) if stream is not None else (content, b"")


def _order(tail: bytes, heads: Dict[int, bytes]) -> List[int]:
    """Numbers as they are first named, from the trailer on, depth first."""
    waiting, order = [int(number) for number in reversed(_REFERENCE.findall(tail))], []
    seen = set()
    while waiting:
        number = waiting.pop()
        if number not in seen:
            seen.add(number)
            order.append(number)
            waiting += [int(named) for named in reversed(_REFERENCE.findall(heads.get(number, b"")))]
    return order


def _renumbered(text: bytes, numbers: Dict[int, int]) -> bytes:
    return _REFERENCE.sub(lambda hit: b"%d 0 R" % numbers[int(hit.group(1))], text)


def _font_names(heads: List[bytes]) -> Dict[bytes, bytes]:
    names: Dict[bytes, bytes] = {}
    for head in heads:
        for hit in _FONT_NAME.finditer(head):
            names.setdefault(hit.group(2), subset_name(len(names)).encode("ascii"))
    return names
