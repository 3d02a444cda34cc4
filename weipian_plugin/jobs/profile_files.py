"""Profile files as they are on disk: parsed without guessing, and each key with the line it stands in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.profile_schema import Keys, ProfileProblem

_MERGE = "tag:yaml.org,2002:merge"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"


@dataclass(frozen=True)
class ProfileFile:
    """One file: the profile it holds, what it says, where each key stands, and what is wrong with the file itself.

    ``shipped``: it came with the plugin. ``node`` is the root of the YAML nodes, None where there are none.
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
        node, document, twice = _parsed(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        detail = str(getattr(error, "problem", "") or error)
        return _unread(path, shipped, "NO_YAML", mark.line + 1 if mark else 0, detail=" ".join(detail.split())[:120])
    except (ValueError, RecursionError) as error:
        return _unread(path, shipped, "NO_YAML", 0, detail=" ".join(str(error).split())[:120])
    if not isinstance(document, dict):
        return _unread(path, shipped, "NOT_A_MAPPING", 1)
    profile_id = str(document.get("id") or path.stem)
    problems = tuple(ProfileProblem("KEY_TWICE", (*keys, key), {"key": key, "first": first}, profile_id, (), path.name,
                                    line) for keys, key, first, line in twice)
    return ProfileFile(path, profile_id, shipped, document, node, problems)


def _unread(path: Path, shipped: bool, code: str, line: int, **values: object) -> ProfileFile:
    problem = ProfileProblem(code, (), values, path.stem, (), path.name, line)
    return ProfileFile(path, path.stem, shipped, problems=(problem,))


_Twice = Tuple[Keys, str, int, int]  # way to the mapping, key, line of the first, line of the second


def _parsed(text: str) -> Tuple[Any, object, List[_Twice]]:
    """(the nodes, what they mean, keys that stand twice). Dates are left as text.

    So a day that the calendar has not is ours to tell, and not YAML's to stumble on.
    """
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """YAML's safe loader without the dates."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in resolvers if tag != _TIMESTAMP]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}
    loader = Loader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None, None, []
        twice = list(_twice_below(node, (), set()))  # before merged keys are put among the others
        return node, loader.construct_document(node), twice
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


def _twice_below(node: Any, keys: Keys, seen: Set[int]) -> Iterator[_Twice]:
    import yaml

    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        lines: Dict[str, int] = {}
        for name, value in node.value:
            if name.tag != _MERGE and name.value in lines:
                yield keys, str(name.value), lines[name.value], _line(name)
            lines.setdefault(name.value if isinstance(name.value, str) else "", _line(name))
            yield from _twice_below(value, (*keys, str(name.value)), seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _twice_below(item, (*keys, number), seen)
