"""The areas of a workspace as a table without geometry: a row for each parcel, role and class, and inside zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator, List

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from ..domain.areas.nested import LAND_CLASSES
from ..domain.areas.units import mu_round2
from ..domain.records import STUB, Measured
from .base import translate

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

PARCEL, ROLE, INSIDE, CLASS, GROSS, NET, MU = "parcel", "role", "inside", "class", "area_m2", "net_m2", "mu"


def add_area_table(algorithm: QgsProcessingAlgorithm, name: str) -> None:
    """The optional output."""
    algorithm.addParameter(QgsProcessingParameterFeatureSink(
        name, translate("Algorithms", "Table of areas"), QgsProcessing.TypeVector, optional=True,
        createByDefault=False))


def write_area_table(algorithm: QgsProcessingAlgorithm, name: str, parameters: Dict[str, Any],
                     context: QgsProcessingContext, workspace: Workspace) -> Dict[str, Any]:
    """Write every parcel's areas where an output was asked for; ``{name: destination}`` for the results.

    Raises TRAINING_NOT_DELIVERED where one was.
    """
    fields = QgsFields()
    for column in (PARCEL, ROLE, INSIDE, CLASS):
        fields.append(QgsField(column, QVariant.String))
    for column in (GROSS, NET, MU):
        fields.append(QgsField(column, QVariant.Double))
    sink, destination = algorithm.parameterAsSink(parameters, name, context, fields, QgsWkbTypes.NoGeometry,
                                                  QgsCoordinateReferenceSystem())
    if sink is None:
        return {}
    from ..jobs.training.training_guard import refuse_training

    refuse_training(workspace)
    measured = workspace.all_measured()
    for row in workspace.queue():
        if row.status != STUB and row.parcel_uuid in measured:
            features = []
            for values in area_rows(row.dkbh or row.jcbh, measured[row.parcel_uuid]):
                feature = QgsFeature(fields)
                feature.setAttributes(values)
                features.append(feature)
            sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert)
    return {name: destination}


def area_rows(parcel: str, measured: Measured) -> Iterator[List[Any]]:
    """(parcel, role, zones it lies in, class, m², net m², 亩): unrounded but for 亩.

    A role without classes has one row with an empty class. ``inside`` names the roles of the zones, joined by +, where
    the row is ground inside them: of a land class, or (role and class empty) of several zones at once. A row of nothing
    is left out.
    """
    for role in measured.roles.values():
        if not role.classes and role.total_m2 > 0:
            yield _row(parcel, role.role, "", "", role.total_m2, role.net_m2)
        for each in role.classes:
            yield _row(parcel, role.role, "", each.class_code, each.area_m2, each.net_area_m2)
    for zones, nested in measured.nested.items():
        if len(zones) > 1 and nested.total_m2 > 0:
            yield _row(parcel, "", "+".join(zones), "", nested.total_m2, nested.total_m2)
        for each in nested.classes:
            yield _row(parcel, LAND_CLASSES, "+".join(zones), each.class_code, each.area_m2, each.net_area_m2)


def _row(parcel: str, role: str, inside: str, class_code: str, area: float, net: float) -> List[Any]:
    return [parcel, role, inside, class_code, area, net, float(mu_round2(area))]
