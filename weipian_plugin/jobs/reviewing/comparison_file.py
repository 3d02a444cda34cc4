"""A comparison as an Excel workbook: figures with n and interval, matrices, groups, areas, every patch, the design."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple, Union

from ...domain.areas.units import Number, round2
from ...domain.calculators.calculation import NOT_COMPUTABLE, percent
from ...domain.errors import WeipianError
from ...domain.marks import FOOTER
from ...domain.review.agreement import Coefficient, cohens_kappa, quadratic
from ...domain.review.compared import GROUPS, AreaDifferences, GroupLine
from ...domain.review.estimates import Estimate
from ...domain.review.intervals import Interval, Share
from ...domain.review.matrices import Matrix
from ...domain.training import STAMP
from ..training.training_guard import stamped
from .comparing import Comparison
from .sampling import explained

if TYPE_CHECKING:
    from ...delivery.figure_book import Cell, Leaf, Table

_MARK = "标记：拟（分层、比对口径和统计方法为插件拟定；κ、α 与置信区间按所列公开文献计算，置信水平 95 %）"
_METHODS = (
    "比率区间：Wilson（1927）；均值区间：t 分布；Cohen’s κ 标准误：Fleiss–Cohen–Everitt（1969），k 类不足 2k² 例"
    "（Cicchetti 1981）或完全一致时不给区间；Fleiss’ κ（1971）、Krippendorff’s α（2011）的标准误用逐一剔除法、t 分布；"
    "按层推算：Cochran（1977），含有限总体校正。")
_NAMES = ("总体", "混淆矩阵", "分组", "面积与图形", "图斑", "抽样")
_FIGURE = re.compile(r"(-?\d+\.\d+)( %)?")
_INTERVAL = re.compile(r"(-?\d+\.\d+(?: %)?) ?– ?(-?\d+\.\d+(?: %)?)")
_HEAD = ("指标", "数值", "n", "95 % 置信区间")


def write_comparison(found: Comparison, path: Union[str, Path]) -> Path:
    """Write an .xlsx; of a training it says so in name and titles. Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``,
    ``PACKAGE_MISSING``.
    """
    target = Path(path)
    if target.suffix.lower() != ".xlsx":
        raise WeipianError("ENDING_UNKNOWN", file=target.name, known=".xlsx")
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None
    from ...delivery.figure_book import write_figure_book

    if found.training:
        target = target.with_name(stamped(target.name))
    return write_figure_book(leaves_of(found), FOOTER, target)


def leaves_of(found: Comparison) -> List[Leaf]:
    """The sheets."""
    from ...delivery.figure_book import Leaf, Table

    title = f"复判比对：{found.sample.head.name}（截至 {found.day}）"
    title = f"{STAMP} {title}" if found.training else title
    remarks = dict.fromkeys(f"说明：{one.sentence('zh')}" for one in (*found.remarks, *found.estimate.remarks))
    tables = (_whole(found), [table for matrix in found.matrices for table in _matrix(matrix)], _groups(found),
              _areas(found), [_patches(found)], [_design(found)])
    said = ((_MARK, _METHODS, *remarks), ("行：县级成果；列：复判（裁定）",), (), ("差值 = 复判 − 县级，亩",), (), ())
    return [Leaf(name, title if place == 0 else f"{title}·{name}", said[place],
                 tuple(Table(one.heading, one.header, tuple(tuple(map(_counted, row)) for row in one.rows))
                       for one in map(_with_ends, tables[place])))
            for place, name in enumerate(_NAMES)]


def _with_ends(table: Table) -> Table:
    """Both ends of each interval in cells of their own: beside it where it has a column, below where it has a row."""
    from ...delivery.figure_book import Table

    columns = {place for place, name in enumerate(table.header) if name.endswith("区间")}

    def wider(row: Sequence[Cell], names: bool = False) -> Tuple[Cell, ...]:
        return tuple(cell for place, value in enumerate(row) for cell in (
            (value, *(("下限", "上限") if names else _ends(value))) if place in columns else (value,)))

    rows: List[Tuple[Cell, ...]] = []
    for row in table.rows:
        rows.append(wider(row))
        if row and str(row[0]).endswith("区间"):
            ends = [_ends(value) for value in row[1:]]
            rows += [(f"{row[0]}{name}", *(each[side] for each in ends)) for side, name in enumerate(("下限", "上限"))]
    return Table(table.heading, tuple(map(str, wider(table.header, True))), tuple(rows))


def _ends(cell: Cell) -> Tuple[Cell, Cell]:
    """The ends of an interval as it is shown, as texts of figures; nothing for what is none."""
    found = _INTERVAL.fullmatch(cell) if isinstance(cell, str) else None
    return ("", "") if found is None else (found.group(1), found.group(2))


def _counted(cell: Cell) -> Cell:
    """A figure as a number that can be counted with, a percentage as one."""
    from ...delivery.sheets.cells import Share

    found = _FIGURE.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return cell
    return Share(Fraction(found.group(1)) / 100) if found.group(2) else float(found.group(1))


def figures_of(found: Comparison) -> List[Tuple[str, str, int, str, Tuple[str, ...]]]:
    """(what, value, n, interval, parcels): the figures of the whole, as the sheet and the window show them."""
    outcome, case, farmland = found.matrices
    readers, areas = found.readers, found.whole.areas
    rows = [
        _of_share("判定类型一致率", outcome.agreement), _of_coefficient("判定类型 Cohen’s κ", outcome.kappa, outcome),
        _of_estimate("推算全部图斑的一致率", found.estimate, outcome),
        _of_share("具体情形一致率", case.agreement), _of_coefficient("具体情形 Cohen’s κ", case.kappa, case),
        _of_share("耕地面积分级一致率", farmland.agreement),
        _of_coefficient("耕地面积分级 加权κ（线性）", farmland.kappa, farmland),
        _of_coefficient("耕地面积分级 加权κ（平方）",
                        cohens_kappa(farmland.counts, farmland.classes, quadratic), farmland),
        ("耕地面积差均值（亩）", _number(areas.mean), areas.n, areas.interval_shown(), areas.parcels),
        ("推算全部图斑的耕地面积差合计（亩）", _number(found.area_estimate.value), found.area_estimate.n,
         _range(found.area_estimate.interval), areas.parcels),
        _of_coefficient(f"复判人之间 Fleiss’ κ（每图斑 {readers.readers_of_fleiss} 人）", readers.fleiss, None,
                        readers.parcels),
        _of_coefficient("复判人之间 Krippendorff’s α（判定类型）", readers.alpha, None, readers.parcels),
        _of_coefficient("复判人之间 Krippendorff’s α（耕地面积）", readers.alpha_area, None, readers.parcels),
    ]
    for one, other, against in readers.pairs:
        rows.append(_of_coefficient(f"复判人 {one}—{other} κ", against.kappa, against))
    for name, against in readers.rulings:
        rows.append(_of_share(f"复判人 {name} 与裁定一致率", against.agreement))
    overlap = found.overlaps
    rows.append(("改过图形的重叠度（IoU）均值", NOT_COMPUTABLE[0] if overlap.mean is None else f"{overlap.mean:.4f}",
                 len(overlap.each), _range(overlap.interval), overlap.parcels))
    return rows


def _whole(found: Comparison) -> List[Table]:
    from ...delivery.figure_book import Table

    return [Table("指标", _HEAD, tuple(row[:4] for row in figures_of(found)))]


def _matrix(matrix: Matrix) -> List[Table]:
    from ...delivery.figure_book import Table

    rows: List[Tuple[Cell, ...]] = []
    for name in matrix.classes:
        precision = matrix.precision(name)
        rows.append((name, *(len(matrix.cell(name, other)) for other in matrix.classes), len(matrix.row(name)),
                     precision.shown(), _range(precision.interval, share=True)))
    rows.append(("合计", *(len(matrix.column(name)) for name in matrix.classes), matrix.agreement.n,
                 matrix.agreement.shown(), _range(matrix.agreement.interval, share=True)))
    rows.append(("查全率", *(matrix.recall(name).shown() for name in matrix.classes), None, None, None))
    rows.append(("查全率区间", *(_range(matrix.recall(name).interval, share=True) for name in matrix.classes),
                 None, None, None))
    kappa = matrix.kappa
    return [Table(f"{matrix.title}（κ = {kappa.shown()}，{kappa.interval_shown()}，n = {kappa.n}）",
                  ("县级＼复判", *matrix.classes, "合计", "查准率", "95 % 置信区间"), tuple(rows))]


def _groups(found: Comparison) -> List[Table]:
    from ...delivery.figure_book import Table

    header = ("n", "一致率", "区间", "κ", "κ 区间", "面积 n", "面积差均值（亩）", "区间", "中位数", "最大", "净差合计")
    return [Table(f"按{title[0]}", (title[0], *header), tuple(_line(line) for line in found.groups[division]))
            for division, title in GROUPS.items()]


def _line(line: GroupLine) -> Tuple[Cell, ...]:
    share, areas = line.agreement, line.areas
    return (line.name, line.n, share.shown(), _range(share.interval, share=True), line.kappa.shown(),
            line.kappa.interval_shown(), *_area_cells(areas))


def _area_cells(areas: AreaDifferences) -> Tuple[Cell, ...]:
    return (areas.n, _number(areas.mean), areas.interval_shown(), _number(areas.median), _number(areas.worst),
            _number(areas.total))


def _areas(found: Comparison) -> List[Table]:
    from ...delivery.figure_book import Table

    areas = found.whole.areas
    rows: Tuple[Tuple[Cell, ...], ...] = (
        ("差值均值", _number(areas.mean), areas.n, areas.interval_shown()),
        ("差值中位数", _number(areas.median), areas.n, _range(areas.median_interval)),
        ("绝对差均值", _number(areas.absolute), areas.n, ""),
        ("净差合计", _number(areas.total), areas.n, ""),
        (f"最大差（{found.names.get(areas.worst_parcel, '')}）", _number(areas.worst), areas.n, ""))
    overlaps = tuple((one.name, one.reader, round(one.iou, 4), _number(one.filed_mu), _number(one.read_mu),
                      _number(one.difference)) for one in found.overlaps.each)
    return [Table("占用耕地面积", _HEAD, rows),
            Table("改过图形的图斑",
                  ("地块编号", "复判人", "重叠度（IoU）", "县级面积（亩）", "复判面积（亩）", "差"), overlaps)]


def _patches(found: Comparison) -> Table:
    from ...delivery.figure_book import Table

    header = ("地块编号", "县级判定", "县级情形", "复判（裁定）", "复判情形", "依据", "一致",
              "县级耕地（亩）", "复判耕地（亩）", "差", *(title[0] for title in GROUPS.values()))
    rows = tuple((one.name, one.filed, one.filed_case, one.read, one.read_case,
                  "裁定" if one.by == "ruling" else "复判", "是" if one.filed == one.read else "否",
                  None if one.filed_mu is None else float(one.filed_mu),
                  None if one.read_mu is None else float(one.read_mu),
                  None if one.difference is None else float(one.difference),
                  *(one.groups.get(division, "") for division in GROUPS)) for one in found.pairs)
    return Table("逐图斑比对", header, rows)


def _design(found: Comparison) -> Table:
    from ...delivery.figure_book import Table

    calculation = explained(found.sample, found.names)
    rows = tuple((line.label, line.shown(), line.words) for line in calculation.lines)
    return Table(calculation.conclusion[0], ("层", "抽取", "各轮（抽取/总数）"), rows)


def _of_share(title: str, share: Share) -> Tuple[str, str, int, str, Tuple[str, ...]]:
    return title, share.shown(), share.n, _range(share.interval, share=True), share.others or share.parcels


def _of_coefficient(title: str, found: Coefficient, matrix: Optional[Matrix], parcels: Sequence[str] = ()
                    ) -> Tuple[str, str, int, str, Tuple[str, ...]]:
    own = matrix.agreement.parcels if matrix is not None else tuple(parcels)
    return title, found.shown(), found.n, found.interval_shown(), own


def _of_estimate(title: str, found: Estimate, matrix: Matrix) -> Tuple[str, str, int, str, Tuple[str, ...]]:
    shown = NOT_COMPUTABLE[0] if found.value is None else percent(found.value)
    return title, shown, found.n, _range(found.interval, share=True), matrix.agreement.parcels


def _range(interval: Optional[Interval], share: bool = False) -> str:
    return "" if interval is None else interval.shown(in_percent=share)


def _number(value: Optional[Number]) -> str:
    return NOT_COMPUTABLE[0] if value is None else str(round2(value))
