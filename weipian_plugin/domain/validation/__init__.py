"""Validation (校验): is what stands in the workspace complete, possible and consistent? Pure functions on plain data.

A check whose inputs are not there says 未核, never that all is well.
"""

from __future__ import annotations

from typing import Dict, List

from .case import County, Overlap, ParcelCase, PatchCase, Shape, WorkspaceCase
from .check import ERROR, WARNING, Check, Found, Remark, findings
from .table import BY_ID, CHECKS, CLASSIFIED

__all__ = ("BY_ID", "CHECKS", "CLASSIFIED", "ERROR", "WARNING", "Check", "County", "Found", "Overlap", "ParcelCase",
           "PatchCase", "Shape", "WorkspaceCase", "check_parcel", "check_workspace")


def check_parcel(case: ParcelCase) -> List[Found]:
    """Every finding on one parcel, in the order of the checks; on a classified one nothing but that it is one."""
    secret = BY_ID[CLASSIFIED]
    found = findings(secret, case, secret.parcel(case), named=False) if secret.parcel else []
    if found:
        return found
    return [each for check in CHECKS if check.parcel is not None for each in findings(check, case, check.parcel(case))]


def check_workspace(case: WorkspaceCase) -> List[Found]:
    """What only shows when parcels are looked at together; in the order of the checks, then of the parcels."""
    secret = BY_ID[CLASSIFIED]
    open_cases = [each for each in case if not (secret.parcel and list(secret.parcel(each)))]
    known = WorkspaceCase(open_cases, case.patches)
    found: List[Found] = []
    for check in CHECKS:
        remarks: Dict[str, List[Remark]] = {}
        for uuid, remark in check.across(known) if check.across is not None else ():
            remarks.setdefault(uuid, []).append(remark)
        for each in open_cases:
            if each.uuid in remarks:
                found += findings(check, each, remarks[each.uuid])
    return found
