"""The demonstration's scene as a workspace: imported, measured, suggested, and judged as the demonstration has it."""

from __future__ import annotations

from pathlib import Path

from weipian_plugin.intake import IntakeOptions
from weipian_plugin.jobs.demo import DECISIONS, OPERATOR, PROFILE, REFERENCES, SCENES, replay_decisions
from weipian_plugin.jobs.import_batch import import_package, opened
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.measuring.measure import measure


def judged_scene(demo: Path, path: Path) -> Path:
    """Make it at ``path``."""
    import_package(next((demo / "delivery").glob("*.zip")), path, IntakeOptions(), profile_id=PROFILE, actor=OPERATOR)
    with opened(path, OPERATOR) as workspace:
        for reference in REFERENCES:
            workspace.set_reference(reference)
        for each in SCENES:
            workspace.set_scene(each)
        measure(workspace, None)
        suggest(workspace)
        replay_decisions(workspace, DECISIONS)
    return path
