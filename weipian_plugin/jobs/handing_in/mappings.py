"""Column mappings for receiving platforms: those shipped, and a user's own, which win by the name of their file."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.exchange.column_mapping import ColumnMapping, read_mapping
from ...domain.profile_schema.problems import ProfileProblem
from ...paths import MAPPINGS
from ..measuring.interpreter import user_folder
from ..rules.profile_files import ProfileFile, read_profile_file


def own_mappings_folder() -> Path:
    """Where a user's own mappings lie."""
    return user_folder() / "mappings"


def load_mappings() -> Tuple[Dict[str, ColumnMapping], Tuple[ProfileProblem, ...]]:
    """The mappings by id that can be used, and what is wrong with the others: file, line, key, remedy. A file is wrong
    as a whole: half a mapping would hand in half a table. Raises PACKAGE_MISSING (PyYAML).
    """
    files = {path.name: (path, True) for path in _files(MAPPINGS)}
    files.update({path.name: (path, False) for path in _files(own_mappings_folder())})
    found: Dict[str, ColumnMapping] = {}
    problems: List[ProfileProblem] = []
    owner: Dict[str, str] = {}
    for name in sorted(files):
        path, shipped = files[name]
        mapping, wrong = _read(path, shipped)
        problems += wrong
        if mapping is None:
            continue
        if mapping.id in found:
            problems.append(ProfileProblem("PROFILE_TWICE", ("id",), {"id": mapping.id, "other": owner[mapping.id]},
                                           mapping.id, (), name, 1))
            continue
        found[mapping.id], owner[mapping.id] = mapping, name
    return found, tuple(problems)


def mapping_of(ids: Sequence[str]) -> List[ColumnMapping]:
    """The mappings of these ids. Raises ``UNKNOWN_MAPPING``, or ``MAPPING_INVALID`` where its own file is wrong."""
    known, problems = load_mappings()
    for each in ids:
        wrong = [problem for problem in problems if problem.profile == each]
        if each not in known and wrong:
            raise WeipianError("MAPPING_INVALID", problems="\n".join(problem.sentence("zh") for problem in wrong))
        if each not in known:
            raise WeipianError("UNKNOWN_MAPPING", mapping=each, known="、".join(known))
    return [known[each] for each in ids]


def _read(path: Path, shipped: bool) -> Tuple[Optional[ColumnMapping], List[ProfileProblem]]:
    file = read_profile_file(path, shipped)
    wrong = list(file.problems)
    if file.node is None:
        return None, wrong
    mapping, problems = read_mapping(file.document, file.id)
    wrong += [_placed(problem, file) for problem in problems]
    return (None if wrong else mapping), wrong


def _placed(problem: ProfileProblem, file: ProfileFile) -> ProfileProblem:
    return problem.placed(file.path.name, file.line_of(problem.keys)[1], problem.keys)


def _files(folder: Path) -> List[Path]:
    return sorted(path for path in folder.glob("*.y*ml") if path.is_file()) if folder.is_dir() else []
