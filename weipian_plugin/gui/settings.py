"""The plugin's settings: one typed dataclass over QgsSettings, each overridden by an environment variable WEIPIAN_…"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Optional, Tuple
from urllib.parse import quote

from qgis.core import QgsSettings

from .left_places import leave_at, left_at

if TYPE_CHECKING:
    from ..domain.calendar.deadlines import Lights
    from ..domain.profiles import PolicyProfile

PREFIX = "weipian"
RECENT_LIMIT = 8


@dataclass
class Settings:
    """What a person has chosen. ``WEIPIAN_OPERATOR``, ``WEIPIAN_PYTHON`` … (field name in capitals) win at a roll-out.

    ``operator`` signs (确认人); ``python`` runs the worker, empty means: find one; ``blink_ms`` is the time one date
    stays while they change by themselves; ``quarantine_folder`` is empty for the workspace's own; ``workspace`` was
    open last; ``today`` (ISO) is the day the deadline lights count from when an old batch is taught, empty for the
    real one; ``shown`` while the workbench is open; ``engine`` measures: auto, exact or geos; ``prepared_folder``
    holds the prepared layers, empty for the profile's; ``lead_days`` is how many days before a deadline the office
    wants to be done, -1 for what the policy profile says; ``image_cache_mb`` is the memory for rendered images,
    ``keep_scale`` keeps the scale from patch to patch, ``match_dates`` matches the brightness of the dates,
    ``lens_radius`` in pixels. ``views`` is how many views the workbench begins with (1 or 2), ``advance`` goes on
    to the next patch once a key has answered, ``prefetch`` makes the next patches' images ready; ``keys_told``: the
    first keys were seen. ``delivery_folder`` and ``delivery_products``: where a hand-in went last, and what was ticked.
    ``answer_days`` is how many days the county has to answer what was sent back, where no document names a date (拟).
    """

    operator: str = ""
    python: str = ""
    blink_ms: int = 600
    quarantine_folder: str = ""
    workspace: str = ""
    recent: Tuple[str, ...] = ()
    today: str = ""
    shown: bool = False
    engine: str = "auto"
    prepared_folder: str = ""
    lead_days: int = -1
    image_cache_mb: int = 256
    keep_scale: bool = False
    match_dates: bool = True
    lens_radius: int = 110
    queue_columns: Tuple[str, ...] = ()
    views: int = 2
    advance: bool = True
    prefetch: bool = True
    keys_told: bool = False
    delivery_folder: str = ""
    delivery_products: Tuple[str, ...] = ()
    answer_days: int = 10

    @classmethod
    def load(cls) -> Settings:
        """The stored settings, with the environment's where it has any."""
        stored = QgsSettings()
        settings = cls()
        for field in fields(cls):
            default = getattr(settings, field.name)
            value = stored.value(f"{PREFIX}/{field.name}", None)
            if value is not None:
                setattr(settings, field.name, _typed(value, default))
            if settings.is_fixed(field.name):
                setattr(settings, field.name, _typed(os.environ[_variable(field.name)], default))
        return settings

    def store(self, **values: Any) -> None:
        """Change settings and keep them; what the environment fixes is left alone."""
        stored = QgsSettings()
        for name, value in values.items():
            if self.is_fixed(name):
                continue
            setattr(self, name, value)
            stored.setValue(f"{PREFIX}/{name}", list(value) if isinstance(value, tuple) else value)

    def is_fixed(self, name: str) -> bool:
        """True where an environment variable holds the setting ``name``."""
        return bool(os.environ.get(_variable(name)))

    def lights(self, profile: Optional[PolicyProfile] = None) -> Lights:
        """How deadlines under this profile look here: from the day that counts, with the days this person leads."""
        from ..domain.calendar.dates import parse_date
        from ..domain.calendar.deadlines import Lights

        today = parse_date(self.today) or date.today()  # noqa: DTZ011 - deadlines are local days
        return Lights(today, profile, self.lead_days)

    def remember_workspace(self, path: str) -> None:
        """``path`` becomes the workspace opened last, and the first of the recent ones."""
        others = tuple(other for other in self.recent if other != path)
        self.store(workspace=path, recent=(path, *others)[:RECENT_LIMIT])

    def last_parcel(self, workspace_id: str) -> str:
        """The parcel that was on the table when this person left this workspace, or an empty text."""
        before_files = self._kept_with("left", workspace_id)
        before_people = str(QgsSettings().value(f"{PREFIX}/left/{workspace_id}", "") or "")
        return left_at(workspace_id, self._person) or before_files or before_people

    def leave_parcel(self, workspace_id: str, parcel_uuid: str) -> None:
        """Remember the parcel with which to begin again."""
        leave_at(workspace_id, self._person, parcel_uuid)

    def kept_list(self, workspace_id: str) -> str:
        """How this person left the list of this workspace (filter, order, groups: JSON), or an empty text."""
        return self._kept_with("list", workspace_id)

    def keep_list(self, workspace_id: str, text: str) -> None:
        """Remember how the list of this workspace is shown."""
        self._keep_with("list", workspace_id, text)

    def review_level(self, workspace_id: str) -> str:
        """At which level this person reviews in this workspace, or an empty text."""
        return self._kept_with("level", workspace_id)

    def keep_review_level(self, workspace_id: str, level: str) -> None:
        """Remember at which level they do."""
        self._keep_with("level", workspace_id, level)

    def _kept_with(self, what: str, workspace_id: str) -> str:
        return str(QgsSettings().value(f"{PREFIX}/{what}/{workspace_id}/{self._person}", "") or "")

    def _keep_with(self, what: str, workspace_id: str, text: str) -> None:
        QgsSettings().setValue(f"{PREFIX}/{what}/{workspace_id}/{self._person}", text)

    @property
    def _person(self) -> str:
        """Whoever decides, as part of a key: several people may share a login."""
        return quote(self.operator, safe="") or "-"


def _variable(name: str) -> str:
    return f"WEIPIAN_{name.upper()}"


def _typed(value: Any, default: Any) -> Any:
    """``value`` as stored (an ini file knows texts and lists only), as the type of ``default``."""
    if isinstance(default, bool):
        return str(value).strip().lower() in ("1", "true", "yes", "on")
    if isinstance(default, int):
        try:
            return int(value)
        except (TypeError, ValueError):
            return default
    if isinstance(default, tuple):
        items = [value] if isinstance(value, str) else list(value)
        return tuple(str(item) for item in items if item)
    return str(value)
