"""The level of the office whose workspace is open: as a person has said it, until then as its patches let guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...domain.review.own_levels import area_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def own_area(workspace: Workspace) -> str:
    """Whose patches this office has to do with, as those that were imported here let see: a county's six digits, a
    city's four, a province's two; "" where nothing was imported here.
    """
    return area_of(workspace.offices.own_counties())


def own_level(workspace: Workspace) -> str:
    """县级, 市级 or 省级 (部级 where a person says so): the default wherever somebody speaks in the name of a level."""
    return workspace.offices.level()


def settled_level(workspace: Workspace) -> str:
    """The level as a person has said it, "" while nobody has."""
    return workspace.offices.settled_level()


def settle_level(workspace: Workspace, level: str) -> None:
    """A person says so: it is kept in the file, and goes with its packages. Raises ``OFFICE_LEVEL``, and what says
    that nothing can be written here.
    """
    workspace.offices.settle_level(level)
