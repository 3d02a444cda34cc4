"""Makes the demonstration in build/demo without a screen, and says what it made."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "demo"
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication  # noqa: E402 - the plugin is found beside this folder

from weipian_plugin.domain.errors import WeipianError  # noqa: E402
from weipian_plugin.jobs.demo import build_demo, deliver_demo  # noqa: E402

if TYPE_CHECKING:
    from weipian_plugin.jobs.demo import DemoReport
    from weipian_plugin.jobs.handing_in.deliver_all import DeliveryReport


class Terminal:
    """Says on one line what is being done; says nothing where nobody watches."""

    def progress(self, done: int, total: int, text: str) -> None:
        """``done`` of ``total`` and the step's name."""
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\033[K{100 * done // max(total, 1):3d} %  {text[:60]}")
            sys.stderr.flush()

    def cancelled(self) -> bool:
        """Ctrl+C ends the program by itself."""
        return False

    def clear(self) -> None:
        """The line is free again."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\033[K")


def width(text: str) -> int:
    """Columns of a terminal that ``text`` takes: Chinese letters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def table(title: str, rows: Iterable[tuple[str, object]], unit: str = "") -> None:
    """Title, then label and value in two columns."""
    print(title)
    for label, value in rows:
        shown = f"{value:,.2f}" if not isinstance(value, (int, str)) else str(value)
        print("  " + label + " " * max(1, 44 - width(label) - width(shown)) + shown + (f" {unit}" if unit else ""))


def tell(report: DemoReport) -> None:
    """What was made, in 亩 and seconds, and where it is."""
    table("图斑 Patches", [("入库 in the batch", report.patches), ("有图形、已套合 measured", report.measured)])
    table("地类面积 Areas by land class", [(f"{code} {name}", area) for code, name, area in report.land_classes], "亩")
    table("套合面积 Areas by layer", report.roles, "亩")
    table("其中耕地 Farmland inside them", report.farmland, "亩")
    table("判定建议 Suggestions", report.suggestions.items())
    table("演示判读（操作员 demo）Demonstration decisions", report.decisions.items())
    print(f"提示 Remarks: {len(report.findings)}")
    for finding in report.findings:
        print(f"  · {finding}")
    table("用时 Time", report.seconds, "s")
    print("文件 Files")
    for path in (report.workspace, *report.tables):
        print(f"  {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")


def tell_set(delivery: DeliveryReport) -> None:
    """What was handed in: files by product, what the self-check says, where it is."""
    table("上报成果 Handed in", [(one.product, len(one.files)) for one in delivery.made])
    for line in delivery.check.lines:
        print(f"  · {line.sentence('zh')}")
    print(f"  {delivery.folder.relative_to(ROOT) if delivery.folder.is_relative_to(ROOT) else delivery.folder}")


def main(folder: Path) -> int:
    """0, or 1 with one sentence when it could not be made."""
    application = QgsApplication([], False)
    application.initQgis()
    terminal = Terminal()
    try:
        report = build_demo(folder, terminal)
        delivery = deliver_demo(report.workspace, terminal)
    except WeipianError as error:
        terminal.clear()
        sys.stderr.write(f"{error.sentence('zh')}\n{error.sentence('en')}\n")
        return 1
    terminal.clear()
    tell(report)
    tell_set(delivery)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else FOLDER))
