"""Papers of a dossier as Word documents (情况说明, 会审记录), from templates of docxtpl that a user may replace."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from ...domain.errors import WeipianError
from ...domain.records import Finding
from ...paths import TEMPLATES
from ..docx_marks import broken_mark
from ..files import in_one_move
from ..sheets.normal import normalise_zip
from .layouts import FOLDER

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment


@dataclass(frozen=True)
class WordPaper:
    """A paper: its template, its title, the mark under which its content comes, and the further ones it may have."""

    template: str
    title: str
    content: str

    @property
    def needed(self) -> Tuple[str, ...]:
        """The marks without which it says too little: what it is (with 草稿), what it holds, the notice."""
        return "title", self.content, "footer"


STATEMENT_PAPER = WordPaper("statement.docx", "情况说明", "sections")
MEETING_PAPER = WordPaper("meeting.docx", "会审记录", "meetings")
WORD_PAPERS: Tuple[WordPaper, ...] = (STATEMENT_PAPER, MEETING_PAPER)
KNOWN = frozenset(("title", "footer", "number", "batch", "profile", "place", "mark", "date"))
"""What every paper may ask for."""


def paper_template(paper: WordPaper, own_folder: Optional[Path] = None) -> Path:
    """The user's own where there is one, else the one that comes with the plugin."""
    own = own_folder / FOLDER / paper.template if own_folder is not None else None
    return own if own is not None and own.is_file() else TEMPLATES / FOLDER / paper.template


def check_papers(own_folder: Optional[Path], only_own: bool = False) -> List[Finding]:
    """What is broken, lacking or unknown in the templates in use. Raises PACKAGE_MISSING."""
    paths = [(paper, paper_template(paper, own_folder)) for paper in WORD_PAPERS]
    return [one for paper, path in paths if not only_own or path != paper_template(paper)
            for one in check_paper(paper, path)]


def check_paper(paper: WordPaper, path: Path) -> List[Finding]:
    """E for what makes a template unusable, W for marks that nothing stands for. Raises PACKAGE_MISSING."""
    try:
        template, environment = _opened(path)
        used = set(template.get_undeclared_template_variables(environment))
    except WeipianError as error:
        if error.code == "PACKAGE_MISSING":
            raise
        return [Finding(error.code, "E", error.values)]
    except Exception as error:  # as where it is filled
        return [Finding("STATEMENT_TEMPLATE", "E", {"file": path.name, "detail": _detail(error, path)})]
    lacking = [one for one in paper.needed if one not in used]
    if lacking:
        return [Finding("PAPER_LACKS_MARKS", "E", {"file": path.name, "paper": paper.title,
                                                  "marks": "、".join(lacking)})]
    unknown = sorted(used - KNOWN - {paper.content})
    return [Finding("PAPER_UNKNOWN_MARKS", "W", {
        "file": path.name, "marks": "、".join(unknown), "known": "、".join(sorted({*KNOWN, paper.content}))})] \
        if unknown else []


def write_paper(path: Path, template: Path, words: Mapping[str, str], content: str,
                entries: List[Dict[str, object]]) -> None:
    """Fill the template. Raises PACKAGE_MISSING, STATEMENT_TEMPLATE, OUTPUT_NOT_WRITABLE."""
    document, environment = _opened(template)
    filled: Dict[str, object] = {**words, content: entries}
    made = io.BytesIO()
    try:
        document.render(filled, environment, autoescape=True)
        document.save(made)
    except Exception as error:  # docxtpl raises whatever jinja, lxml and zip raise on what somebody wrote
        raise WeipianError("STATEMENT_TEMPLATE", file=template.name, detail=_detail(error, template)) from error
    made.seek(0)
    with in_one_move(path) as part:
        normalise_zip(made, part)


def _opened(path: Path) -> Tuple[DocxTemplate, SandboxedEnvironment]:
    try:
        from docxtpl import DocxTemplate
        from jinja2.sandbox import SandboxedEnvironment
    except ImportError as error:
        raise WeipianError("PACKAGE_MISSING", package="docxtpl") from error
    template = DocxTemplate(str(path))
    try:
        template.init_docx()
    except Exception as error:  # python-docx raises whatever the zip and XML layers raise on a damaged file
        raise WeipianError("STATEMENT_TEMPLATE", file=path.name, detail=_detail(error, path)) from error
    # What stands in a template is somebody's: it may place words, not run code.
    return template, SandboxedEnvironment(autoescape=True)


def _detail(error: Exception, path: Path) -> str:
    """What is said of it, with the mark that is broken where one is found."""
    near = broken_mark(path)
    return f"{str(error)[:160]}{'；' + near if near else ''}" or type(error).__name__
