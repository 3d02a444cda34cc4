"""The accountability window while it computes: what is shown is greyed, no old figure passes for the current one."""

from __future__ import annotations

import threading
from fractions import Fraction

import pytest

from weipian_plugin.domain.calculators.parcels import RatioParcel
from weipian_plugin.domain.calculators.unresolved import Violation
from weipian_plugin.gui.accountability import accountability_window
from weipian_plugin.gui.accountability.accountability_window import AccountabilityWindow
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.accounting.accountability import Book, RatioInput
from weipian_plugin.jobs.accounting.figures import Wish, work_out
from weipian_plugin.jobs.accounting.situation import Situation
from weipian_plugin.jobs.rules.profiles import load_profile


def situation() -> Situation:
    """60, 40 and 20 亩 of violations in two townships, 360 亩 legal."""
    parcels = [RatioParcel(f"u{n}", "违法", "W1", Fraction(mu), {}, f"镇{n % 2}", name=f"D{n}")
               for n, mu in enumerate((60, 40, 20))]
    parcels.append(RatioParcel("legal", "合法", "H1", Fraction(360), {}, "镇0", name="D9"))
    return Situation(load_profile("GX_ZY2023"), RatioInput(tuple(parcels), (), Book()),
                     {each.id: Violation(each.id, each.farmland) for each in parcels[:3]},
                     {each.id: each.name for each in parcels})


@pytest.fixture()
def window(qgis_app, qtbot):
    runner = TaskRunner()
    window = AccountabilityWindow(None, runner)
    window.show()
    window.show_situation(situation())
    qtbot.waitUntil(lambda: not window.is_working)
    yield window
    window.reject()
    runner.stop()
    window.deleteLater()


def test_old_figures_are_greyed_until_the_newest_wish_is_answered(window, monkeypatch, qtbot):
    go, asked = threading.Event(), []

    def slowly(wish, known):
        asked.append(dict(wish.assumed))
        go.wait(10)
        return work_out(wish, known)

    assert window.cards[0].text == "25.00 %" and window.lines.isEnabled()
    monkeypatch.setattr(accountability_window, "work_out", slowly)
    rows = window.whatIf.rows
    rows.assume(["u0"], "拆除复耕")
    qtbot.waitUntil(lambda: len(asked) == 1)
    for uuid in ("u1", "u2"):
        rows.assume([uuid], "拆除复耕")
        qtbot.wait(20)
    assert window.is_working and not window.lines.isEnabled()
    assert [card.text for card in window.cards if not card.isHidden()] == [""] * 4
    assert all("<s>" in card.figureLabel.text() for card in window.cards if not card.isHidden())
    assert "25.00" not in window.conclusionLabel.text() and "⚑" not in window.conclusionLabel.text()
    go.set()
    qtbot.waitUntil(lambda: not window.is_working)
    assert [len(each) for each in asked] == [1, 3]
    assert window.cards[0].text == "25.00 % → 0.00 %" and window.lines.isEnabled()


def test_closing_while_it_computes_tells_nobody(window, monkeypatch, qtbot):
    go, begun = threading.Event(), threading.Event()
    monkeypatch.setattr(accountability_window, "work_out", lambda *_: (begun.set(), go.wait(10)))
    window.whatIf.rows.assume(["u0"], "拆除复耕")
    qtbot.waitUntil(begun.is_set)
    window.reject()
    go.set()
    qtbot.wait(200)
    assert not window.is_working and window.after is window.before


def test_another_level_is_worked_out_with_its_townships_and_assumptions_begin_where_they_stood():
    whole = situation()
    county = work_out(Wish(whole, "county", ""))
    assumed = work_out(Wish(whole, "county", "", assumed={}), county)
    assert assumed.before is county.before and county.after is county.before and not county.townships
    first = work_out(Wish(whole, "township"))
    assert first.township == "镇0" and set(first.townships) == {"镇0", "镇1"}
    assert {parcel.township for parcel in first.situation.parcels} == {"镇0"}
    assert work_out(Wish(whole, "township", "")).situation is whole
    assert work_out(Wish(whole, "township", "镇1"), first).before is not first.before
