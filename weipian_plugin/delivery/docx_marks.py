"""Where in a Word template a mark is broken: jinja knows only a line, and the text of a docx is mostly one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Iterator

_MARK = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_SAID = re.compile(r"^\{\{[a-z]*\s(.*?)\s*\}\}$")
_SHOWN = 60


def broken_mark(path: Path) -> str:
    """The first text that has a brace too many or a mark that says nothing; "" where none is found."""
    try:
        from jinja2.sandbox import SandboxedEnvironment

        environment = SandboxedEnvironment()
        for text in _texts(path):
            if re.search(r"[{}]", _MARK.sub("", text)):
                return text.strip()[:_SHOWN]
            for mark in _MARK.findall(text):
                said = _SAID.match(mark)
                if said is not None and not _compiles(environment, said.group(1)):
                    return str(mark)[:_SHOWN]
    except Exception:  # it says where, if it can; that it is broken is known already
        return ""
    return ""


def _compiles(environment: object, said: str) -> bool:
    from jinja2 import TemplateError

    try:
        environment.compile_expression(said)  # type: ignore[attr-defined]
    except TemplateError:
        return False
    return True


def _texts(path: Path) -> Iterator[str]:
    """Of each paragraph: body, tables, headers and footers."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(str(path))
    roots = [document.element.body]
    for section in document.sections:
        roots += [section.header._element, section.footer._element]
    for root in roots:
        for paragraph in root.iter(qn("w:p")):
            yield "".join(str(text.text or "") for text in paragraph.iter(qn("w:t")))
