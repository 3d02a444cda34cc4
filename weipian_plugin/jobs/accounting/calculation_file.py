"""Hands a calculation on: as text for the clipboard, or as a file with all lines, their parcels, marks and footer."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, List, Mapping, Optional, Sequence, Set, Tuple, Union

from ...domain.calculators.amounts import parts_of, shown_parts
from ...domain.calculators.calculation import MU, Calculation, Line, shown_amount, side_name
from ...domain.calculators.parcels import RatioParcel
from ...domain.errors import WeipianError
from ...domain.judging.rule_words import unit_name
from ...domain.marks import FOOTER
from ...domain.training import STAMP
from ..training.training_guard import stamped

if TYPE_CHECKING:
    from ...delivery.calculation_file import Sheet

_HEADER = {
    "zh": ("计算项", "所属", "±", "数值", "原值", "标记", "依据"),
    "en": ("Line", "Sum", "±", "Amount", "Exact", "Mark", "Basis"),
}
_SAID = {"zh": ("结果", "口径", "标记", "说明"), "en": ("Result", "Profile", "Marks", "Remark")}
_PLACES = 20
Names = Mapping[str, str]
Parcels = Mapping[str, RatioParcel]


def export_calculations(calculations: Sequence[Calculation], path: Union[str, Path], names: Names, parcels: Parcels,
                        language: str = "zh", training: bool = False) -> Path:
    """Write to ``path`` by its ending (.xlsx, .csv, .html); what comes of a training says so in name and title.

    Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``, PACKAGE_MISSING (openpyxl).
    """
    from ...delivery.calculation_file import write_sheets

    target = Path(path)
    if target.suffix.lower() == ".xlsx":
        _require_openpyxl()
    if training:
        target = target.with_name(stamped(target.name))
    return write_sheets(_sheets(calculations, names, parcels, language, training), footer(), target)


def calculations_as_text(calculations: Sequence[Calculation], names: Names, parcels: Parcels, language: str = "zh",
                         training: bool = False) -> str:
    """The same as text, cells divided by tabs, so that it can be pasted into a table or a letter."""
    from ...delivery.calculation_file import as_lines

    lines = as_lines(_sheets(calculations, names, parcels, language, training), footer())
    return "\n".join("\t".join(line).rstrip("\t") for line in lines)


def exact_text(amount: Fraction) -> str:
    """The amount without rounding: as a decimal where that ends within 20 places, else as a fraction."""
    scaled = amount * 10 ** _PLACES
    if scaled.denominator != 1:
        return f"{amount.numerator}/{amount.denominator}"
    whole, rest = divmod(abs(scaled.numerator), 10 ** _PLACES)
    sign = "-" if amount < 0 else ""
    return f"{sign}{whole}" + (f".{rest:0{_PLACES}}".rstrip("0") if rest else "")


def _require_openpyxl() -> None:
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None


def footer() -> str:
    """What every hand-in carries (§8.7)."""
    return FOOTER


def _sheets(calculations: Sequence[Calculation], names: Names, parcels: Parcels, language: str,
            training: bool) -> List[Sheet]:
    return [_sheet(each, names, parcels, language, training) for each in calculations]


def _sheet(found: Calculation, names: Names, parcels: Parcels, language: str, training: bool) -> Sheet:
    from ...delivery.calculation_file import Sheet

    place = 0 if language == "zh" else 1
    result, profile, marks, remark = _SAID["zh" if language == "zh" else "en"]
    title = (found.title, found.title_en)[place]
    conclusion = f"；{found.conclusion[place]}" if found.conclusion[place] else ""
    said = [f"{result}：{found.shown(language)}{conclusion}"]
    said += [f"{profile}：{found.profile}"] if found.profile else []
    said += [f"{marks}：{'、'.join(found.mark_words(language))}"] if found.marks else []
    rows: List[Tuple[Union[str, float, None], ...]] = []
    parts: Set[int] = set()
    for line in found.lines:
        rows.append(_row(line, language))
        of_line = parts_of(line, found, parcels)
        for (parcel, amount), rounded in zip(of_line, shown_parts(line, of_line)):
            parts.add(len(rows))
            exact = None if amount is None else exact_text(amount)
            shown = "" if amount is None else shown_amount(amount, line.unit, language, rounded)
            rows.append((names.get(parcel, parcel), side_name(line.side, language), line.sign, shown, exact, "", ""))
    after = tuple(f"{remark}：{each.sentence(language)}" for each in found.remarks)
    return Sheet(f"{STAMP} {title}" if training else title, tuple(said), _HEADER["zh" if place == 0 else "en"],
                 tuple(rows), frozenset(parts), after)


def _row(line: Line, language: str) -> Tuple[Optional[str], ...]:
    label, words = (line.label, line.words) if language == "zh" else (line.label_en, line.words_en)
    unit = f" {unit_name(line.unit, language)}" if line.unit == MU else ""
    exact = None if line.amount is None else exact_text(line.amount) + unit
    mark, _, basis = line.basis_words(language).partition("] ")
    return (f"{label}（{words}）" if words else label, side_name(line.side, language), line.sign, line.shown(language),
            exact, mark.lstrip("["), basis)
