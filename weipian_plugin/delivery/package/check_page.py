"""The self-check as one page of HTML that any browser shows: what blocks, what warns, what is to be known."""

from __future__ import annotations

from html import escape
from typing import Sequence, Tuple

from ...domain.marks import FOOTER, Mark

Section = Tuple[str, Sequence[Tuple[str, str]]]
"""Heading, and lines: sentence and the parcels it is about."""
_STYLE = ("body{font-family:'Microsoft YaHei','Noto Sans CJK SC',SimSun,sans-serif;font-size:10.5pt;max-width:60em;"
          "margin:2em auto;color:#222}h1{font-size:16pt}h2{font-size:12.5pt;border-bottom:1px solid #999}"
          "li{margin:.5em 0}small{color:#555;word-break:break-all}.mark{color:#C00000}footer{color:#555;font-size:9pt;"
          "margin-top:2em;border-top:1px solid #999}@media print{body{margin:0}}")


def check_page(title: str, head: Sequence[Tuple[str, str]], sections: Sequence[Section], mark: Mark) -> bytes:
    """The page in UTF-8; the same for the same content."""
    parts = ["<!DOCTYPE html>", '<html lang="zh"><head><meta charset="utf-8">',
             f"<title>{escape(mark.title(title))}</title><style>{_STYLE}</style></head><body>",
             f'<h1{" class=mark" if mark else ""}>{escape(mark.title(title))}</h1>']
    parts += [f"<p>{escape(name)}：{escape(text)}</p>" for name, text in head]
    for heading, lines in sections:
        parts.append(f"<h2>{escape(heading)}（{len(lines)}）</h2>")
        parts.append("<ul>" + "".join(_line(*line) for line in lines) + "</ul>" if lines else "<p>无</p>")
    if mark.reasons:
        parts.append(f"<h2>标记“{escape(mark.word)}”的理由</h2><ul>")
        parts += [f"<li>{escape(f'{check} {text}'.strip())}</li>" for check, text in mark.reasons]
        parts.append("</ul>")
    parts.append(f"<footer>{escape(FOOTER)}</footer></body></html>")
    return "\n".join(parts).encode("utf-8")


def _line(sentence: str, parcels: str) -> str:
    return f"<li>{escape(sentence)}" + (f"<br><small>{escape(parcels)}</small>" if parcels else "") + "</li>"
