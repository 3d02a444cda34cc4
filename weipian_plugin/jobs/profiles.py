"""Loads the policy profiles (政策口径) that ship with the plugin and the user's own, and chooses among them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Tuple

from ..domain.errors import WeipianError
from ..domain.profile_schema import build_all
from ..domain.profiles import PolicyProfile, profiles_in_force
from ..paths import PROFILES
from .interpreter import user_folder


def own_profiles_folder() -> Path:
    """Where a user's own profiles lie; one with the id of a shipped profile takes its place."""
    return user_folder() / "profiles"


def load_profiles() -> Dict[str, PolicyProfile]:
    """All profiles by id, abstract ones included.

    Raises PROFILE_UNREADABLE for a file that is no YAML, PROFILE_INVALID for one that says something else than rules.
    """
    files = tuple((str(path), path.stat().st_mtime_ns) for path in _profile_files())
    return dict(_built(files))


def load_profile(profile_id: str) -> PolicyProfile:
    """The profile with this id. Raises UNKNOWN_PROFILE and names the ids there are."""
    profiles = load_profiles()
    try:
        return profiles[profile_id]
    except KeyError:
        raise WeipianError("UNKNOWN_PROFILE", profile=profile_id, known="、".join(_usable(profiles))) from None


def profile_choices() -> List[PolicyProfile]:
    """The profiles a batch can be judged by, by id."""
    profiles = load_profiles()
    return [profiles[name] for name in _usable(profiles)]


def choose_profile(issued: str, county: str, given: str = "") -> Tuple[str, Tuple[str, ...]]:
    """(profile id, candidates) for a batch issued on ``issued`` (ISO) to ``county`` (six digits).

    The id is ``given`` where a person chose, else what date and place decide, else empty: then one of the candidates
    (all there are, where none fits) has to be chosen. Raises UNKNOWN_PROFILE.
    """
    if given:
        return load_profile(given).id, ()
    profiles = load_profiles()
    fitting = tuple(profile.id for profile in profiles_in_force(profiles.values(), issued, county))
    if len(fitting) == 1:
        return fitting[0], fitting
    return "", fitting or tuple(_usable(profiles))


def _usable(profiles: Mapping[str, PolicyProfile]) -> List[str]:
    return sorted(name for name, profile in profiles.items() if not profile.abstract)


def _profile_files() -> Iterable[Path]:
    # The user's own come last and so take the place of a shipped one.
    for folder in (PROFILES, own_profiles_folder()):
        if folder.is_dir():
            yield from sorted(folder.glob("*.yaml"))


@lru_cache(maxsize=4)
def _built(files: Tuple[Tuple[str, int], ...]) -> Mapping[str, PolicyProfile]:
    documents: Dict[str, Mapping[str, object]] = {}
    for name, _ in files:
        document = _parsed(Path(name))
        documents[str(document.get("id", Path(name).stem))] = document
    return build_all(documents)


def _parsed(path: Path) -> Mapping[str, object]:
    try:
        import yaml
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="PyYAML") from None
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WeipianError("PROFILE_UNREADABLE", file=str(path), detail=" ".join(str(error).split())[:200]) from error
    if not isinstance(document, dict):
        raise WeipianError("PROFILE_UNREADABLE", file=str(path), detail="-")
    return document
