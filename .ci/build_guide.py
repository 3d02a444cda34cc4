"""Make resources/guide/*.html, the guide that goes into the zip, from docs/guide.*.md; ``--check`` only compares.

Pictures stay behind, as docs/ does; links to what is not in the zip become plain text.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "resources" / "guide"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
PAGE = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
body {{ font-family: "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; line-height: 1.6; max-width: 52em;
        margin: 2em auto; padding: 0 1em; color: #222; }}
table {{ border-collapse: collapse; }} th, td {{ border: 1px solid #bbb; padding: .2em .6em; text-align: left; }}
code {{ background: #f2f2f2; padding: 0 .2em; }} pre {{ background: #f2f2f2; padding: .6em; overflow-x: auto; }}
</style></head><body>
{body}</body></html>
"""


def anchor(heading: str) -> str:
    """The name other lines point at a heading by: lower case, no punctuation, dashes for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def prepare(tokens: list[Token]) -> None:
    """Name the headings, keep the links that lead somewhere in the zip, drop the pictures."""
    for position, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchor(tokens[position + 1].content))
        token.children = [child for child in map(in_the_zip, token.children or []) if child.type != "image"]


def in_the_zip(token: Token) -> Token:
    """A link within the guide or to its other language; any other loses its target."""
    target = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    if target and not target.startswith("#"):
        language = re.fullmatch(r"guide\.(\w+)\.md", target)
        token.attrs = {"href": f"guide.{language[1]}.html"} if language else {}
    return token


def page(language: str) -> str:
    """The guide of one language as one page."""
    source = (ROOT / "docs" / f"guide.{language}.md").read_text(encoding="utf-8")
    parser = MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = parser.normalizeLinkText = str  # type: ignore[method-assign]
    tokens = parser.parse(source)
    prepare(tokens)
    body = parser.renderer.render(tokens, parser.options, {})
    title = source.splitlines()[0].lstrip("# ")
    return PAGE.format(language=LANGUAGES[language], title=title, body=body)


def main() -> int:
    """0, or 1 where ``--check`` finds a page that is not up to date."""
    stale = []
    for language in LANGUAGES:
        target = GUIDE / f"guide.{language}.html"
        made = page(language)
        if "--check" in sys.argv:
            if not target.exists() or target.read_text(encoding="utf-8") != made:
                stale.append(target.name)
            continue
        GUIDE.mkdir(parents=True, exist_ok=True)
        target.write_text(made, encoding="utf-8")
        print(target.relative_to(ROOT))
    if stale:
        print(f"not up to date: {', '.join(stale)}: .venv-tools/bin/python .ci/build_guide.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
