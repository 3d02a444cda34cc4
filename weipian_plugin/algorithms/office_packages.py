"""weipian:makepackage, weipian:mergepackages – a package for another office, and packages of others merged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
)

from ..domain.errors import WeipianError
from .base import (
    ANY_FILE,
    BATCH,
    OPERATOR,
    ProcessingFeedback,
    WeipianAlgorithm,
    batch_uuid,
    language,
    operator_name,
    translate,
)

FOLDER, OFFICE, COUNTY, KEY, FILES, SIGNER, SIGNED_ON = (
    "FOLDER", "OFFICE", "COUNTY", "KEY", "FILES", "SIGNER", "SIGNED_ON")
PACKAGES, PACKAGE_FOLDER, KEYS, FOREIGN, MODE, REQUIRE_SIGNATURE = (
    "PACKAGES", "PACKAGE_FOLDER", "KEYS", "FOREIGN", "MODE", "REQUIRE_SIGNATURE")
UNPROVED, LEVEL, ANY = "UNPROVED", "LEVEL", "*"
PREVIEW, APPLY = "preview", "apply"


class MakePackage(WeipianAlgorithm):
    """What an office hands on."""

    key = "makepackage"
    icon_name = "export"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Make a package for another office")

    def shortHelpString(self) -> str:
        """What it does."""
        return translate(
            "Algorithms",
            "Writes the state of the workspace as one file (.wpk) that the city or the province merges into theirs: "
            "patches, answers, judgements, records, the whole history, the attachments' check sums and, where wished, "
            "their files. With a key it is signed, so that a change on its way is seen. COUNTY takes the patches of "
            "one county only: so remarks go back to it. Nothing of what is set apart is in it.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Parameters and outputs."""
        self.add_workspace()
        self.addParameter(QgsProcessingParameterFile(
            FOLDER, translate("Algorithms", "Folder for the package"), QgsProcessingParameterFile.Behavior.Folder))
        self.add_text(OFFICE, translate("Algorithms", "Office"))
        self.add_text(BATCH, translate("Algorithms", "Batch (label; empty: all)"))
        self.add_text(COUNTY, translate("Algorithms", "County (code or its first digits; empty: all)"))
        self.addParameter(QgsProcessingParameterFile(
            KEY, translate("Algorithms", "Key to sign with (empty: not signed)"),
            QgsProcessingParameterFile.Behavior.File, optional=True, fileFilter=f"wpkey (*.wpkey);;{ANY_FILE}"))
        self.addParameter(QgsProcessingParameterBoolean(
            FILES, translate("Algorithms", "With the files of attachments"), True))
        self.add_text(SIGNER, translate("Algorithms", "Signed off by (empty: not signed off)"))
        self.add_text(SIGNED_ON, translate("Algorithms", "Signed off on (YYYY-MM-DD)"))
        self.add_text(LEVEL, translate(
            "Algorithms", "Level of the office (县级, 市级, 省级; empty: as it was said before)"))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        self.addOutput(QgsProcessingOutputString("PATH", translate("Algorithms", "What was made")))
        self.addOutput(QgsProcessingOutputNumber("PATCHES", translate("Algorithms", "Patches")))
        self.addOutput(QgsProcessingOutputNumber("EVENTS", translate("Algorithms", "Entries of the history")))
        self.addOutput(QgsProcessingOutputNumber("UNFINISHED", translate("Algorithms", "Parcels that are not signed")))
        self.addOutput(QgsProcessingOutputString("COUNTS", translate("Algorithms", "All counts (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Write it; the workspace is only read, unless the level of the office is said."""
        from ..domain.records import SIGNED
        from ..jobs.import_batch import opened
        from ..jobs.offices.keys import read_key
        from ..jobs.offices.making import BATCHES, PackageScope, PackageWish, make_package
        from ..jobs.offices.making import COUNTY as OF_COUNTY

        key_file = str(self.parameterAsFile(parameters, KEY, context) or "")
        county, level = self.text(parameters, COUNTY, context), self.text(parameters, LEVEL, context)
        with opened(self.workspace_path(parameters, context), operator_name(self.text(parameters, OPERATOR, context)),
                    read_only=not level) as workspace:
            batch = batch_uuid(workspace, self.text(parameters, BATCH, context))
            scope = (PackageScope(BATCHES, (batch,)) if batch else PackageScope(OF_COUNTY, (county,)) if county
                     else PackageScope())
            made = make_package(workspace, str(self.parameterAsFile(parameters, FOLDER, context)), PackageWish(
                self.text(parameters, OFFICE, context), scope, read_key(key_file).key if key_file else None,
                self.parameterAsBool(parameters, FILES, context), self.text(parameters, SIGNER, context),
                self.text(parameters, SIGNED_ON, context), level), progress)
        for finding in made.findings:
            log.pushWarning(finding.sentence(language()))
        counts, unfinished = made.manifest.counts, made.manifest.unfinished
        log.pushInfo(str(made.path))
        return {"PATH": str(made.path), "PATCHES": counts["patches"], "EVENTS": counts["events"],
                "UNFINISHED": sum(count for status, count in unfinished.items() if status != SIGNED),
                "COUNTS": json.dumps({**counts, "unfinished": dict(unfinished)})}


class MergePackages(WeipianAlgorithm):
    """What other offices handed over."""

    key = "mergepackages"
    icon_name = "import"

    def displayName(self) -> str:
        """As the toolbox shows it."""
        return translate("Algorithms", "Merge packages of other offices")

    def shortHelpString(self) -> str:
        """What it does and does not."""
        return translate(
            "Algorithms",
            "Verifies each package (.wpk), and merges those that are in order into the workspace: a union of what was "
            "said, each package whole or not at all. No answer is overwritten: where offices say different things, "
            "both stand in a list until a person decides in the window. Merging again changes nothing, and the order "
            "does not matter. MODE preview: only what would change. A package that is refused keeps no other out. A "
            "workspace that does not exist yet is made, in the CRS of the first package.")

    def initAlgorithm(self, configuration: Any = None) -> None:
        """Parameters and outputs."""
        from ..jobs.offices.remarks import ASK
        from ..jobs.offices.remarks import FOREIGN as WAYS

        self.add_workspace(must_exist=False)
        self.addParameter(QgsProcessingParameterMultipleLayers(
            PACKAGES, translate("Algorithms", "Packages (.wpk)"), QgsProcessing.TypeFile, optional=True))
        self.addParameter(QgsProcessingParameterFile(
            PACKAGE_FOLDER, translate("Algorithms", "or all packages in a folder"),
            QgsProcessingParameterFile.Behavior.Folder, optional=True))
        self.addParameter(QgsProcessingParameterFile(
            KEYS, translate("Algorithms", "Folder of the keys that are known here"),
            QgsProcessingParameterFile.Behavior.Folder, optional=True))
        self.addParameter(QgsProcessingParameterEnum(
            MODE, translate("Algorithms", "What to do"), [PREVIEW, APPLY], defaultValue=PREVIEW,
            usesStaticStrings=True))
        self.addParameter(QgsProcessingParameterBoolean(
            REQUIRE_SIGNATURE, translate("Algorithms", "Only packages signed with a known key"), False))
        self.addParameter(QgsProcessingParameterBoolean(
            UNPROVED, translate("Algorithms", "Take unsigned packages too of offices whose key is known here"), False))
        self.add_text(COUNTY, translate(
            "Algorithms", "Expected county (code or its first digits; empty: as imported here; *: any)"))
        self.addParameter(QgsProcessingParameterEnum(
            FOREIGN, translate("Algorithms", "Patches of other counties"), list(WAYS), defaultValue=ASK,
            usesStaticStrings=True))
        self.add_text(OPERATOR, translate("Algorithms", "Operator (empty: your login)"))
        for name, title in (("MERGED", translate("Algorithms", "Packages merged")),
                            ("REFUSED", translate("Algorithms", "Packages refused")),
                            ("NEW_PATCHES", translate("Algorithms", "New patches")),
                            ("NEW_EVENTS", translate("Algorithms", "New entries")),
                            ("CONFLICTS", translate("Algorithms", "Conflicts to decide"))):
            self.addOutput(QgsProcessingOutputNumber(name, title))
        self.addOutput(QgsProcessingOutputString("RECEIPTS", translate("Algorithms", "What became of each (JSON)")))

    def work(self, parameters: Dict[str, Any], context: QgsProcessingContext, progress: ProcessingFeedback,
             log: QgsProcessingFeedback) -> Dict[str, Any]:
        """Look into them, and merge them where that is wished."""
        from ..jobs.offices.founding import opened_or_made
        from ..jobs.offices.keys import keys_in
        from ..jobs.offices.merging import look_into, merge_packages
        from ..jobs.offices.remarks import MergeWish

        found, wrong = keys_in(str(self.parameterAsFile(parameters, KEYS, context) or ""))
        for error in wrong:
            log.pushWarning(error.sentence(language()))
        keys, paths = [one.key for one in found], self._paths(parameters, context)
        county = self.text(parameters, COUNTY, context)
        expected = None if not county else "" if county == ANY else county
        wish = MergeWish(expected, self.parameterAsString(parameters, FOREIGN, context),
                         self.parameterAsBool(parameters, REQUIRE_SIGNATURE, context),
                         self.parameterAsBool(parameters, UNPROVED, context))
        applying = self.parameterAsString(parameters, MODE, context) == APPLY
        with opened_or_made(self.workspace_path(parameters, context), paths,
                            operator_name(self.text(parameters, OPERATOR, context)), keep=applying) as workspace:
            done = (merge_packages(workspace, paths, keys, wish, progress) if applying
                    else [look_into(workspace, path, keys, wish, progress) for path in paths])
            conflicts = len(workspace.offices.conflicts())
        receipts: List[Dict[str, Any]] = []
        for one in done:
            receipt = one.receipt if applying else one.would
            told = [finding.sentence(language()) for finding in one.findings]
            if receipt is None:
                log.pushWarning(one.refused.sentence(language()))
                receipts.append({"file": one.path.name, "refused": one.refused.code,
                                 "why": one.refused.sentence(language())})
                continue
            for sentence in told:
                log.pushWarning(f"{one.path.name}: {sentence}")
            receipts.append({
                "file": one.path.name, "office": receipt.office, "signature": one.signature.state,
                "new_patches": receipt.new_patches, "changed_patches": receipt.changed_patches,
                "new_events": receipt.new_events, "new_records": receipt.new_records, "conflicts": receipt.conflicts,
                "left_out": dict(receipt.left_out), "told": told})
        entered = [one for one in receipts if "refused" not in one]
        return {"MERGED": len(entered) if applying else 0, "REFUSED": len(receipts) - len(entered),
                "NEW_PATCHES": sum(one["new_patches"] for one in entered),
                "NEW_EVENTS": sum(one["new_events"] for one in entered),
                "CONFLICTS": conflicts, "RECEIPTS": json.dumps(receipts, ensure_ascii=False)}

    def _paths(self, parameters: Dict[str, Any], context: QgsProcessingContext) -> List[Path]:
        """Raises ``OFFICE_NO_FILES`` where none is named."""
        from ..domain.review.package_form import ENDING

        folder = str(self.parameterAsFile(parameters, PACKAGE_FOLDER, context) or "")
        paths = [Path(path) for path in self.parameterAsFileList(parameters, PACKAGES, context) if path]
        paths += sorted(Path(folder).glob(f"*{ENDING}")) if folder else []
        if not paths:
            raise WeipianError("OFFICE_NO_FILES")
        return paths
