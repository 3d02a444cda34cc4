"""09_校验报告.html: what the checks say of a patch, what its dossier lacks, and why it is marked."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.marks import FOOTER, Mark

_STYLE = ("body{font-family:'Noto Sans CJK SC','Microsoft YaHei',SimSun,sans-serif;font-size:11pt;max-width:60em;"
          "margin:2em auto;padding:0 1em}h1{font-size:16pt;text-align:center}h2{font-size:12pt}"
          "table{border-collapse:collapse;width:100%}td,th{border:1px solid #888;padding:4px 6px;vertical-align:top;"
          "text-align:left}th{background:#e9eef3}.mark{color:#c01c28;font-weight:bold}footer{color:#555;font-size:9pt}")

Rows = Sequence[Tuple[str, ...]]


def write_check_page(path: Path, number: str, day: str, mark: Mark, findings: Rows, pieces: Rows,
                     remarks: Sequence[str]) -> None:
    """Write the page. ``findings``: check, severity, state, sentence, reason; ``pieces``: material, there or not, why.

    Raises OUTPUT_NOT_WRITABLE.
    """
    title = mark.title(f"图斑 {number} 校验报告")
    parts = [f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
             f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><p>数据截至 {escape(day)}</p>"]
    if mark:
        said = "".join(f"<li>{escape(f'{check}：{sentence}' if check else sentence)}</li>"
                       for check, sentence in mark.reasons)
        parts.append(f'<p class="mark">{escape(mark.word)}</p><ul>{said}</ul>')
    parts += ["<h2>校验结果</h2>", _table(("规则", "级别", "状态", "内容", "处理说明"), findings, "没有未通过的校验。"),
              "<h2>卷宗完整性</h2>", _table(("材料", "有无", "依据"), pieces, "—")]
    if remarks:
        parts += ["<h2>备注</h2><ul>", *(f"<li>{escape(one)}</li>" for one in remarks), "</ul>"]
    parts.append(f"<p><footer>{escape(FOOTER)}</footer></p></body></html>\n")
    try:
        path.write_text("".join(parts), encoding="utf-8")
    except OSError as error:
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(path), detail=error.strerror or str(error)) from error


def _table(head: Sequence[str], rows: Rows, nothing: str) -> str:
    if not rows:
        return f"<p>{escape(nothing)}</p>"
    headings = "".join(f"<th>{escape(one)}</th>" for one in head)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{headings}</tr>{lines}</table>"
