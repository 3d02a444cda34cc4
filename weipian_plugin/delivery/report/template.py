"""The replaceable docx template: opened, checked mark by mark, filled; what is wrong with it is told by name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Mapping, Set, Tuple, Type

from ...domain.errors import WeipianError
from ...domain.records import Finding
from ..docx_marks import broken_mark
from ..packages import require

if TYPE_CHECKING:
    from docxtpl import DocxTemplate
    from jinja2 import Environment, Undefined

NEEDED: Mapping[str, str] = {"title": "标题（草稿、培训标记也在其中）", "footer": "页脚声明"}
CONTENT = ("sections", "tables", "figures")
"""One of these at least: else the report would say nothing."""
KNOWN = ("title", "subtitle", "header", "footer", "day", "mark", "head", "sections", "annexes", "reasons", "figures",
         "tables", "charts")
_SHOWN = 60


def require_packages() -> None:
    """Raises ``PACKAGE_MISSING``."""
    require("docxtpl")


def check_template(path: Path) -> Tuple[Finding, ...]:
    """What a template has that is not known, and what it leaves out. Raises what `open_template` raises."""
    require_packages()
    template = open_template(path)
    used = _marks_of(template, path)
    unplaced = [name for name in ("sections", "annexes", "head", "subtitle") if name not in used]
    found = _unknown(path, used - set(KNOWN))
    if unplaced:
        found = (*found, Finding("REPORT_MARKS_UNPLACED", "W", {"file": path.name, "marks": "、".join(unplaced)}))
    return found


def open_template(path: Path) -> DocxTemplate:
    """The template, which can be filled. Raises ``REPORT_TEMPLATE_UNREADABLE``, ``REPORT_TEMPLATE_BROKEN``,
    ``REPORT_TEMPLATE_LACKS``.
    """
    from docxtpl import DocxTemplate

    try:
        template = DocxTemplate(str(path))
        template.init_docx()
    except Exception as error:  # python-docx raises whatever the zip and XML layers raise on a damaged file
        raise WeipianError("REPORT_TEMPLATE_UNREADABLE", file=str(path), detail=str(error)[:200]) from error
    used = _marks_of(template, path)
    missing = [f"{{{{ {name} }}}} {what}" for name, what in NEEDED.items() if name not in used]
    if not used.intersection(CONTENT):
        missing.append("{%p for section in sections %} 正文")
    if missing:
        raise WeipianError("REPORT_TEMPLATE_LACKS", file=str(path), marks="、".join(missing))
    return template


def rendered(template: DocxTemplate, path: Path, context: Mapping[str, Any]) -> Tuple[Finding, ...]:
    """Fill it; marks that mean nothing stand in the text as such, and are told. Raises ``REPORT_TEMPLATE_BROKEN``."""
    from jinja2 import TemplateError

    unknown: Set[str] = set()
    try:
        template.render(dict(context), _environment(unknown), autoescape=True)
    except (TemplateError, TypeError, ValueError, ArithmeticError) as error:
        raise _broken(path, error) from error
    return _unknown(path, unknown)


def _unknown(path: Path, marks: Set[str]) -> Tuple[Finding, ...]:
    if not marks:
        return ()
    return (Finding("REPORT_MARKS_UNKNOWN", "W", {"file": path.name, "marks": "、".join(sorted(marks)),
                                                  "known": "、".join(KNOWN)}),)


def _marks_of(template: DocxTemplate, path: Path) -> Set[str]:
    from jinja2 import TemplateError

    try:
        return set(template.get_undeclared_template_variables(_environment(set())))
    except TemplateError as error:
        raise _broken(path, error) from error


def _environment(unknown: Set[str]) -> Environment:
    """A template is somebody else's file: it may write out what it is given, and reach nothing else."""
    from jinja2 import Undefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(undefined=_told(Undefined, unknown), autoescape=True)


def _told(base: Type[Undefined], unknown: Set[str]) -> Type[Undefined]:
    class Told(base):
        """Stands in the text under its name, where nothing has it."""

        def __str__(self) -> str:
            name = str(self._undefined_name or "")
            unknown.add(name)
            return f"〔未知标记：{name}〕"

        def __iter__(self) -> Any:
            unknown.add(str(self._undefined_name or ""))
            return iter(())

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            return type(self)(name=f"{self._undefined_name}.{name}")

        def __getitem__(self, name: object) -> Any:
            return type(self)(name=f"{self._undefined_name}.{name}")

    return Told


def _broken(path: Path, error: BaseException) -> WeipianError:
    near = broken_mark(path) or " ".join(str(line) for line in getattr(error, "docx_context", ()))
    text = re.sub(r"\s+", " ", near).strip()[:_SHOWN]
    return WeipianError("REPORT_TEMPLATE_BROKEN", file=str(path), detail=str(error)[:200], near=text or "—")
