"""Puts a profile upon the one it extends: what it says itself holds, the rest is taken over."""

from __future__ import annotations

from typing import Dict, List, Mapping, Sequence, Tuple

from .problems import Keys, Report, nearest
from .tables import BASIS_KEYS, LEFT_OUT, LISTS_BY_ID, OWN_KEYS, WHOLE_KEYS

Node = Mapping[str, object]


def chain_of(documents: Mapping[str, Node], profile_id: str, report: Report) -> List[str]:
    """Ids from the root to the profile itself; empty where ``extends`` leads nowhere or in a circle (reported)."""
    chain = [profile_id]
    while True:
        parent = documents[chain[0]].get("extends")
        if parent in (None, ""):
            return chain
        parent = str(parent)
        if parent in chain:
            report.add("CIRCLE", ("extends",), circle=" → ".join([*reversed(chain), parent]), end="PRECHECK")
            return []
        if parent not in documents:
            known = tuple(sorted(name for name in documents if name != profile_id))
            report.add("NO_PARENT", ("extends",), value=parent, known=known, hint=nearest(parent, known))
            return []
        chain.insert(0, parent)


def merged(documents: Mapping[str, Node], chain: Sequence[str], report: Report) -> Dict[str, object]:
    """All documents of the chain as one; what the last one itself does wrong in changing the others is reported."""
    result: Dict[str, object] = {}
    for profile_id in chain:
        over = _with_identified_items(documents[profile_id], report if profile_id == chain[-1] else Report(profile_id))
        if profile_id == chain[-1]:
            _check_changes(result, over, report)
        base = {key: value for key, value in result.items() if key not in OWN_KEYS}
        result = _without_left_out(_joined(base, over))
    return result


def _with_identified_items(document: Node, report: Report) -> Node:
    """The document with only those items of its lists that have an id of their own; the others are reported."""
    result = dict(document)
    for section in LISTS_BY_ID:
        items = document.get(section)
        if items is None:
            result.pop(section, None)
        elif isinstance(items, str) or not isinstance(items, Sequence):
            report.add("NOT_A_LIST", (section,))
            del result[section]
        else:
            result[section] = _identified(items, section, report)
    return result


def _identified(items: Sequence[object], section: str, report: Report) -> List[Node]:
    found: Dict[str, Node] = {}
    for number, item in enumerate(items):
        name = item.get("id") if isinstance(item, Mapping) else None
        if not isinstance(item, Mapping):
            report.add("NOT_A_MAPPING", (section, number))
        elif not isinstance(name, (str, int)) or isinstance(name, bool) or not str(name).strip():
            report.add("NO_ID", (section, number))
        elif str(name) in found:
            report.add("ID_TWICE", (section, number), id=name)
        else:
            found[str(name)] = {**item, "id": str(name)}
    return list(found.values())


def _joined(base: Node, over: Node) -> Dict[str, object]:
    """``over`` upon ``base``: mappings join, lists of items with ids join by id, everything else is replaced.

    Who gives a tag gives the whole source: the reference and note of the base do not stay under it.
    """
    kept = {key: value for key, value in base.items() if "tag" not in over or key not in BASIS_KEYS}
    for key, value in over.items():
        mine = kept.get(key)
        if key not in WHOLE_KEYS and isinstance(mine, Mapping) and isinstance(value, Mapping):
            kept[key] = _joined(mine, value)
        elif key in LISTS_BY_ID and isinstance(mine, list) and isinstance(value, list):
            kept[key] = _joined_by_id(mine, value)
        else:
            kept[key] = value
    return kept


def _joined_by_id(base: Sequence[Node], over: Sequence[Node]) -> List[Node]:
    items = {item["id"]: item for item in base}
    for item in over:
        items[item["id"]] = _joined(items[item["id"]], item) if item["id"] in items else item
    return list(items.values())


def _without_left_out(document: Dict[str, object]) -> Dict[str, object]:
    for section in LISTS_BY_ID:
        items = document.get(section)
        if isinstance(items, list):
            document[section] = [item for item in items if item.get(LEFT_OUT) is not True]
    return document


def _check_changes(base: Node, over: Node, report: Report) -> None:
    """A changed figure or rule needs a source of its own; only what is there can be left out."""
    values, own = base.get("values"), over.get("values")
    if isinstance(values, Mapping) and isinstance(own, Mapping):
        for name, node in own.items():
            _check_source(values.get(name), node, ("values", str(name)), report)
    for section in LISTS_BY_ID:
        before, after = base.get(section, ()), over.get(section, ())
        known = {item["id"]: item for item in before} if isinstance(before, list) else {}
        for item in after if isinstance(after, list) else ():
            _check_source(known.get(item["id"]), item, (section, item["id"]), report)
            if item.get(LEFT_OUT) is True and item["id"] not in known:
                report.add("NOTHING_LEFT_OUT", (section, item["id"], LEFT_OUT), id=item["id"], known=tuple(known),
                           hint=nearest(item["id"], known))


def _check_source(before: object, after: object, at: Keys, report: Report) -> None:
    if not isinstance(before, Mapping) or not isinstance(after, Mapping) or "tag" in after:
        return
    changed: Tuple[str, ...] = tuple(key for key in after if key in WHOLE_KEYS and after[key] != before.get(key))
    if changed:
        report.add("BASIS_NOT_OWN", (*at, changed[0]), changed=changed)
