"""Profile files as they are on disk: parsed without guessing, and each key with the line it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Set, Tuple

from ...domain.errors import WeipianError
from ...domain.profile_schema import Keys, ProfileProblem
from .yaml_mistakes import likely_mistake

_TAG = "tag:yaml.org,2002:"
_MERGE = f"{_TAG}merge"
_NULL = f"{_TAG}null"
# What is written without quotes and yet no text. All else stays as written: 045, 1_000, 12:30, NO and dates are texts,
# so that no code loses digits or becomes a truth, and a day that the calendar has not is ours to tell.
_PLAIN = {
    f"{_TAG}int": re.compile(r"^(?:0|-?[1-9][0-9]*)$"),
    f"{_TAG}float": re.compile(r"^-?(?:[0-9]+\.[0-9]*|\.[0-9]+)$"),
    f"{_TAG}bool": re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"),
}
_AS_WRITTEN = f"{_TAG}timestamp"


@dataclass(frozen=True)
class ProfileFile:
    """One file: the profile it holds, what it says, where each key stands, and what is wrong with the file itself.

    ``shipped``: it came with the plugin. ``node`` is the root of the YAML nodes, None where there are none: then
    nothing else of the file could be checked.
    """

    path: Path
    id: str
    shipped: bool
    document: Mapping[str, object] = field(default_factory=dict)
    node: Any = None
    problems: Tuple[ProfileProblem, ...] = ()

    def line_of(self, keys: Keys) -> Tuple[int, int]:
        """(how many of ``keys`` the file has, the line of the last of them, from 1)."""
        return _line_of(self.node, keys)


def read_profile_file(path: Path, shipped: bool) -> ProfileFile:
    """The file at ``path``; what cannot be read is told in its problems. Raises PACKAGE_MISSING."""
    try:
        import yaml
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="PyYAML") from None
    try:
        data = path.read_bytes()
    except OSError as error:
        return _unread(path, shipped, "NOT_READABLE", 0, detail=str(error.strerror))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _unread(path, shipped, "NOT_UTF8", data.count(b"\n", 0, error.start) + 1)
    try:
        node, document, slips = _parsed(text)
    except yaml.YAMLError as error:
        lines = [mark.line + 1 for name in ("problem_mark", "context_mark")
                 for mark in [getattr(error, name, None)] if mark]
        detail = " ".join(str(getattr(error, "problem", "") or error).split())[:120]
        code, line, values = likely_mistake(text, lines)
        return _unread(path, shipped, code, line, detail=detail, **values)
    except (ValueError, RecursionError) as error:
        return _unread(path, shipped, "NO_YAML", 0, detail=" ".join(str(error).split())[:120])
    if not isinstance(document, dict):
        return _unread(path, shipped, "NOT_A_MAPPING", 1)
    profile_id = str(document.get("id") or path.stem)
    problems = tuple(ProfileProblem(code, keys, values, profile_id, (), path.name, line)
                     for code, keys, line, values in slips)
    return ProfileFile(path, profile_id, shipped, document, node, problems)


def _unread(path: Path, shipped: bool, code: str, line: int, **values: object) -> ProfileFile:
    problem = ProfileProblem(code, (), values, path.stem, (), path.name, line)
    return ProfileFile(path, path.stem, shipped, problems=(problem,))


_Slip = Tuple[str, Keys, int, Dict[str, object]]  # code, way to the key, its line, what fills the sentence


def _parsed(text: str) -> Tuple[Any, object, List[_Slip]]:
    """(the nodes, what they mean, slips that YAML itself does not mind)."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """YAML's safe loader that takes nothing for a number, truth or date that is not plainly one."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, _PLAIN.get(tag, form)) for tag, form in resolvers if tag != _AS_WRITTEN]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None, []
        slips = list(_slips_below(node, (), set()))  # before merged keys are put among the others
        return node, loader.construct_document(node), slips
    finally:
        loader.dispose()


def _line_of(node: Any, keys: Keys) -> Tuple[int, int]:
    depth, line = 0, _line(node)
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        line, node = found
        depth += 1
    return depth, line


def _child(node: Any, key: object) -> Optional[Tuple[int, Any]]:
    """(line of the key, its value) below a node; items of a list are found by position or by id."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        # The last one counts: keys that were merged in come before the mapping's own.
        return next(((_line(name), value) for name, value in reversed(node.value) if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode):
        if isinstance(key, int):
            return (_line(node.value[key]), node.value[key]) if key < len(node.value) else None
        for item in node.value:
            named = _child(item, "id") if isinstance(item, yaml.MappingNode) else None
            if named is not None and named[1].value == str(key):
                return _line(item), item
    return None


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1 if node is not None else 1


def _slips_below(node: Any, keys: Keys, seen: Set[int]) -> Iterator[_Slip]:
    """Keys that stand twice, and texts that a comma between braces has cut in two."""
    import yaml

    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        yield from _twice(node, keys)
        if node.flow_style and keys != _CODES:
            yield from _cut_by_comma(node, keys)
        for name, value in node.value:
            yield from _slips_below(value, (*keys, str(name.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _slips_below(item, (*keys, number), seen)


_CODES: Keys = ("tblx", "codes")  # a code without a name means the name that the plugin has for it


def _twice(node: Any, keys: Keys) -> Iterator[_Slip]:
    lines: Dict[str, int] = {}
    for name, _ in node.value:
        key = name.value if isinstance(name.value, str) else ""
        if name.tag != _MERGE and key in lines:
            yield "KEY_TWICE", (*keys, key), _line(name), {"key": key, "first": lines[key]}
        lines.setdefault(key, _line(name))


def _cut_by_comma(node: Any, keys: Keys) -> Iterator[_Slip]:
    """``{note: 甲,乙}`` is a note 甲 and a key 乙 with nothing in it."""
    for (above, before), (name, value) in zip(node.value, node.value[1:]):
        is_empty = value.tag == _NULL and value.start_mark.index == value.end_mark.index
        if is_empty and isinstance(before.value, str) and getattr(before, "style", "") in (None, ""):
            values: Dict[str, object] = {"kept": before.value, "lost": str(name.value)}
            yield "CUT_BY_COMMA", (*keys, str(above.value)), _line(name), values
