"""A report before it is a file: sections of paragraphs, tables and charts, annexes, and what every page says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping, Tuple, Union

from ...domain.marks import CLEAN, FOOTER, Mark
from ...domain.statistics.figures import Figure, FigureTable
from ..charts.spec import Chart


@dataclass(frozen=True)
class Paragraph:
    """``is_note``: smaller, about what stands above."""

    text: str
    is_note: bool = False


@dataclass(frozen=True)
class Table:
    """``widths``: shares of the page's width; ``words``: columns of text, to the left; ``strong``: lines of sums."""

    title: str
    head: Tuple[str, ...]
    rows: Tuple[Tuple[str, ...], ...]
    widths: Tuple[float, ...] = ()
    words: Tuple[int, ...] = (0,)
    strong: Tuple[int, ...] = ()
    note: str = ""
    id: str = ""

    @property
    def shares(self) -> Tuple[float, ...]:
        """The widths of the columns, together 1."""
        given = self.widths or tuple(2.2 if place in self.words else 1.0 for place in range(len(self.head)))
        return tuple(each / sum(given) for each in given)


Block = Union[Paragraph, Table, Chart]


@dataclass(frozen=True)
class Section:
    """``number``: 一、二、… or 附一…."""

    number: str
    title: str
    blocks: Tuple[Block, ...]

    @property
    def heading(self) -> str:
        """``一、下发与核查完成情况``."""
        return f"{self.number}、{self.title}" if not self.number.startswith("附") else f"{self.number}　{self.title}"


@dataclass(frozen=True)
class Report:
    """``day``: as of when, from the state; ``moment`` (ISO) is what its files say they were made at."""

    title: str
    subtitle: str
    day: str
    moment: str
    head: Tuple[Tuple[str, str], ...]
    sections: Tuple[Section, ...]
    annexes: Tuple[Section, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    mark: Mark = CLEAN
    footer: str = FOOTER

    @property
    def marked_title(self) -> str:
        """With 草稿 or 培训 where it is one."""
        return self.mark.title(self.title)


def table_of(table: FigureTable, widths: Tuple[float, ...] = ()) -> Table:
    """A table of figures as the report shows it, with its number."""
    rows = tuple(("　" * row.depth + row.title, *("" if each is None else each.shown for each in row.figures))
                 for row in table.rows)
    strong = tuple(place for place, row in enumerate(table.rows) if row.is_total)
    head = (table.head, *(name.replace("（", "\n（") for name in table.columns))
    return Table(f"表{table.id}　{table.title}", head, rows, widths, (0,), strong, table.note, table.id)
