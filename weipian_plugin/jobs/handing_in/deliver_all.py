"""Everything of a hand-in in one go: the chosen products in one folder, one mark, one list with digests; resumable.

A set is made beside the one that is there and takes its place as a whole: an end half way (cancelled, a full disk, no
power) leaves what was delivered before as it was, and the next run goes on with the products that were ready.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Callable, Iterator, List, Optional, Tuple, Union

from ...delivery.names import check_path
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.marks import Mark
from ...domain.records import Finding
from ..own_templates import InMain
from ..progress import part_of
from .hand_in_place import check_pages, check_place, set_folder
from .marking import mark_for
from .package import build_package, refuse_hard
from .products import CHECK_FOLDER, DOSSIERS, LISTS, PRODUCTS, REPORT, TABLES, WALL_MAPS, Product, Wish
from .scope import Scope
from .self_check import Line, SelfCheck, check_hand_in
from .self_check_page import self_check_page
from .set_folder import SetFolder
from .state import State, state_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

CHECK_PAGE = "自检报告.html"
_CHECKED, _LISTED = 6, 4


@dataclass(frozen=True)
class Made:
    """A product of the set: its files, what is remarked of it, and whether it was there already."""

    product: str
    files: Tuple[Path, ...]
    remarks: Tuple[Finding, ...] = ()
    kept: bool = False


@dataclass(frozen=True)
class DeliveryReport:
    """The set: its folder, its products in their order, the mark, the self-check, what is remarked of all."""

    folder: Path
    made: Tuple[Made, ...]
    mark: Mark
    check: SelfCheck
    remarks: Tuple[Finding, ...] = ()
    lists: Tuple[Path, ...] = ()

    @property
    def files(self) -> int:
        """How many files there are, without the lists."""
        return sum(len(one.files) for one in self.made)


def deliver_all(workspace: Workspace, scope: Scope, folder: Union[str, Path], wish: Optional[Wish] = None,
                feedback: Optional[Feedback] = None, draft: bool = False, reason: str = "", as_training: bool = False,
                in_main: Optional[InMain] = None) -> DeliveryReport:
    """Make the products of ``wish`` for a scope below ``folder``; the same state gives the same bytes.

    ``draft``, ``reason``: as `mark_for` takes them. ``in_main``: where this runs beside the main thread, who lays out
    pages there; ``None``: it is done here. Raises SELF_CHECK_BLOCKS, ERRORS_HOLD_BACK, TRAINING_NOT_DELIVERED,
    NO_SUCH_PATCH, STATE_CHANGED, HAND_IN_BUSY, OUTPUT_NOT_WRITABLE (a full disk too), JOB_CANCELLED, and what the
    products raise.
    """
    delivery = Delivery(workspace, scope, Path(folder), wish or Wish(), feedback or NullFeedback(), in_main)
    return delivery.deliver(draft, reason, as_training)


@dataclass
class Delivery:
    """One run of `deliver_all`."""

    workspace: Workspace
    scope: Scope
    folder: Path
    wish: Wish
    feedback: Feedback
    in_main: Optional[InMain] = None
    _made: List[Made] = field(default_factory=list)
    _as_training: bool = False

    def deliver(self, draft: bool, reason: str, as_training: bool) -> DeliveryReport:
        """See `deliver_all`."""
        self._as_training = as_training
        if DOSSIERS in self.wish.products:
            from .dossiers import refuse_unknown

            refuse_unknown(self.wish.patches, self.scope.rows(self.workspace) if self.wish.patches else ())
        state = state_of(self.workspace)
        check = self._check(state)
        mark = mark_for(self.workspace, self.scope, draft, reason, part_of(self.feedback, 3, _CHECKED), as_training)
        target = set_folder(self.folder, self.workspace, self.scope, state, mark)
        place = SetFolder(check_path(target), self.workspace, self.scope, state, mark, self.wish)
        place.begin()
        _write(place.staging / CHECK_FOLDER / CHECK_PAGE, self_check_page(check, self.scope, mark))
        for product, step in self._steps():
            stop_if_cancelled(self.feedback)
            self._made.append(self._make(place, product, step, check, state, mark))
        if state_of(self.workspace) != state:
            place.forget()
            raise WeipianError("STATE_CHANGED")
        lists = place.write_lists(part_of(self.feedback, 100 - _LISTED, 100))
        stop_if_cancelled(self.feedback)
        aside = place.take_place()
        remarks = [Finding("EARLIER_KEPT_ASIDE", "W", {"folder": aside.name})] if aside is not None else []
        self.feedback.progress(100, 100, "")
        made = tuple(Made(one.product, tuple(place.moved(path) for path in one.files), one.remarks, one.kept)
                     for one in self._made)
        return DeliveryReport(target, made, mark, check, tuple(remarks), tuple(place.moved(path) for path in lists))

    def _check(self, state: State) -> SelfCheck:
        check = check_hand_in(self.workspace, self.scope, part_of(self.feedback, 0, 3), self.wish.tell_quarantined,
                              self.wish.package.limit)
        pages: List[Line] = []

        def asked(_workspace: Workspace) -> Iterator[str]:
            pages.extend(check_pages(self.wish))
            yield ""

        if {DOSSIERS, WALL_MAPS} & set(self.wish.products):
            self._in_main(asked)
        local = check_place(self.workspace, self.scope, state, self.folder, self.wish, pages)
        refuse_hard(SelfCheck(check.title, check.batches, state, (*check.lines, *local), check.parcels, check.signed))
        return check

    def _steps(self) -> Iterator[Tuple[Product, Feedback]]:
        """Each product with its part of the progress."""
        whole = sum(product.share for product in self.wish.chosen)
        done = 0
        for product in self.wish.chosen:
            first, done = done, done + product.share
            room = 100 - _CHECKED - _LISTED
            yield product, _Named(part_of(self.feedback, _CHECKED + room * first // whole,
                                          _CHECKED + room * done // whole), product.title[0])

    def _make(self, place: SetFolder, product: Product, feedback: Feedback, check: SelfCheck, state: State,
              mark: Mark) -> Made:
        feedback.progress(0, 100, "")
        if product.id == DOSSIERS:
            return self._dossiers(place, feedback, check, mark)
        if place.is_ready(product, check):
            return Made(product.id, place.files_of(product), kept=True)
        folder = place.anew(product)
        remarks = self._written(product.id, folder, place, feedback, check, state, mark)
        place.made(product, check, remarks)
        return Made(product.id, place.files_of(product), tuple(remarks))

    def _written(self, product: str, folder: Path, place: SetFolder, feedback: Feedback, check: SelfCheck, state: State,
                 mark: Mark) -> List[Finding]:
        """Make one product into its folder; what is remarked of it."""
        workspace, scope, wish = self.workspace, self.scope, self.wish
        if product == TABLES:
            from .tables import write_tables

            return list(write_tables(workspace, scope, folder, wish.forms, mark=mark, state=state,
                                     feedback=feedback).remarks)
        if product == LISTS:
            return self._lists(folder, feedback, state, mark)
        if product == REPORT:
            from .report import build_report

            return list(build_report(workspace, scope, folder, feedback, mark=mark,
                                     tell_quarantined=wish.tell_quarantined).remarks)
        if product == WALL_MAPS:
            self._wall_maps(folder, feedback, state, mark)
            return []
        ready = {name: place.staging / PRODUCTS[name].folder for name in (TABLES, REPORT) if name in wish.products}
        return list(build_package(workspace, scope, folder, wish.package, mark, state, feedback, check, ready).remarks)

    def _lists(self, folder: Path, feedback: Feedback, state: State, mark: Mark) -> List[Finding]:
        from .tables import write_tables
        from .townships import write_township_lists

        report = write_tables(self.workspace, self.scope, folder, self.wish.lists, mark=mark, state=state,
                              feedback=part_of(feedback, 0, 60))
        write_township_lists(self.workspace, self.scope, folder / "乡镇", mark, state, part_of(feedback, 60, 80))
        self._in_main(lambda workspace: _reviews(workspace, self.scope, folder / "集体会审", mark,
                                                 part_of(feedback, 80, 100)))
        return list(report.remarks)

    def _dossiers(self, place: SetFolder, feedback: Feedback, check: SelfCheck, mark: Mark) -> Made:
        """Dossiers keep themselves: what did not change stays, so they are looked through in every run."""
        from .dossiers import build_dossiers

        product = PRODUCTS[DOSSIERS]
        folder = place.seeded(product)
        place.unmade(product)
        report = build_dossiers(self.workspace, self.scope, folder, feedback, self.wish.processes, self._as_training,
                                self.wish.patches, self.in_main, mark)
        failed = [Finding(error.code, "E", error.values) for error in report.failed.values()]
        place.made(product, check, failed)  # how many were built or taken away is of this run, not of the set
        return Made(DOSSIERS, place.files_of(product), (*report.remarks, *failed), kept=not report.built)

    def _wall_maps(self, folder: Path, feedback: Feedback, state: State, mark: Mark) -> None:
        from .wall_map import WallMapPrinting

        scope, wish = self.scope, self.wish

        def sheets(workspace: Workspace) -> Iterator[str]:
            maps = WallMapPrinting(workspace, scope, folder, wish.paper, wish.imagery, mark, state)
            try:
                for done, township in enumerate(maps.sheets(), 1):
                    feedback.progress(done, len(maps.townships), township)
                    stop_if_cancelled(feedback)
                    yield township
            finally:
                maps.shut_down()

        self._in_main(sheets)

    def _in_main(self, steps: Callable[[Workspace], Iterator[str]]) -> None:
        if self.in_main is not None:
            self.in_main(steps)
            return
        for _ in steps(self.workspace):
            stop_if_cancelled(self.feedback)


class _Named:
    """A feedback that says of which product its texts are."""

    def __init__(self, feedback: Feedback, name: str) -> None:
        self._feedback, self._name = feedback, name

    def progress(self, done: int, total: int, text: str) -> None:
        self._feedback.progress(done, total, f"{self._name} {text}".strip())

    def cancelled(self) -> bool:
        return self._feedback.cancelled()


def _reviews(workspace: Workspace, scope: Scope, folder: Path, mark: Mark, feedback: Feedback) -> Iterator[str]:
    from .reviews import write_reviews

    write_reviews(workspace, scope, folder, mark, feedback)
    yield folder.name


def _write(path: Path, content: bytes) -> None:
    from ...delivery.files import in_one_move

    with in_one_move(path) as part:
        part.write_bytes(content)
