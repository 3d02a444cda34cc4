"""Looks into packages of other offices, and merges them: each whole or not at all, one after the other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, Dict, List, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Finding
from ...domain.review.office_keys import OfficeKey, Signature
from ...domain.review.office_state import SIGNED_OFF, MergeReceipt, OfficeState
from ...domain.review.package_form import PackageManifest, PackedMember
from ...workspace.without_collecting import without_collecting
from ..progress import part_of
from ..reviewing.review_guard import refuse_review_file
from .remarks import LEAVE, MergeWish, expected_area, foreign_patches, remarks_on, without

if TYPE_CHECKING:
    from ...intake.office_package import OfficePackage
    from ...workspace.workspace import Workspace

_NOBODY = NullFeedback()
_ANYBODY = MergeWish()
StrPath = Union[str, Path]
_OF_OURS = ("WORKSPACE_READ_ONLY", "WORKSPACE_NOT_WRITABLE", "WORKSPACE_BUSY", "WORKSPACE_DISK_FULL", "WORKSPACE_IO",
            "WORKSPACE_CLOSED", "WORKSPACE_MISSING", "BLIND_IS_REVIEW_FILE")
ASKED = ("OFFICE_FOREIGN_PATCHES", "OFFICE_UNPROVED")


@dataclass(frozen=True)
class LookedInto:
    """A package as it lies there: what it says of itself, what merging it would change, or why it is refused.

    ``asks``: it is refused only until a person says what becomes of patches of other counties, or that it is taken
    although nothing proves whose it is.
    """

    path: Path
    manifest: Optional[PackageManifest] = None
    signature: Optional[Signature] = None
    would: Optional[MergeReceipt] = None
    findings: Tuple[Finding, ...] = ()
    refused: Optional[WeipianError] = None

    @property
    def asks(self) -> bool:
        """Is a person asked before it can be merged?"""
        return self.refused is not None and self.refused.code in ASKED

    @property
    def stopped_here(self) -> bool:
        """Is it our own workspace that cannot take it, whatever the package is like?"""
        return self.refused is not None and self.refused.code in _OF_OURS


@dataclass(frozen=True)
class Merged:
    """What became of a package: its receipt, or why nothing of it was merged."""

    path: Path
    receipt: Optional[MergeReceipt] = None
    signature: Optional[Signature] = None
    findings: Tuple[Finding, ...] = ()
    files: int = 0
    refused: Optional[WeipianError] = None


def look_into(workspace: Workspace, path: StrPath, keys: Sequence[OfficeKey] = (), wish: MergeWish = _ANYBODY,
              feedback: Feedback = _NOBODY) -> LookedInto:
    """Verify the package at ``path`` and hold it against the workspace, which stays as it is. Raises ``JOB_CANCELLED``
    only: why a package is refused is said in the answer.
    """
    manifest: Optional[PackageManifest] = None
    signature: Optional[Signature] = None
    place = Path(path)
    try:
        package = _read(place, keys, part_of(feedback, 0, 50))
        manifest, signature = package.manifest, package.signature
        findings = remarks_on(workspace, package, wish, keys)
        feedback.progress(60, 100, place.name)
        would = workspace.offices.compare(_entering(workspace, package, wish), manifest.office)
    except WeipianError as error:
        _raise_if_cancelled(error)
        return LookedInto(place, manifest, signature, refused=error)
    return LookedInto(place, manifest, signature, would, (*findings, *would.findings))


def merge_packages(workspace: Workspace, paths: Sequence[StrPath], keys: Sequence[OfficeKey] = (),
                   wish: MergeWish = _ANYBODY, feedback: Feedback = _NOBODY) -> List[Merged]:
    """Merge the packages in turn; each enters in one transaction, and one that is refused keeps no other out.

    Stopped on its way it returns those it had come to, which stay merged. Raises ``JOB_CANCELLED`` where there are
    none, and what says that nothing can be written here.
    """
    workspace.require_writable()
    refuse_review_file(workspace)
    done: List[Merged] = []
    for number, path in enumerate(paths):
        if done and feedback.cancelled():
            break
        stop_if_cancelled(feedback)
        part = part_of(feedback, 100 * number // len(paths), 100 * (number + 1) // len(paths))
        part.progress(0, 100, Path(path).name)
        try:
            with without_collecting():
                done.append(_merge(workspace, Path(path), keys, wish, part))
        except WeipianError as error:
            if done and error.code == "JOB_CANCELLED":
                break
            _raise_if_cancelled(error)
            done.append(Merged(Path(path), refused=error))
    return done


def _merge(workspace: Workspace, path: Path, keys: Sequence[OfficeKey], wish: MergeWish, feedback: Feedback) -> Merged:
    package = _read(path, keys, part_of(feedback, 0, 40))
    findings = remarks_on(workspace, package, wish, keys)
    state, signed_off = _entering(workspace, package, wish), package.manifest.signed_off
    if signed_off is not None:
        state = replace(state, meta={**state.meta, SIGNED_OFF: f"{signed_off.name} {signed_off.date}"})
    arriving = _Files(workspace, state)
    try:
        count = arriving.take(package, part_of(feedback, 40, 60))
        stop_if_cancelled(feedback)
        feedback.progress(70, 100, path.name)
        receipt = workspace.offices.merge(state, package.manifest.office, digest=package.digest,
                                          signature=package.signature.state)
    except BaseException:
        arriving.drop()
        raise
    if receipt.left_out.get("quarantined"):
        count -= arriving.drop_unnamed(workspace)
    feedback.progress(100, 100, path.name)
    told = (*findings, *receipt.findings, *arriving.lacking())
    return Merged(path, receipt, package.signature, told, count)


def _read(path: Path, keys: Sequence[OfficeKey], feedback: Feedback) -> OfficePackage:
    from ...intake.office_package import read_office_package
    from ...workspace.migrations import current_version

    return read_office_package(path, keys, current_version(), feedback)


def _entering(workspace: Workspace, package: OfficePackage, wish: MergeWish) -> OfficeState:
    if wish.foreign != LEAVE:
        return package.state
    foreign = {uuid for uuid, _ in foreign_patches(package.state, expected_area(workspace, wish))}
    return without(package.state, foreign) if foreign else package.state


def _raise_if_cancelled(error: WeipianError) -> None:
    if error.code == "JOB_CANCELLED":
        raise error


class _Files:
    """The attachments' files that come with a state: kept beside the workspace, each once, none overwritten."""

    def __init__(self, workspace: Workspace, state: OfficeState) -> None:
        self._home = Path(workspace.path)
        self._named: Dict[str, str] = {str(row["sha256"]): str(row.get("place") or "")
                                       for row in state.tables.get("files", ())}
        self._fresh: List[str] = []

    def take(self, package: OfficePackage, feedback: Feedback) -> int:
        """Keep them; how many came. Raises ``OFFICE_DAMAGED``, ``ATTACHMENT_NOT_KEPT``."""
        from ...intake.office_package import copy_files

        return copy_files(package, self._keep, feedback)

    def _keep(self, source: BinaryIO, member: PackedMember) -> str:
        from ...workspace.attached import keep_stream

        if member.sha256 not in self._named:
            return member.sha256  # of what does not enter
        suffix = PurePosixPath(self._named[member.sha256]).suffix
        kept = keep_stream(self._home, source, suffix if suffix[1:].isalnum() else "")
        if kept.fresh:
            self._fresh.append(kept.place)
        return kept.sha256

    def drop(self) -> None:
        """Nothing was merged: what came with it goes."""
        from ...workspace.attached import drop_file

        for place in self._fresh:
            with suppress(OSError):
                drop_file(self._home, place)

    def drop_unnamed(self, workspace: Workspace) -> int:
        """The files of what is set apart here did come, and go again without a trace; how many."""
        from ...workspace.quarantined_records import remove_file

        named = {str(one.values.get("SHA256") or "") for one in workspace.records("attachment")}
        self._named = {digest: place for digest, place in self._named.items() if digest in named}
        gone = [place for place in self._fresh if Path(place).stem not in named]
        for place in gone:
            remove_file(self._home, place)
        return len(gone)

    def lacking(self) -> Tuple[Finding, ...]:
        """What is to be told of attachments whose files are not here."""
        from ...workspace.attached import path_of

        count = sum(not path_of(self._home, place).is_file() for place in self._named.values())
        return (Finding("OFFICE_FILES_LACK", "W", {"count": count}),) if count else ()
