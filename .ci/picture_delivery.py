"""What is handed in of the pictures' workspace, for `.ci/pictures.sh`: the report, a dossier, a wall map, as PDF."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication  # noqa: E402

from weipian_plugin.domain.marks import CLEAN  # noqa: E402
from weipian_plugin.jobs.demo import OPERATOR  # noqa: E402
from weipian_plugin.jobs.handing_in.dossiers import build_dossiers  # noqa: E402
from weipian_plugin.jobs.handing_in.report import build_report  # noqa: E402
from weipian_plugin.jobs.handing_in.scope import everything  # noqa: E402
from weipian_plugin.jobs.handing_in.wall_map import write_wall_maps  # noqa: E402
from weipian_plugin.jobs.import_batch import opened  # noqa: E402

PATCH = "450512WP1800129"


def main(file: Path, folder: Path) -> None:
    """Everything into ``folder``, each under a name that the shell finds again."""
    application = QgsApplication([], False)
    application.initQgis()
    with opened(file, OPERATOR) as workspace:
        scope = everything(workspace)
        build_report(workspace, scope, folder / "report", mark=CLEAN)
        build_dossiers(workspace, scope, folder / "dossier", processes=1, patches=(PATCH,))
        write_wall_maps(workspace, scope, folder / "wall_map", mark=CLEAN)


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:3]))
