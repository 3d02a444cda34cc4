"""情况说明 as a Word document, from a template that a user may replace ({{ title }}, {%p for … %} of docxtpl)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...paths import TEMPLATES
from ..files import in_one_move
from ..sheets.normal import normalise_zip
from .layouts import FOLDER

TEMPLATE = "statement.docx"


def statement_template(own_folder: Optional[Path] = None) -> Path:
    """The user's own where there is one, else the one that comes with the plugin."""
    own = own_folder / FOLDER / TEMPLATE if own_folder is not None else None
    return own if own is not None and own.is_file() else TEMPLATES / FOLDER / TEMPLATE


def write_statement(path: Path, template: Path, words: Mapping[str, str],
                    sections: Sequence[Tuple[str, Sequence[str]]]) -> None:
    """Fill the template. Raises PACKAGE_MISSING, STATEMENT_TEMPLATE, OUTPUT_NOT_WRITABLE."""
    try:
        from docxtpl import DocxTemplate
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError as error:
        raise WeipianError("PACKAGE_MISSING", package="docxtpl") from error
    filled: Dict[str, object] = dict(words)
    parts: List[Dict[str, object]] = [{"title": title, "paragraphs": list(texts)} for title, texts in sections]
    filled["sections"] = parts
    made = io.BytesIO()
    try:
        document = DocxTemplate(str(template))
        # What stands in a template is somebody's: it may place words, not run code.
        document.render(filled, SandboxedEnvironment(autoescape=True), autoescape=True)
        document.save(made)
    except Exception as error:  # docxtpl raises whatever jinja, lxml and zip raise on what somebody wrote
        raise WeipianError("STATEMENT_TEMPLATE", file=template.name, detail=str(error)[:200]) from error
    made.seek(0)
    with in_one_move(path) as part:
        normalise_zip(made, part)
