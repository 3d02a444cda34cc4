"""What a measurement brought, in words: short for the message bar, at length for the log."""

from __future__ import annotations

from typing import Any, List

from qgis.PyQt.QtCore import QCoreApplication

from ..messages import language


def measured_text(report: Any) -> str:
    """One sentence about a `jobs.measuring.measure.MeasureReport`: how many were measured, how many still held."""
    if report.reused and not report.parcels:
        return QCoreApplication.translate(
            "Measured", "Nothing has changed: the areas of all {n} patches hold.").format(n=report.reused)
    if report.reused:
        return QCoreApplication.translate("Measured", "{n} patches measured, {kept} unchanged ones kept.").format(
            n=report.parcels, kept=report.reused)
    return QCoreApplication.translate("Measured", "{n} patches measured.").format(n=report.parcels)


def measured_detail(report: Any) -> str:
    """The remarks, and by which engine: a line each."""
    lines: List[str] = [finding.sentence(language()) for finding in report.findings]
    told = report.run.provenance
    if told.get("pairs") is not None:
        text = QCoreApplication.translate(
            "Measured", "Engine {engine}: {pairs} pairs of patch and feature, {redone} of them left to GEOS.")
        lines.append(text.format(engine=told.get("engine"), pairs=told["pairs"], redone=told.get("redone", 0)))
    return "\n".join(lines)
