"""Frames survive any cutting of the stream; what is no frame is refused."""

from __future__ import annotations

import ast
import struct
import sys
from pathlib import Path
from typing import Any, Dict, List

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.overlay import protocol
from weipian_plugin.overlay.protocol import (
    BrokenStream,
    FrameReader,
    encode,
    pack_blobs,
    pack_columns,
    unpack_blobs,
    unpack_columns,
)

headers = st.dictionaries(st.text(), st.one_of(st.integers(), st.text(), st.none(), st.lists(st.text())))


@given(st.lists(st.tuples(headers, st.binary(max_size=300)), max_size=5), st.integers(1, 40))
def test_frames_come_out_as_they_went_in_however_the_stream_is_cut(frames: List[Any], size: int) -> None:
    stream = b"".join(encode(header, body) for header, body in frames)
    reader = FrameReader()
    received = [frame for start in range(0, len(stream), size) for frame in reader.feed(stream[start:start + size])]
    assert received == frames


@given(st.lists(st.binary(max_size=50)))
def test_blobs_come_back_empty_ones_too(blobs: List[bytes]) -> None:
    assert unpack_blobs(pack_blobs(blobs)) == blobs


@given(st.lists(st.tuples(st.integers(-2**31, 2**31 - 1), st.floats(allow_nan=False))))
def test_columns_come_back_bit_for_bit(rows: List[Any]) -> None:
    columns: Dict[str, List[float]] = {"patch": [row[0] for row in rows], "area_m2": [row[1] for row in rows]}
    description, body = pack_columns([("patch", "i", columns["patch"]), ("area_m2", "d", columns["area_m2"])])
    assert unpack_columns(description, body) == columns


def test_numbers_are_little_endian_on_the_wire() -> None:
    assert encode({}, b"ab") == b"\x02\x00\x00\x00\x02\x00\x00\x00{}ab"
    assert pack_columns([("a", "i", [1]), ("b", "d", [2.5])])[1] == struct.pack("<id", 1, 2.5)


@pytest.mark.parametrize("stream", [
    b"Traceback (most recent call last)", b"\x02\0\0\0\0\0\0\0[]", b"\x02\0\0\0\0\0\0\0\xff\xff",
    struct.pack("<II", protocol.LARGEST_HEADER + 1, 0),
])
def test_what_is_no_frame_is_refused(stream: bytes) -> None:
    with pytest.raises(BrokenStream):
        FrameReader().feed(stream)


@pytest.mark.parametrize("body", [b"", b"\x02\0\0\0", b"\x01\0\0\0\x05\0\0\0abc", b"\0\0\0\0x"])
def test_blobs_that_do_not_fit_their_lengths_are_refused(body: bytes) -> None:
    with pytest.raises(BrokenStream):
        unpack_blobs(body)


def test_columns_longer_than_the_body_are_refused() -> None:
    with pytest.raises(BrokenStream):
        unpack_columns([["a", "d", 2]], b"\0" * 8)
    with pytest.raises(BrokenStream):
        unpack_columns([["a", "O", 1]], b"\0" * 8)


def test_the_protocol_needs_the_standard_library_only() -> None:
    tree = ast.parse(Path(protocol.__file__).read_text(encoding="utf-8"))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert modules <= set(sys.stdlib_module_names) | {"__future__"}
