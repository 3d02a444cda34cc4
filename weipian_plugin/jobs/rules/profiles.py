"""Loads the policy profiles (政策口径) that ship with the plugin and the user's own, and chooses among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Dict, Iterable, Iterator, List, Mapping, Sequence, Set, Tuple

from ...domain.calculators.names import VALUES_READ
from ...domain.errors import WeipianError, sentence
from ...domain.profile_schema import InvalidProfile, Node, ProfileProblem, read_profile
from ...domain.profiles import Holidays, PolicyProfile, profiles_in_force
from ...paths import POLICIES, PROFILES
from ..measuring.interpreter import user_folder
from .holidays import holiday_table
from .profile_files import ProfileFile, read_profile_file


@dataclass(frozen=True)
class LoadedProfiles:
    """The profiles that are whole, by id, and what is wrong with the files of the others.

    A user's file that is wrong is left aside: where it would take the place of a shipped profile, the shipped one
    stays in use until the file is corrected.
    """

    profiles: Mapping[str, PolicyProfile]
    problems: Tuple[ProfileProblem, ...]
    own: Mapping[str, str]  # id of each user's profile in use → its file's name


def own_profiles_folder() -> Path:
    """Where a user's own profiles lie; one with the id of a shipped profile takes its place."""
    return user_folder() / "profiles"


def own_policies_folder() -> Path:
    """Where the policy texts lie that a user's own profiles quote."""
    return own_profiles_folder().parent / "policies"


def loaded_profiles() -> LoadedProfiles:
    """All profiles and all problems, read anew as soon as a file is another. Raises PACKAGE_MISSING."""
    own, policies = own_profiles_folder(), own_policies_folder()
    return _loaded((*_shipped(PROFILES, "*.yaml"), *_state(own, "*.yaml", "*.yml")),
                   (*_shipped(POLICIES, "*.txt"), *_state(policies, "*.txt")), holiday_table())


def load_profiles() -> Dict[str, PolicyProfile]:
    """The profiles that are whole by id, abstract ones included."""
    return dict(loaded_profiles().profiles)


def profile_problems() -> Tuple[ProfileProblem, ...]:
    """What is wrong in which file and line; empty where every profile is whole."""
    return loaded_profiles().problems


def told_problems(language: str) -> str:
    """PROFILES_LEFT_ASIDE with one line for each problem, empty where there is none."""
    problems = profile_problems()
    lines = "\n".join(problem.sentence(language) for problem in problems)
    return sentence("PROFILES_LEFT_ASIDE", language, count=len(problems), folder=own_profiles_folder(),
                    problems=lines) if problems else ""


def load_profile(profile_id: str) -> PolicyProfile:
    """The profile with this id. Raises PROFILE_INVALID with all that is wrong, or UNKNOWN_PROFILE."""
    loaded = loaded_profiles()
    if profile_id in loaded.profiles:
        return loaded.profiles[profile_id]
    wrong = [problem for problem in loaded.problems if problem.profile == profile_id]
    if wrong:
        raise InvalidProfile(profile_id, wrong)
    raise WeipianError("UNKNOWN_PROFILE", profile=profile_id, known="、".join(_usable(loaded.profiles)))


def profile_choices() -> List[PolicyProfile]:
    """The profiles a batch can be judged by, by id."""
    profiles = load_profiles()
    return [profiles[name] for name in _usable(profiles)]


def choose_profile(issued: str, county: str, given: str = "") -> Tuple[str, Tuple[str, ...]]:
    """(profile id, candidates) for a batch issued on ``issued`` (ISO) to ``county`` (six digits).

    The id is ``given`` where a person chose, else what date and place decide, else empty: then one of the candidates
    (all there are, where none fits) has to be chosen. Raises UNKNOWN_PROFILE, PROFILE_INVALID.
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


_State = Tuple[Tuple[str, int, int], ...]


@cache
def _shipped(folder: Path, pattern: str) -> _State:
    """Looked at once: what ships with the plugin is not another while it runs, and profiles are asked for at each step
    from patch to patch.
    """
    return _state(folder, pattern)


def _state(folder: Path, *patterns: str) -> _State:
    found = []
    for path in [path for pattern in patterns if folder.is_dir() for path in sorted(folder.glob(pattern))]:
        try:
            status = path.stat()
        except OSError:
            found.append((str(path), 0, 0))  # a link that leads nowhere: told when it is read
        else:
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)


@lru_cache(maxsize=4)
def _loaded(profiles: _State, policies: _State, holidays: Holidays) -> LoadedProfiles:
    read = [read_profile_file(Path(name), shipped=Path(name).parent == PROFILES) for name, _, _ in profiles]
    texts = {Path(name).name: Path(name).read_text(encoding="utf-8", errors="replace") for name, _, size in policies
             if size}
    shipped = {file.id: file for file in read if file.shipped}
    own, problems = _own_files([file for file in read if not file.shipped])
    problems = [*(problem for file in shipped.values() for problem in file.problems), *problems]
    aside = {problem.profile for problem in problems}
    in_use = {**dict.fromkeys(VALUES_READ, ""), **_units_of_values(file.document for file in shipped.values())}
    while True:
        # Each round leaves aside the files found wrong that rest on no other wrong one, until the rest is whole.
        files = {**shipped, **own}
        built, wrong = _built(files, texts, in_use)
        theirs = [name for name in wrong if name in own]
        first = [name for name in theirs if not set(theirs) & {file.id for file in list(_lineage(files, name))[1:]}]
        if not theirs:
            break
        for name in first or theirs:  # none is first in a circle
            problems += [_after_its_parent(problem, aside) for problem in wrong[name]]
            del own[name]
            aside.add(name)
    for name in wrong:
        problems.append(_not_carried(name, wrong[name], files))
        original, _ = read_profile({one: file.document for one, file in shipped.items()}, name, texts)
        if original is not None:
            built[name] = original
    problems.sort(key=lambda problem: (problem.file, problem.line))
    used = {name: file.path.name for name, file in own.items() if name in built}
    return LoadedProfiles(_with_holidays(built, holidays), tuple(problems), used)


def _after_its_parent(problem: ProfileProblem, aside: Set[str]) -> ProfileProblem:
    if problem.code == "NO_PARENT" and problem.values["value"] in aside:
        return replace(problem, code="PARENT_WRONG")
    return problem


def _not_carried(profile_id: str, problems: Sequence[ProfileProblem], files: Mapping[str, ProfileFile]
                 ) -> ProfileProblem:
    """A shipped profile cannot rest on the user's file that took the place of one it extends; or is wrong itself."""
    above = next((file for file in _lineage(files, profile_id) if not file.shipped), None)
    if above is None:
        return problems[0]
    values = {"value": profile_id, "count": len(problems), "path": problems[0].path, "why": problems[0].reason()}
    return ProfileProblem("DOES_NOT_CARRY", ("id",), values, above.id, (), above.path.name, above.line_of(("id",))[1])


def _with_holidays(profiles: Mapping[str, PolicyProfile], holidays: Holidays) -> Dict[str, PolicyProfile]:
    """One table for all profiles but those that bring their own."""
    return {name: profile if profile.holidays else replace(profile, holidays=holidays)
            for name, profile in profiles.items()}


def _own_files(files: Sequence[ProfileFile]) -> Tuple[Dict[str, ProfileFile], List[ProfileProblem]]:
    """The user's files that can be read, by id, and what is wrong with the others."""
    found: Dict[str, ProfileFile] = {}
    problems: List[ProfileProblem] = []
    for file in files:
        if file.node is None:
            problems += file.problems
        elif file.id in found:
            values = {"id": file.id, "other": found[file.id].path.name}
            problems.append(ProfileProblem("PROFILE_TWICE", ("id",), values, file.id, (), file.path.name,
                                           file.line_of(("id",))[1]))
        else:
            found[file.id] = file
    return found, problems


def _built(files: Mapping[str, ProfileFile], texts: Mapping[str, str], in_use: Mapping[str, str]
           ) -> Tuple[Dict[str, PolicyProfile], Dict[str, List[ProfileProblem]]]:
    """The profiles that are whole, and by id what is wrong with the others; ``in_use``: values and their units."""
    documents: Dict[str, Node] = {name: file.document for name, file in files.items()}
    built: Dict[str, PolicyProfile] = {}
    wrong: Dict[str, List[ProfileProblem]] = {}
    for name, file in sorted(files.items()):
        profile, problems = read_profile(documents, name, texts, None if file.shipped else in_use)
        slips = () if file.shipped else file.problems
        if slips or profile is None:
            wrong[name] = _told_once(slips, [_placed(problem, files, name) for problem in problems])
        else:
            built[name] = profile
    return built, wrong


def _told_once(slips: Sequence[ProfileProblem], found: Sequence[ProfileProblem]) -> List[ProfileProblem]:
    """Both, without the unknown keys that a slip of the same line has made."""
    lost = {(slip.line, str(slip.values.get("lost", slip.values.get("key", "")))) for slip in slips}
    return [*slips, *(problem for problem in found
                      if problem.code != "UNKNOWN_KEY" or (problem.line, str(problem.values["key"])) not in lost)]


def _units_of_values(documents: Iterable[Node]) -> Dict[str, str]:
    """The unit of each value by name, where one of the documents gives it."""
    found: Dict[str, str] = {}
    for document in documents:
        section = document.get("values")
        for name, node in section.items() if isinstance(section, Mapping) else ():
            if isinstance(node, Mapping) and "unit" in node:
                found[str(name)] = str(node["unit"])
            found.setdefault(str(name), "")
    return found


def _placed(problem: ProfileProblem, files: Mapping[str, ProfileFile], profile_id: str) -> ProfileProblem:
    """The problem with the file and line it stands in: the profile's own file, else that of one it extends.

    Of a contradiction the side that the profile itself wrote is the place: it is the one that can be changed.
    """
    places = []
    is_own = problem.code == "MISSING_KEY" and len(problem.keys) == 1
    for distance, file in enumerate([files[profile_id]] if is_own else _lineage(files, profile_id)):
        for keys in filter(None, (problem.keys, problem.also)):
            depth, line = file.line_of(keys)
            places.append((len(keys) - depth, distance, line, keys, file))
        if any(missing == 0 for missing, *_ in places):
            break
    _, _, line, keys, file = min(places, key=lambda place: place[:2],
                                 default=(0, 0, 1, problem.keys, files[profile_id]))
    return problem.placed(file.path.name, line, keys, files[profile_id].path.name)


def _lineage(files: Mapping[str, ProfileFile], profile_id: str) -> Iterator[ProfileFile]:
    seen: Set[str] = set()
    while profile_id in files and profile_id not in seen:
        seen.add(profile_id)
        yield files[profile_id]
        profile_id = str(files[profile_id].document.get("extends") or "")
