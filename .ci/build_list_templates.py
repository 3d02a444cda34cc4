"""Make resources/templates/list_*.xlsx from the lists' fields. Run it when a list's fields change."""

from __future__ import annotations

import sys
from dataclasses import replace

from build_templates import ROOT, Look, template_of

from weipian_plugin.delivery.sheets.normal import save_book
from weipian_plugin.domain.forms.list_forms import (
    ISSUES,
    LEDGER,
    LIST_FORMS,
    NON_AGRICULTURAL,
    OVERLAY_CLASSES,
    OVERLAY_REVIEW,
    TOWNSHIP,
)

NUMBERS = {"JCBH": 19, "DKBH": 19, "XSBH": 20, "WFXWBH": 16}
LOOKS = {
    ISSUES: Look((), {}, {**NUMBERS, "XMC": 10, "XZMC": 10, "CUNMC": 10, "WTLB": 12, "WT": 16, "WTYJ": 6, "WTCD": 7,
                          "WTSM": 44, "CLYQ": 26, "DQTS": 12, "CLQK": 16, "BZ": 12}),
    NON_AGRICULTURAL: Look((), {}, {**NUMBERS, "XMC": 11, "JCPC": 16, "XMMC": 16, "WFZRZT": 16, "WFSJYT": 12,
                                    "WFMJ": 10, "WFGDMJ": 10, "WFJBNTMJ": 10, "SFZG": 7, "ZGFSS": 12, "ZDDX": 16,
                                    "BZ": 16}, head="4472C4", ink="FFFFFF"),
    OVERLAY_REVIEW: Look((), {}, {**NUMBERS, "XMC": 10, "XZMC": 10, "CUNMC": 10, "BGDL": 30, "PCTG": 7,
                                  "DKMJ": 10, "GDMJ": 9, "GDJMJ": 9, "YJJBNTMJ": 9, "FGNYDMJ": 9, "WLYDMJ": 9,
                                  "STHXMJ": 9, "JSYDMJ": 9, "WTHMJ": 9, "CZKFBJ": 9, "PZYD": 9, "GDFW": 9, "LSYD": 9,
                                  "SSNYD": 9}),
    OVERLAY_CLASSES: Look((), {}, {**NUMBERS, "DLBM": 10, "DLMC": 20, "SDL": 10}, portrait=True),
    LEDGER: Look(("WFXWBH",), {}, {**NUMBERS, "XZMC": 11, "GLDKBH": 20, "WFXWMS": 24, "ZGCS": 24, "ZGLS": 20,
                                   "WXCYY": 20, "DQTS": 12, "BZ": 16, "GDQ": 14}),
    TOWNSHIP: Look((), {}, {**NUMBERS, "XZMC": 10, "CUNMC": 11, "JCLB": 12, "DKMJ": 9, "GDMJ": 9, "YJJBNTMJ": 9,
                            "STHXMJ": 9, "PDJG": 18, "WFMJ": 9, "WFGDMJ": 9, "BLJZ": 16, "SQNR": 32, "QXSX": 12,
                            "DQTS": 12, "ZRR": 8, "BZ": 12}),
}


def main() -> None:
    """Write the templates of all lists, or of those named."""
    for form in LIST_FORMS:
        if len(sys.argv) == 1 or form.id in sys.argv[1:]:
            target = ROOT / "resources" / "templates" / form.template
            look = replace(LOOKS[form.id], whole=form.id != LEDGER)
            save_book(template_of(form, look), target)
            sys.stdout.write(f"{target.relative_to(ROOT)}: {len(form.fields)} columns\n")


if __name__ == "__main__":
    main()
