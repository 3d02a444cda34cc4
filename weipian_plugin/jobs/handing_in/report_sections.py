"""What the summary report says (附表3, §2.5): nine sections out of the figures, and the annexes that trace them.

It tells what was counted and judged, and asks for nothing: no “应予处罚” (§8.7).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple

from ...delivery.charts.spec import Chart
from ...delivery.report.model import Block, Paragraph, Report, Section, Table, table_of
from ...domain.calculators.calculation import MINUS, PLUS, Calculation
from ...domain.marks import DRAFT, Mark
from ...domain.statistics.figures import Figure, FigureTable
from ...domain.validation import ERROR
from ..checking.validate import OPEN
from .assessment import UNROUNDED, Assessment
from .report_charts import report_charts

if TYPE_CHECKING:
    from .statistics import Statistics

_NUMBERS = "一二三四五六七八九"
_NAMED = 60
_WIDE = (2.2, 0.95, 0.95, 1.3, 1.25, 1.25, 1.25, 1.05, 0.95, 0.95, 1.2)
_AREAS = (2.6, 0.9, 1.1, 1.1, 1.3, 1.2)
Lines = Sequence[Tuple[str, str]]


def report_of(found: Statistics, mark: Mark, basis: Lines, tell_quarantined: bool = False) -> Report:
    """The report of what was read. ``basis``: how the areas were measured; ``tell_quarantined``: the count line."""
    scope, period = found.scope, found.scope.period
    title = "自然资源卫片执法情况汇总分析报告"
    subtitle = period.title if period is not None else scope.title
    days = f"{period.days[0].isoformat()} 至 {period.days[1].isoformat()}" if period is not None else "按所列批次"
    head = [("统计范围", f"下发时间 {days}，共 {len(scope.batches)} 个批次"),
            ("政策口径", "、".join(each.title for each in found.profiles) or "未选定"),
            ("数据截至", f"{found.state.day or '—'}（{found.state.events} 条记录）")]
    charts = {chart.id: chart for chart in report_charts(found)}
    writer = _Writer(found, charts, tell_quarantined)
    return Report(title, subtitle, found.state.day, found.state.moment, tuple(head), writer.sections(),
                  annexes(found, mark, basis), found.figures, mark)


class _Writer:
    """Writes section after section."""

    def __init__(self, found: Statistics, charts: Dict[str, Chart], tell_quarantined: bool) -> None:
        self._found, self._charts, self._tell_quarantined = found, charts, tell_quarantined
        self._head = found.headlines

    def sections(self) -> Tuple[Section, ...]:
        made = (("下发与核查完成情况", self._issued()), ("判定结构", self._outcomes()),
                ("违法用地结构", self._violations()), ("查处整改情况", self._rectified()),
                ("秩序评估", self._assessed()), ("矿产", self._minerals()),
                ("与上期、上年同期比较", self._compared()),
                ("问题与校验异常", self._anomalies()), ("附表", self._tables()))
        return tuple(Section(number, title, tuple(blocks)) for number, (title, blocks) in zip(_NUMBERS, made))

    def _issued(self) -> List[Block]:
        told = self._said
        lines = (f"本期共下发卫片执法图斑 {told('图斑')}（核查地块 {told('地块')}），"
                 f"图斑面积 {told('面积')}，其中耕地 {told('耕地')}、永久基本农田 {told('永农')}、"
                 f"生态保护红线 {told('红线')}。"
                 f"截至 {self._found.state.day or '数据截止日'}，已签署判定 {told('已判定')}，"
                 f"核查完成率 {told('完成率')}{self._in_time()}。")
        blocks: List[Block] = [Paragraph(lines), *self._shown("1-1", _WIDE), *self._chart("1-1"), *self._chart("1-1b")]
        if "1-3" in self._found.tables:
            blocks += self._shown("1-3", _WIDE)
        if self._tell_quarantined and self._found.quarantined:
            blocks.append(Paragraph(f"另有 {self._found.quarantined} 条按机要程序处理。", is_note=True))
        return blocks

    def _in_time(self) -> str:
        assessment = self._found.assessment
        rates = {rate.title: rate for rate in assessment.rates} if assessment is not None else {}
        rate = rates.get("按期率")
        return f"，按期率 {rate.shown()}（拟定指标）" if rate is not None and rate.result is not None else ""

    def _outcomes(self) -> List[Block]:
        told = self._said
        line = (f"已签署判定的土地图斑中，合法用地 {told('合法')}、违法用地 {told('违法')}、其他用地 {told('其他')}。"
                "未签署的不计入判定结构。")
        return [Paragraph(line), *self._shown("2-1", (1.6, 1, 1, 1.1, 1.1, 1.3, 1.2)), *self._shown("2-2", _AREAS),
                *self._chart("2-1"), *self._chart("2-3"), *self._chart("2-4")]

    def _violations(self) -> List[Block]:
        told = self._said
        if not self._head["违法"].value:
            return [Paragraph("本期没有已签署判定为违法的用地。")]
        line = (f"已签署判定为违法的用地 {told('违法')}，违法面积 {told('违法面积')}，其中耕地 {told('违法耕地')}、"
                f"永久基本农田 {told('违法永农')}。")
        blocks: List[Block] = [Paragraph(line), *self._shown("3-1", _AREAS), *self._chart("3-1")]
        for table in ("3-2", "3-3"):
            blocks += self._shown(table, _AREAS)
        blocks += self._chart("3-3")
        for table in ("3-4", "3-5"):
            blocks += self._shown(table, _AREAS)
        blocks += self._chart("3-5")
        return [*blocks, *self._shown("3-6", (2.6, 1, 1, 1.2, 1.2))]

    def _rectified(self) -> List[Block]:
        found, told = self._found, self._said
        if not self._head["违法行为"].value:
            blocks: List[Block] = [Paragraph("本期图斑尚未登记违法行为（附表4）。")]
        else:
            fine, people = found.penalties
            line = (f"涉及本期图斑的违法行为 {told('违法行为')}，其中立案 {told('立案')}、结案 {told('结案')}；"
                    f"罚款 {fine.with_unit}，给予党纪政务处分 {people.with_unit}。")
            widths = (2, 1, 1, 1.2, 1.2)
            blocks = [Paragraph(line), *self._shown("4-1", widths), *self._shown("4-2", widths), *self._shown("4-3")]
        return [*blocks, *self._shown("4-4", (3, 1))]

    def _assessed(self) -> List[Block]:
        found = self._found.assessment
        if found is None:
            return [Paragraph("本期批次未选定政策口径，不计算违法占用耕地比例。")]
        return list(_assessed(found))

    def _minerals(self) -> List[Block]:
        if not self._found.has_minerals:
            return [Paragraph("本期没有矿产图斑。")]
        blocks: List[Block] = [*self._shown("6-1", (3, 1, 1))]
        for table in ("6-2", "6-3", "6-4"):
            if self._found.tables[table].parts:
                blocks += self._shown(table, (3, 1, 1))
        return blocks

    def _compared(self) -> List[Block]:
        table = self._found.tables.get("7-1")
        if table is None:
            return [Paragraph("本报告不是按季度、半年或年度编制，不作比较。")]
        return [*self._shown("7-1"), *self._chart("7-1")]

    def _anomalies(self) -> List[Block]:
        found = [each for each in self._found.found if each.state == OPEN]
        errors = [each for each in found if each.found.severity == ERROR]
        line = (f"按校验规则检查，未处理的发现 {len(found)} 项，其中错误 {len(errors)} 项、"
                f"提示 {len(found) - len(errors)} 项。")
        blocks: List[Block] = [Paragraph(line), *self._shown("8-1", (4, 1, 1, 1, 1))]
        if errors:
            rows = tuple((each.found.place or "—", each.found.check, each.found.sentence("zh"))
                         for each in errors[:_NAMED])
            rest = f"其余 {len(errors) - _NAMED} 项见校验窗口。" if len(errors) > _NAMED else ""
            blocks.append(Table("未处理的错误", ("地块编号", "规则", "内容"), rows, (1.6, 0.5, 3.4), (0, 1, 2),
                                note=rest))
        return blocks

    def _tables(self) -> List[Block]:
        batches = tuple((batch.label, batch.issued, batch.profile_id or "—", str(batch.patch_count))
                        for batch in self._found.scope.batches)
        listed = Table("批次", ("批次", "下发时间", "政策口径", "图斑数（个）"), batches, (3, 1, 1, 1), (0, 1, 2))
        return [listed, *self._shown("1-2", _WIDE), *self._shown("2-4", (2.6, 1, 1, 1, 1, 1))]

    def _said(self, key: str) -> str:
        figure = self._head.get(key)
        return "—" if figure is None else figure.with_unit

    def _shown(self, table: str, widths: Tuple[float, ...] = ()) -> List[Block]:
        found: Optional[FigureTable] = self._found.tables.get(table)
        if found is None or not found.rows:
            return []
        return [table_of(found, widths if len(widths) == len(found.columns) + 1 else ())]

    def _chart(self, chart: str) -> List[Block]:
        return [self._charts[chart]] if chart in self._charts else []


def _assessed(found: Assessment) -> List[Block]:
    net = found.net
    said = f"按“{found.profile.title}”计算，扣减前违法占用耕地比例 {found.raw.shown()}，扣减后 {net.shown()}"
    blocks: List[Block] = [Paragraph(f"{said}；{net.conclusion[0]}。" if net.conclusion[0] else f"{said}。")]
    if net.why[0]:
        blocks.append(Paragraph(net.why[0], is_note=True))
    blocks += [table_of(found.table, (2.4, 1.3, 1.3, 1)), _lines_of(net)]
    blocks += [Paragraph(f"另一种读法——{each.title}：{each.shown()}。", is_note=True) for each in net.variants]
    blocks += [Paragraph(remark.sentence("zh"), is_note=True) for remark in net.remarks]
    if found.others:
        blocks.append(Paragraph(f"本期另有批次采用{'、'.join(found.others)}，比例统一按“{found.profile.title}”计算。",
                                is_note=True))
    blocks.append(Paragraph("本节为测算，不是问责结论；以有关机关认定为准。", is_note=True))
    return blocks


def _lines_of(found: Calculation) -> Table:
    rows = tuple(((f"{line.side}：" if line.side else "") + line.label, f"{_sign(line.sign)}{line.shown()}",
                  f"{len(line.parcels)}" if line.parcels else "", line.basis_words()) for line in found.lines)
    head = ("项目", "数值", "地块\n（个）", "依据")
    return Table("表5-2　扣减明细", head, rows, (2.6, 1.0, 0.6, 2.6), (0, 3), note=f"{UNROUNDED}。", id="5-2")


def _sign(sign: str) -> str:
    return {PLUS: "＋", MINUS: "－"}.get(sign, "")


def annexes(found: Statistics, mark: Mark, basis: Lines) -> Tuple[Section, ...]:
    """Why it is a draft; what each figure is; how areas were measured."""
    made: List[Tuple[str, Tuple[Block, ...]]] = []
    if mark:
        reasons = tuple((check or "—", told) for check, told in mark.reasons)
        title = f"{DRAFT}的原因" if mark.word == DRAFT else "标记说明"
        made.append((title, (Table("", ("规则", "内容"), reasons or (("—", "—"),), (0.6, 4), (0, 1)),)))
    made.append(("指标口径", _queries(found)))
    made.append(("面积与套合依据", (Table("", ("项目", "内容"), tuple(basis), (1, 4), (0, 1)),)))
    return tuple(Section(f"附{number}", title, blocks) for number, (title, blocks) in zip("一二三四五", made))


def _queries(found: Statistics) -> Tuple[Block, ...]:
    intro = Paragraph("指标编号由“表号.行.列”组成；下列为文中指标和各表合计（无合计的取首行），"
                      "其余各行在此基础上再加该行条件。每一指标的编号、数值、口径和地块清单见随附的指标清单（CSV）。",
                      is_note=True)
    chosen = list(found.headlines.values()) + [figure for table in found.tables.values()
                                               for figure in _one_of_each_column(table)]
    rows = tuple((figure.id, figure.query, str(len(figure.parcels))) for figure in chosen)
    return (intro, Table("", ("编号", "统计口径", "地块\n（个）"), rows, (1.5, 5.4, 0.7), (0, 1)))


def _one_of_each_column(table: FigureTable) -> List[Figure]:
    row = next((row for row in table.rows if row.is_total), None)
    if row is not None:
        return [figure for figure in row.figures if figure is not None]
    if len(table.columns) == 1:
        return [figure for each in table.rows for figure in each.figures if figure is not None]
    return [figure for figure in table.rows[0].figures if figure is not None] if table.rows else []
