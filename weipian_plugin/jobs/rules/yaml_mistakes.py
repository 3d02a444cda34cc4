"""Why a text is no YAML: the likely slip of the pen, looked for where the parser stumbled and in the lines around."""

from __future__ import annotations

import re
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

Mistake = Tuple[str, int, Dict[str, object]]
"""Code of the sentence, line (from 1; 0 where none is known) and what fills the sentence."""

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_KEY = r"(?:- +)*[A-Za-z_]\w*"
_CLOSING = {"{": "}", "[": "]"}


def likely_mistake(text: str, stumbled: Sequence[int]) -> Mistake:
    """What is probably wrong with ``text``; the parser stumbled in the lines ``stumbled``, nearest first.

    NO_YAML with the parser's own line where nothing usual is found.
    """
    lines = text.splitlines()
    for number in _around(lines, stumbled):
        for look in _LOOKS:
            found = look(lines, number)
            if found is not None:
                return found
    return "NO_YAML", stumbled[0] if stumbled else 0, {}


def _around(lines: Sequence[str], stumbled: Sequence[int]) -> Iterator[int]:
    """The lines worth a look, each once: where the parser stumbled, then the written one before each."""
    seen: List[int] = []
    for number in [*stumbled, *(_before(lines, number) for number in stumbled)]:
        if 1 <= number <= len(lines) and number not in seen:
            seen.append(number)
            yield number


def _before(lines: Sequence[str], number: int) -> int:
    return next((one for one in range(min(number, len(lines) + 1) - 1, 0, -1) if _bare(lines[one - 1]).strip()), 0)


def _bare(line: str) -> str:
    """The line without what is quoted in it and without its comment."""
    return _COMMENT.sub("", _QUOTED.sub("_", line))


Look = Callable[[Sequence[str], int], Optional[Mistake]]


def _pattern(code: str, pattern: str, **names: int) -> Look:
    """A slip that one line shows; ``names`` are the groups that fill its sentence."""
    form = re.compile(pattern)

    def look(lines: Sequence[str], number: int) -> Optional[Mistake]:
        found = form.search(_bare(lines[number - 1]))
        return (code, number, {name: found.group(group) for name, group in names.items()}) if found else None

    return look


def _colon_in_text(lines: Sequence[str], number: int) -> Optional[Mistake]:
    """A second “: ” in one pair."""
    pieces = re.split(r"[{}\[\],]", _bare(lines[number - 1]))
    piece = next((piece for piece in pieces if len(re.findall(r":(?=\s)", piece.rstrip())) > 1), None)
    return None if piece is None else ("YAML_COLON_IN_TEXT", number, {"text": piece.split(":", 1)[1].strip()})


def _left_open(lines: Sequence[str], number: int) -> Optional[Mistake]:
    """A quotation mark or bracket that is not closed in its line, nor in any other."""
    bare, all_bare = _bare(lines[number - 1]), "\n".join(map(_bare, lines))
    quote = re.search(r"(?:^|[\s{\[,])([\"'])", bare)
    if quote and len(re.findall(r"(?:^|[\s{\[,])([\"'])", all_bare)) % 2:
        return "YAML_LEFT_OPEN", number, {"mark": quote.group(1)}
    mark = next((mark for mark, end in _CLOSING.items() if bare.count(mark) > bare.count(end)
                 and all_bare.count(mark) > all_bare.count(end)), None)
    return None if mark is None else ("YAML_LEFT_OPEN", number, {"mark": _CLOSING[mark]})


def _too_deep(lines: Sequence[str], number: int) -> Optional[Mistake]:
    """A line below one that has a value already, or at a depth that no line above has."""
    above = _before(lines, number)
    depth, depth_above = (_depth(lines[one - 1]) if one else 0 for one in (number, above))
    if above and depth > depth_above and re.match(rf"\s*{_KEY}:\s+[^\s|>&*]", _bare(lines[above - 1])):
        return "YAML_INDENT", number, {"above": above}
    depths = {_depth(line) for line in lines[:number - 1] if line.strip()}
    return ("YAML_INDENT", number, {"above": above}) if above and depth < depth_above and depth not in depths else None


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


_LOOKS: Tuple[Look, ...] = (
    _pattern("YAML_TAB", r"^ *\t"),
    _pattern("YAML_TWO_PROFILES", r"^---\s*$"),
    _pattern("YAML_WIDE_COLON", rf"^\s*({_KEY})\s*：", key=1),
    _pattern("YAML_NO_BLANK", rf"^\s*({_KEY}):(?=[^\s:])", key=1),
    _pattern("YAML_BARE_OPERATOR", r"\bop: *([<>=!≥≤≠]+)", op=1),
    _pattern("YAML_BARE_SIGN", r"(?::|-|,)\s+([@`%]|[*&](?![A-Za-z0-9_-]))", sign=1),
    _pattern("YAML_WIDE_COMMA", r"[{\[].*([，、；])\s*[A-Za-z_]\w*\s*[:：]", sign=1),
    _pattern("YAML_AFTER_BRACKET", r":\s+[{\[][^{}\[\]]*[}\]]\s*([^\s,}\]#]+)", rest=1),
    _colon_in_text, _left_open, _too_deep,
)
