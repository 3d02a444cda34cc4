"""What a hand-in is made of: the products that may be chosen, their folders, what each contains, what each needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.list_forms import LIST_FORMS
from .tables import ALL_FORMS

TABLES, LISTS, REPORT, DOSSIERS, WALL_MAPS, PACKAGE = "tables", "lists", "report", "dossiers", "wall_maps", "package"
CHECK_FOLDER = "00_自检"


@dataclass(frozen=True)
class Product:
    """A product: its folder in the set, its share of the time, the Python packages it needs, how it is called and what
    it contains (中文, English).
    """

    id: str
    folder: str
    share: int
    packages: Tuple[str, ...]
    title: Tuple[str, str]
    contains: Tuple[str, str]


PRODUCTS: Dict[str, Product] = {each.id: each for each in (
    Product(TABLES, "01_附表", 10, ("openpyxl",), ("附表", "Tables"),
            ("附表2-1、2-2、4、5（Excel，可替换模板）", "Tables 2-1, 2-2, 4 and 5 (Excel, replaceable templates)")),
    Product(LISTS, "02_清单", 10, ("openpyxl",), ("清单台账", "Lists"),
            ("审核问题、非农违法、套合面积、地类明细、整改台账、乡镇清单",
            "Issues, non-agricultural violations, overlay areas, land classes, rectification ledger, townships")),
    Product(REPORT, "03_汇总报告", 10, ("docxtpl", "docx"), ("汇总报告", "Report"),
            ("附表3 汇总分析报告（Word、PDF、指标清单）", "Table 3, the summary report (Word, PDF, list of figures)")),
    Product(DOSSIERS, "04_卷宗", 50, ("openpyxl", "docxtpl", "pypdf"), ("一图斑一卷宗", "Dossiers"),
            ("每个图斑一个文件夹和一本 PDF；没有变化的不重做",
             "A folder and a PDF for each patch; unchanged ones are kept")),
    Product(WALL_MAPS, "05_挂图", 10, ("pypdf",), ("乡镇挂图", "Wall maps"),
            ("每个乡镇一张图和图斑表（PDF）", "A map and its table for each township (PDF)")),
    Product(PACKAGE, "06_上报包", 10, ("openpyxl",), ("上报包", "Upload package"),
            ("一个 zip：附表、矢量、附件、报告、平台对照表、清单和校验值",
             "One zip: tables, vectors, attachments, report, platform tables, list with digests")),
)}
"""In the order they are made."""
EVERYTHING: Tuple[str, ...] = tuple(PRODUCTS)
"""The complete set: what is made where nobody chooses otherwise."""


@dataclass(frozen=True)
class PackageOptions:
    """What goes into the package. ``formats`` of `delivery.tables`; ``mappings`` ids of platforms; ``smaller``: copies
    of attachments above ``limit`` bytes; ``gbk_names``: names in the zip in GBK, for systems that know nothing else.
    """

    formats: Tuple[str, ...] = ("xlsx", "csv", "gpkg", "shp")
    mappings: Tuple[str, ...] = ()
    attachments: bool = True
    report: bool = True
    smaller: bool = False
    limit: int = 10_000_000
    gbk_names: bool = False


@dataclass(frozen=True)
class Wish:
    """What a person wants of a hand-in. ``patches``: dossiers of these JCBH only; ``processes`` that build them;
    ``tell_quarantined``: with the line that counts what is handled apart.
    """

    products: Tuple[str, ...] = EVERYTHING
    forms: Tuple[str, ...] = ALL_FORMS
    lists: Tuple[str, ...] = tuple(form.id for form in LIST_FORMS)
    package: PackageOptions = field(default_factory=PackageOptions)
    paper: str = "a3"
    imagery: bool = True
    patches: Tuple[str, ...] = ()
    processes: int = 2
    tell_quarantined: bool = False

    def __post_init__(self) -> None:
        """Only products that there are, and at least one. Raises ``UNKNOWN_PRODUCT``, ``NOTHING_TO_DELIVER``."""
        unknown = [each for each in self.products if each not in PRODUCTS]
        if unknown:
            raise WeipianError("UNKNOWN_PRODUCT", product="、".join(unknown), known="、".join(PRODUCTS))
        if not self.products:
            raise WeipianError("NOTHING_TO_DELIVER")

    @property
    def chosen(self) -> Sequence[Product]:
        """The products, in the order they are made."""
        return [product for product in PRODUCTS.values() if product.id in self.products]
