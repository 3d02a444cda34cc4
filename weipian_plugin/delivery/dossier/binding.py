"""Binds a dossier: pages of other PDFs laid onto ours, bookmarks, parts as files of their own; dates and ids pinned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, List, Sequence, Tuple

from ...domain.errors import WeipianError
from ..pdf_numbers import in_order_of_use

if TYPE_CHECKING:
    from pypdf import PdfWriter

_POINTS = 72 / 25.4
MOST_PAGES = 200
"""Of one PDF among the papers: what is longer is kept as a file and not bound."""


@dataclass(frozen=True)
class Laid:
    """A page of a PDF that is laid onto ``page`` (from 1) of the volume within x, y, width, height mm from the top."""

    page: int
    source: Path
    number: int
    box: Tuple[float, float, float, float]


def page_count(path: Path) -> int:
    """How many pages a PDF has. Raises ValueError where it cannot be read: damaged, locked by a password."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(str(path))
        if reader.is_encrypted:
            raise ValueError("有密码")
        count = len(reader.pages)
        for page in reader.pages[:MOST_PAGES]:
            if not (float(page.mediabox.width) > 0 and float(page.mediabox.height) > 0):
                raise ValueError("PDF")
    except ValueError:
        raise
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, IndexError, RecursionError,
            NotImplementedError) as error:
        raise ValueError("PDF 损坏") from error
    return count


def bind(source: Path, target: Path, laid: Sequence[Laid], marks: Sequence[Tuple[str, int]], title: str,
         moment: str) -> None:
    """The volume ``source`` with papers and bookmarks (title, page from 1), without a clock. Raises
    OUTPUT_NOT_WRITABLE.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append_pages_from_reader(PdfReader(BytesIO(in_order_of_use(source.read_bytes()))))
    readers: dict[Path, Any] = {}
    for one in laid:
        if one.source not in readers:
            readers[one.source] = PdfReader(str(one.source))
        _lay(writer, writer.pages[one.page - 1], readers[one.source].pages[one.number], one.box)
    for name, page in marks:
        writer.add_outline_item(name, page - 1)
    _save(writer, target, title, moment)


def take_out(volume: Path, parts: Sequence[Tuple[Path, str, Sequence[int]]], moment: str) -> None:
    """Pages of a volume (numbers from 1) as files of their own: (path, title, pages)."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(str(volume))
    for path, title, pages in parts:
        writer = PdfWriter()
        for number in pages:
            writer.add_page(reader.pages[number - 1])
        _save(writer, path, title, moment)


def _lay(writer: PdfWriter, page: Any, paper: Any, box: Tuple[float, float, float, float]) -> None:
    """A paper's page as a form upon ours, with its own resources: names of fonts and pictures cannot be confused."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

    paper.transfer_rotation_to_content()
    x, y, wide, high = (value * _POINTS for value in box)
    sides = [float(value) for value in paper.mediabox]
    width, height = sides[2] - sides[0], sides[3] - sides[1]
    scale = min(wide / width, high / height)
    to_x = x + (wide - width * scale) / 2 - sides[0] * scale
    to_y = float(page.mediabox.height) - y - high + (high - height * scale) / 2 - sides[1] * scale
    contents, form = paper.get_contents(), StreamObject()
    form._data = contents.get_data() if contents is not None else b""
    form = form.flate_encode()
    form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form"),
                 NameObject("/BBox"): ArrayObject([FloatObject(side) for side in sides])})
    if "/Resources" in paper:
        form[NameObject("/Resources")] = paper["/Resources"].get_object().clone(writer)
    own = page["/Resources"].get_object() if "/Resources" in page else DictionaryObject()
    pictures = own["/XObject"].get_object() if "/XObject" in own else DictionaryObject()
    name = NameObject("/WpPaper")
    page[NameObject("/Resources")] = DictionaryObject({
        **own, NameObject("/XObject"): DictionaryObject({**pictures, name: writer._add_object(form)})})
    drawing = StreamObject()
    drawing._data = f"q {scale:.6f} 0 0 {scale:.6f} {to_x:.4f} {to_y:.4f} cm {name} Do Q\n".encode("ascii")
    before, after = StreamObject(), StreamObject()
    before._data, after._data = b"q\n", b"Q\n"  # what our page sets must not reach the paper
    page[NameObject("/Contents")] = ArrayObject([
        writer._add_object(before), *_parts_of(page), writer._add_object(after), writer._add_object(drawing)])


def _parts_of(page: Any) -> List[Any]:
    contents = page.raw_get("/Contents")
    found = contents.get_object()
    return list(found) if isinstance(found, list) else [contents]


def _save(writer: PdfWriter, path: Path, title: str, moment: str) -> None:
    written = _pdf_date(moment)
    writer.add_metadata({"/Title": title, "/Creator": "Weipian", "/Producer": "Weipian",
                         "/CreationDate": written, "/ModDate": written})
    try:
        with path.open("wb") as out:
            writer.write(out)
    except OSError as error:
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(path),
                           detail=error.strerror or type(error).__name__) from error


def _pdf_date(moment: str) -> str:
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return "D:20000101000000Z"
    utc = found.astimezone(timezone.utc) if found.tzinfo else found
    return utc.strftime("D:%Y%m%d%H%M%SZ")
