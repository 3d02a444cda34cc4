"""Columns of the tables of packages and conflicts: what stands in each, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Mapping, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.forms.codes import label
from ...domain.review.office_keys import UNKNOWN_KEY, UNSIGNED, VALID
from ...domain.review.office_state import SIGNED_OFF, Conflict, MergeReceipt
from ...jobs.offices.merging import LookedInto
from ..messages import language
from .conflict_words import about, offices_in_words, summary, when

if TYPE_CHECKING:
    from ...workspace.merging.office_desk import Merged as MergedBefore

translate = QCoreApplication.translate


def signature_in_words(state: str, key: str = "") -> str:
    """How a package is signed; signs differ in shape."""
    if state == VALID:
        return translate("PackageColumns", "✔ {key}").format(key=key) if key else translate("PackageColumns", "✔ valid")
    return {UNSIGNED: translate("PackageColumns", "○ not signed"),
            UNKNOWN_KEY: translate("PackageColumns", "⚠ key not known")}.get(state, state)


def changes_in_words(receipt: MergeReceipt) -> str:
    """What a merging changes."""
    left = receipt.left_out
    if receipt.changed_nothing and not left:
        return translate("PackageColumns", "nothing: all of it is known")
    parts = ((receipt.new_patches, translate("PackageColumns", "{n} new patches")),
             (receipt.changed_patches, translate("PackageColumns", "{n} changed patches")),
             (receipt.new_events, translate("PackageColumns", "{n} new entries")),
             (receipt.new_records, translate("PackageColumns", "{n} new records")),
             (receipt.conflicts, translate("PackageColumns", "{n} conflicts")),
             (left.get("issued", 0), translate("PackageColumns", "{n} patches wait: issued differently")),
             (left.get("refused", 0), translate("PackageColumns", "{n} patches stay out, as was decided")),
             (left.get("quarantined", 0), translate("PackageColumns", "{n} patches are set apart here")))
    separator = "，" if language() == "zh" else ", "
    return separator.join(text.format(n=count) for count, text in parts if count)


def package_columns() -> Sequence[Tuple[str, Callable[[LookedInto], str]]]:
    """Headings and cells of the packages that are to be merged."""
    return (
        (translate("PackageColumns", "State"), _state),
        (translate("PackageColumns", "Office"), _office),
        (translate("PackageColumns", "Merging changes"), _would),
        (translate("PackageColumns", "Signature"),
         lambda one: signature_in_words(one.signature.state, one.signature.key_name) if one.signature else ""),
        (translate("PackageColumns", "Patches"), lambda one: _count(one, "patches")),
        (translate("PackageColumns", "Entries"), lambda one: _count(one, "events")),
        (translate("PackageColumns", "Made"), _made),
        (translate("PackageColumns", "Signed off by"), _signed_off),
        (translate("PackageColumns", "File"), lambda one: one.path.name),
    )


def _state(one: LookedInto) -> str:
    if one.asks:
        return translate("PackageColumns", "? asks")
    if one.stopped_here:
        return translate("PackageColumns", "— cannot be merged here")
    if one.refused is not None:
        return translate("PackageColumns", "✖ refused")
    return translate("PackageColumns", "⚠ remarks") if one.findings else translate("PackageColumns", "✔ ready")


def _office(one: LookedInto) -> str:
    """The name, and at which level it says it works."""
    if one.manifest is None:
        return ""
    level = one.manifest.meta.get("level", "")
    name = one.manifest.office
    if not level:
        return name
    return f"{name}（{level}）" if language() == "zh" else f"{name} ({label('SHJB', level, language())})"


def _made(one: LookedInto) -> str:
    return f"{when(one.manifest.made_at)} {one.manifest.made_by}".strip() if one.manifest else ""


def _signed_off(one: LookedInto) -> str:
    signed = one.manifest.signed_off if one.manifest else None
    return f"{signed.name} {signed.date}" if signed else ""


def _count(one: LookedInto, table: str) -> str:
    return str(one.manifest.counts.get(table, 0)) if one.manifest else ""


def _would(one: LookedInto) -> str:
    if one.refused is not None:
        return one.refused.sentence(language())
    return changes_in_words(one.would) if one.would else ""


def conflict_columns(own: str, labels: Mapping[str, str]) -> Sequence[Tuple[str, Callable[[Conflict], str]]]:
    """Headings and cells of what offices say differently."""
    return (
        (translate("PackageColumns", "Patch"), lambda one: one.jcbh or _number(one, labels)),
        (translate("PackageColumns", "About"), about),
        (translate("PackageColumns", "They say"), summary),
        (translate("PackageColumns", "Offices"), lambda one: offices_in_words(one, own)),
    )


def _number(one: Conflict, labels: Mapping[str, str]) -> str:
    return next((labels[uuid] for uuid in one.parcels if uuid in labels), "")


def before_columns() -> Sequence[Tuple[str, Callable[[MergedBefore], str]]]:
    """Headings and cells of what was merged before."""
    def new(name: str) -> Callable[[MergedBefore], str]:
        return lambda one: str(one.counts.get(name, 0))

    return (
        (translate("PackageColumns", "Merged"), lambda one: when(one.merged_at)),
        (translate("PackageColumns", "Merged by"), lambda one: one.merged_by),
        (translate("PackageColumns", "Office"), lambda one: one.office),
        (translate("PackageColumns", "Made"), lambda one: f"{when(one.made_at)} {one.made_by}".strip()),
        (translate("PackageColumns", "Signature"), lambda one: signature_in_words(one.signature)),
        (translate("PackageColumns", "Signed off by"), lambda one: str(one.counts.get(SIGNED_OFF) or "")),
        (translate("PackageColumns", "New patches"), new("new_patches")),
        (translate("PackageColumns", "New entries"), new("new_events")),
        (translate("PackageColumns", "Conflicts"), new("conflicts")),
    )
