"""What Excel “repairs” a workbook for, looked for in its parts: a reader of its own that forgives nothing."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
# CT_Worksheet: the order of the schema, which Excel insists upon.
ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst")
LIMITS = {"formula1": 255, "formula2": 255, "errorTitle": 32, "error": 255, "promptTitle": 32, "prompt": 255}
Box = tuple[int, int, int, int]


def complaints(path: Path) -> list[str]:
    """All that is wrong; empty where Excel opens the file without asking."""
    with zipfile.ZipFile(path) as archive:
        found = list(_package(archive))
        trees = {}
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                try:
                    trees[name] = Xml.fromstring(archive.read(name))  # a doubled attribute is not well-formed
                except Xml.ParseError as error:
                    found.append(f"{name}: {error}")
    book, styles = trees.get("xl/workbook.xml"), trees.get("xl/styles.xml")
    if book is None or styles is None:
        return [*found, "no workbook or no styles"]
    titles = [sheet.get("name", "") for sheet in book.iter(f"{MAIN}sheet")]
    found += _titles(titles)
    found += _names(book, titles)
    found += _styles(styles)
    looks = len(styles.find(f"{MAIN}cellXfs"))
    marks = len(styles.find(f"{MAIN}dxfs")) if styles.find(f"{MAIN}dxfs") is not None else 0
    for name, tree in trees.items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            found += [f"{name}: {each}" for each in _sheet(tree, looks, marks, titles)]
    return found


def define(book: object, name: str, target: str) -> None:
    """Define a name in a workbook, or let it stand for something else, of openpyxl 3.1 or of Debian's 3.0."""
    from openpyxl.workbook.defined_name import DefinedName

    kept = book.defined_names
    defined = DefinedName(name, attr_text=target)
    if hasattr(kept, "definedName"):
        kept.definedName = [*(one for one in kept.definedName if one.name != name), defined]
    else:
        kept[name] = defined


def _package(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    yield from (f"twice in the zip: {name}" for name, count in Counter(names).items() if count > 1)
    if archive.testzip():
        yield f"damaged: {archive.testzip()}"
    types = Xml.fromstring(archive.read("[Content_Types].xml"))
    overrides = [one.get("PartName", "").lstrip("/") for one in types.iter(f"{TYPES}Override")]
    defaults = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    yield from (f"type given twice: {name}" for name, count in Counter(overrides).items() if count > 1)
    yield from (f"type of nothing: {name}" for name in overrides if name not in names)
    for name in names:
        if name != "[Content_Types].xml" and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"no type: {name}"
        if name.endswith(".rels"):
            base = Path(name).parent.parent
            for one in Xml.fromstring(archive.read(name)):
                target = one.get("Target", "")
                part = target.lstrip("/") if target.startswith("/") else (base / target).as_posix()
                if one.get("TargetMode") != "External" and part not in names:
                    yield f"{name} points at nothing: {target}"


def _titles(titles: list[str]) -> Iterator[str]:
    for title in titles:
        if not 1 <= len(title) <= 31 or re.search(r"[\[\]:*?/\\]", title) or title.strip("'") != title:
            yield f"sheet name: {title!r}"
    if len({title.casefold() for title in titles}) != len(titles):
        yield "two sheets of one name"


def _names(book: Xml.Element, titles: list[str]) -> Iterator[str]:
    seen = Counter((one.get("name", "").casefold(), one.get("localSheetId")) for one in book.iter(f"{MAIN}definedName"))
    yield from (f"name twice: {name}" for name, count in seen.items() if count > 1)
    for one in book.iter(f"{MAIN}definedName"):
        name, text = one.get("name", ""), one.text or ""
        if not re.fullmatch(r"[A-Za-z_\\][\w.\\]*", name) or re.fullmatch(r"[A-Za-z]{1,3}\d+", name):
            yield f"no name: {name}"
        if "#REF" in text:
            yield f"{name} points at nothing"
        for title in re.findall(r"'((?:[^']|'')+)'!", text):
            if title.replace("''", "'") not in titles:
                yield f"{name} is of no sheet: {title}"


def _styles(styles: Xml.Element) -> Iterator[str]:
    counts = {name: len(styles.find(f"{MAIN}{name}"))
              for name in ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")}
    own = {int(one.get("numFmtId", 0)) for one in styles.iter(f"{MAIN}numFmt")}
    for name, count in counts.items():
        told = styles.find(f"{MAIN}{name}").get("count")
        if told is not None and int(told) != count:
            yield f"{name}: {count}, not {told}"
    for xf in styles.find(f"{MAIN}cellXfs"):
        for attribute, of in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders"),
                              ("xfId", "cellStyleXfs")):
            if int(xf.get(attribute, 0)) >= counts[of]:
                yield f"{attribute} {xf.get(attribute)}"
        number = int(xf.get("numFmtId", 0))
        if number >= 164 and number not in own:
            yield f"numFmtId {number}"
    if counts["cellXfs"] > 64000:
        yield "too many looks"


def _sheet(tree: Xml.Element, looks: int, marks: int, titles: list[str]) -> Iterator[str]:
    order = [ORDER.index(child.tag.removeprefix(MAIN)) for child in tree]
    if order != sorted(order):
        yield "elements out of order"
    yield from _rows(tree, looks)
    boxes = [_box(one.get("ref", "")) for one in tree.iter(f"{MAIN}mergeCell")]
    yield from _overlaps(boxes, "merged")
    yield from (f"merged cell of one: {box}" for box in boxes if box[:2] == box[2:])
    rules = list(tree.iter(f"{MAIN}dataValidation"))
    yield from _overlaps([_box(part) for rule in rules for part in rule.get("sqref", "").split()], "validation")
    for rule in rules:
        for name, most in LIMITS.items():
            text = rule.get(name) if name in rule.attrib else rule.findtext(f"{MAIN}{name}")
            if text and len(text) > most:
                yield f"{name} has {len(text)} letters"
        of = re.match(r"'([^']+)'!", rule.findtext(f"{MAIN}formula1") or "")
        if of and of.group(1) not in titles:
            yield f"list on no sheet: {of.group(1)}"
    for rule in tree.iter(f"{MAIN}cfRule"):
        if rule.get("dxfId") is not None and int(rule.get("dxfId", 0)) >= marks:
            yield f"dxfId {rule.get('dxfId')}"
    header = tree.find(f"{MAIN}headerFooter")
    for part in header if header is not None else ():
        if len(part.text or "") > 255:
            yield f"{part.tag.removeprefix(MAIN)} has {len(part.text)} letters"
    setup = tree.find(f"{MAIN}pageSetup")
    if setup is not None and not 10 <= int(setup.get("scale", 100)) <= 400:
        yield "scale"
    spans = [(int(one.get("min", 0)), int(one.get("max", 0))) for one in tree.iter(f"{MAIN}col")]
    yield from ("columns overlap" for one, other in zip(spans, spans[1:]) if one[1] >= other[0])


def _rows(tree: Xml.Element, looks: int) -> Iterator[str]:
    before = 0
    for row in tree.iter(f"{MAIN}row"):
        line, at = int(row.get("r", 0)), 0
        if line <= before:
            yield f"row {line} after {before}"
        if float(row.get("ht", 15)) > 409.5:
            yield f"row {line} too high"
        before = line
        for cell in row:
            reference = cell.get("r", "")
            left, top = _box(reference)[:2]
            if top != line or left <= at:
                yield f"{reference} in row {line}"
            at = left
            if int(cell.get("s", 0)) >= looks:
                yield f"{reference} has no look {cell.get('s')}"
            yield from _cell(cell, reference)


def _cell(cell: Xml.Element, reference: str) -> Iterator[str]:
    kind, value = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if cell.find(f"{MAIN}f") is not None:
        yield f"{reference} is a formula"
    if kind == "n" and value is not None and not re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value):
        yield f"{reference} is no number: {value}"
    if kind == "inlineStr":
        text = "".join(one.text or "" for one in cell.iter(f"{MAIN}t"))
        if len(text) > 32767 or cell.find(f"{MAIN}is") is None:
            yield f"{reference}: text"
    elif kind not in ("n", "s", "b", "e", "str", "d"):
        yield f"{reference}: type {kind}"


def _box(reference: str) -> Box:
    """Left, top, right, bottom."""
    ends = [re.fullmatch(r"([A-Z]+)(\d+)", part.replace("$", "")) for part in reference.split(":")]
    cells = [(_column(end.group(1)), int(end.group(2))) for end in ends if end]
    return (*cells[0], *cells[-1])


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _overlaps(boxes: list[Box], kind: str) -> Iterator[str]:
    for number, one in enumerate(boxes):
        for other in boxes[number + 1:]:
            if one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]:
                yield f"{kind} overlap: {one} {other}"
