"""weipian:suggest – what the rules say of every parcel, stored beside it."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
)

from .base import (
    BATCH,
    OPERATOR,
    PROFILE,
    ProcessingFeedback,
    WeipianAlgorithm,
    batch_uuid,
    language,
    operator_name,
    translate,
)


class Suggest(WeipianAlgorithm):
    """Suggestions for the parcels of a workspace."""

    key = "suggest"
    icon_name = "suggest"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Suggest classifications")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Asks the rules of the policy profile about every parcel and stores the suggestion with its rule, source, "
            "facts, missing evidence and missing layers. Suggestions never become judgements by themselves: a person "
            "signs. What was not checked is not taken for illegal.")

    def initAlgorithm(self, configuration: Optional[Dict[str, Any]] = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(PROFILE, translate("Algorithms", "Policy profile (empty: the batch's own)"),
                      translate("Algorithms", "For example GX2023, GX_ZY2023 or MNR2024Q; recorded with the batch."))
        self.add_text(OPERATOR, translate("Algorithms", "Operator"))
        self.addOutput(QgsProcessingOutputNumber("SUGGESTIONS", translate("Algorithms", "Suggestions")))
        self.addOutput(QgsProcessingOutputString("KINDS", translate("Algorithms", "Number by kind (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Suggest, and count by kind."""
        from ..jobs.import_batch import opened
        from ..jobs.judging.suggest import suggest
        from ..jobs.rules.profiles import told_problems

        actor = operator_name(self.text(parameters, OPERATOR, context))
        with opened(self.workspace_path(parameters, context), actor) as workspace:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            profile = self.text(parameters, PROFILE, context)
            moved = [one for one in workspace.batches() if batch in (None, one.uuid) and one.profile_id != profile]
            counts = suggest(workspace, batch, profile, progress)
        for one in moved if profile else ():
            log.pushInfo(translate(
                "Algorithms", "Batch “{batch}” is judged by {new} from now on, not only in this run (before: {old}).",
            ).format(batch=one.label, new=profile, old=one.profile_id or "–"))
        told = told_problems(language())
        if told:
            log.pushWarning(told)
        for kind, number in counts.items():
            log.pushInfo(f"{kind}: {number}")
        return {"SUGGESTIONS": sum(counts.values()), "KINDS": json.dumps(counts, ensure_ascii=False)}
