"""The numbers on a wall map stand beside their patches, whatever the CRS of the workspace."""

from __future__ import annotations

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
)

from weipian_plugin.domain.forms.codes import ILLEGAL
from weipian_plugin.jobs.maps.outcomes import OPEN, Numbered, Sheet, outcome_layer


@pytest.mark.parametrize("authority", ["EPSG:4525", "EPSG:4490"])
def test_each_number_is_within_a_few_millimetres_of_its_patch(qgis_app, authority):
    plane, own = QgsCoordinateReferenceSystem("EPSG:4525"), QgsCoordinateReferenceSystem(authority)
    to_own = QgsCoordinateTransform(plane, own, QgsCoordinateTransformContext())
    patches = []
    for number in range(1, 30):
        shape = QgsGeometry.fromRect(QgsRectangle(0, 0, 40, 40))
        shape.translate(37347000 + 90 * number, 2388000 + 35 * (number % 3))
        shape.transform(to_own)
        patches.append(Numbered(number, ILLEGAL if number % 5 == 0 else OPEN, bytes(shape.asWkb())))
    sheet = Sheet(plane, QgsRectangle(37346000, 2386000, 37351000, 2391000), 200.0)
    layer = outcome_layer(patches, own, 1.6, 5.0, sheet)
    back = QgsCoordinateTransform(own, plane, QgsCoordinateTransformContext())
    for feature in layer.getFeatures():
        shape = QgsGeometry(feature.geometry())
        shape.transform(back)
        corner = back.transform(QgsPointXY(feature["x"], feature["y"]))
        assert shape.centroid().asPoint().distance(corner) < 12 * 25, feature["number"]  # 25 m a millimetre
    assert layer.labeling().settings().callout().enabled()
    last = [feature["outcome"] for feature in layer.getFeatures()][-5:]
    assert last == [ILLEGAL] * 5  # what matters most is drawn above
