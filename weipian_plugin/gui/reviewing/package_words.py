"""What became of packages that were made or merged, in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Sequence

from qgis.PyQt.QtCore import QCoreApplication

from ...jobs.offices.merging import Merged
from ..messages import language
from .package_columns import changes_in_words

if TYPE_CHECKING:
    from ...jobs.offices.making import MadePackage

translate = QCoreApplication.translate


def merged_in_words(done: Sequence[Merged]) -> str:
    """What became of each package, a line each; those that were refused first."""
    lines = []
    for one in sorted(done, key=lambda one: one.receipt is not None):
        name = Path(one.path).name
        if one.receipt is None:
            lines.append(f"✖ {one.refused.sentence(language())}" if one.refused else name)
            continue
        lines.append(f"✔ {one.receipt.office}（{name}）：{changes_in_words(one.receipt)}" if language() == "zh"
                     else f"✔ {one.receipt.office} ({name}): {changes_in_words(one.receipt)}")
        lines += [f"    {finding.sentence(language())}" for finding in one.findings]
    return "\n".join(lines)


def merged_in_short(done: Sequence[Merged]) -> str:
    """How many were merged, and how many were not."""
    left = sum(one.receipt is None for one in done)
    told = translate("PackageColumns", "{n} of {all} packages are merged.").format(
        n=len(done) - left, all=len(done))
    if not left:
        return told
    return told + translate("PackageColumns", " {n} are not: “This merging” below says why.").format(n=left)


def made_in_words(made: MadePackage) -> str:
    """What the package that was made holds, and what is to be known of it."""
    manifest = made.manifest
    signed = (translate("PackageColumns", "signed with the key of {name}").format(name=manifest.key_name)
              if manifest.key_id else translate("PackageColumns", "not signed"))
    told = translate("PackageColumns", "{file}: {patches} patches, {events} entries, {files} attachments; {signed}.")
    return "\n".join([told.format(file=made.path.name, patches=manifest.counts["patches"],
                                  events=manifest.counts["events"], files=len(manifest.files), signed=signed),
                      *(finding.sentence(language()) for finding in made.findings)])
