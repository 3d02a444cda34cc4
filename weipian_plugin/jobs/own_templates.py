"""A user's own templates, looked through before anything is made of them: what is broken is told at the beginning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator, List, Mapping, Sequence

from ..domain.errors import WeipianError
from ..domain.forms.table_forms import TABLE_FORMS, form_of
from ..domain.records import Finding
from ..paths import TEMPLATES
from .measuring.interpreter import user_folder

if TYPE_CHECKING:
    from ..delivery.dossier.layouts import PageKind
    from ..workspace.workspace import Workspace

InMain = Callable[[Callable[["Workspace"], Iterator[str]]], None]
"""Runs steps in the main thread, over the workspace given there; returns when they are through."""
OF_A_DOSSIER = ("2-1",)
"""The tables that lie in each dossier."""


def own_templates() -> Path:
    """Where a user's own templates are."""
    return user_folder() / "templates"


def require_sound(findings: Sequence[Finding]) -> None:
    """Raises the first that makes a template unusable, as an error with file, mark and remedy."""
    for one in findings:
        if one.severity == "E":
            raise WeipianError(one.code, **one.values)


def table_findings(forms: Sequence[str]) -> List[Finding]:
    """Of the user's own templates of these tables."""
    from ..delivery.sheets.check import check_template

    found: List[Finding] = []
    for form in map(form_of, forms):
        own = own_templates() / form.template
        if own.exists():
            found += check_template(own, form, TABLE_FORMS.values())
    return found


def review_findings() -> List[Finding]:
    """Of the user's own agenda and minutes of a 集体会审."""
    from ..delivery.review_book import TEMPLATES as NAMES
    from ..delivery.review_book import check_review_template

    return [one for name in NAMES.values() if (own_templates() / name).exists()
            for one in check_review_template(own_templates() / name, TEMPLATES / name)]


def dossier_findings() -> List[Finding]:
    """Of the user's own pages, Word papers and tables of a dossier. In the main thread: QGIS opens the pages."""
    from ..delivery.dossier.layouts import PAGES
    from ..delivery.dossier.word_papers import check_papers

    return [*page_findings(PAGES), *check_papers(own_templates(), only_own=True), *table_findings(OF_A_DOSSIER)]


def page_findings(kinds: Mapping[str, PageKind]) -> List[Finding]:
    """Of the user's own page templates among these. In the main thread: QGIS opens them."""
    from ..delivery.dossier.layouts import PageLayouts

    return PageLayouts(own_templates(), kinds).check(only_own=True)


def require_sound_dossiers(workspace: Workspace, in_main: InMain) -> None:
    """Raises what the user's own templates of dossiers are broken in, before any is built."""
    def look(_workspace: Workspace) -> Iterator[str]:
        require_sound(dossier_findings())
        yield ""

    if any(own_templates().glob("**/*.*")):
        in_main(look)


def require_sound_report() -> None:
    """Raises what a user's own report template is broken in: REPORT_TEMPLATE_…, PACKAGE_MISSING."""
    from ..delivery.report.docx_file import SHIPPED_TEMPLATE
    from .handing_in.report import check_report_template

    if (own_templates() / SHIPPED_TEMPLATE.name).exists():
        check_report_template()
