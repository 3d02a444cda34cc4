"""The table of moves and what states follow from are one truth: random walks of offices that do what they may."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.forms.audits import is_open, next_round, open_returns, with_known_rounds
from weipian_plugin.domain.records import DRAFT, SIGNED, Record
from weipian_plugin.domain.review.states import (
    MOVES,
    RETURNED_STATES,
    REVIEWING,
    Known,
    may_move,
    position_of,
    waits_for,
)

LEVELS = st.sampled_from([(), ("市级",), ("省级",), ("市级", "省级"), REVIEWING, ("省级", "部级")])
DAYS = st.sampled_from(["2021-01-01", "2023-09-10", "2023-09-11", "2029-12-31"])
"""Clocks that stand anywhere: no day tells what was said before what."""
WORDS = st.tuples(st.sampled_from([*((level, done) for level in REVIEWING for done in ("通过", "退回")),
                                   ("县级", "答复"), ("县级", "改"), ("县级", "签"), ("县级", "立案"), ("县级", "整改"),
                                   ("县级", "到位")]), DAYS)
NOT_MOVES = {"改", "签", "立案", "整改", "到位"}


def done(known: Known, level: str, what: str, day: str) -> Known:
    """What is there after this."""
    audits = [one for one in known.records if one.kind == "audit"]
    if what in ("通过", "退回"):
        number = next_round(audits, level)
        audit = Record(f"{level}{number}", "audit", ("p",), "", {
            "SHJB": level, "SHLC": number, "SHJG": what, "SHSJ": day})
        return replace(known, records=(*known.records, with_known_rounds(audit, audits)))
    if what == "答复":
        waiting = open_returns(audits)
        return replace(known, records=tuple(
            replace(one, values={**one.values, "DFSM": "已改", "DFSJ": day}) if one in waiting else one
            for one in known.records))
    if what in ("改", "签"):
        return replace(known, status=DRAFT if what == "改" else SIGNED)
    others = tuple(one for one in known.records if one.kind not in ("act", "rectification"))
    act = Record("a", "act", ("p",), "", {"CLFS": "立案"})
    part = Record("r", "rectification", ("p",), "a", {"SFZGDW": int(what == "到位")})
    return replace(known, records=(*others, act) if what == "立案" else (*others, act, part))


@settings(max_examples=400, deadline=None)
@given(levels=LEVELS, outcome=st.sampled_from(["违法", "合法"]), words=st.lists(WORDS, max_size=14))
def test_whatever_may_be_done_ends_where_the_table_of_moves_says(levels, outcome, words):
    known = Known(SIGNED, outcome, True, filed=True, levels=levels)
    for (level, what), day in words:
        before = position_of(known)
        if what in NOT_MOVES:
            known = done(known, level, what, day)
            continue
        move = may_move(before, level, what)
        if move is None or (what == "答复" and known.status != SIGNED):
            continue
        known = done(known, level, what, day)
        after = position_of(known)
        settled = after.state if after.state not in ("10", "11", "12") else None  # what was disposed of before
        assert settled in (move.target, None), (before, level, what, after)
        if settled is None:
            assert outcome == "违法" and what in ("通过", "答复")
        if what == "通过":
            assert level in after.passed and set(before.passed) <= set(after.passed) and not waits_for(after, level)
        elif what == "退回":
            assert after.state in RETURNED_STATES and may_move(after, "县级", "答复") is not None
        else:
            assert after.passed == ()


@settings(max_examples=200, deadline=None)
@given(levels=LEVELS, words=st.lists(WORDS, max_size=12))
def test_somebody_can_always_go_on_until_all_who_audit_have_passed_it(levels, words):
    known = Known(SIGNED, "合法", True, filed=True, levels=levels)
    for (level, what), day in words:
        if what not in NOT_MOVES and may_move(position_of(known), level, what) is not None:
            known = done(known, level, what, day)
    for _ in range(len(levels) + 1):
        position = position_of(known)
        if may_move(position, "县级", "答复") is not None:
            known = done(known, "县级", "答复", "2023-09-10")
            continue
        turn = [level for level in levels if waits_for(position, level)]
        assert len(turn) <= 1
        if not turn:
            break
        known = done(known, turn[0], "通过", "2021-01-01")
    assert position_of(known).passed == levels


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_what_two_offices_did_apart_hides_no_return_of_either(ours, theirs):
    """City and province each with a file of their own; merged, each level's own return is open as it was there."""
    sides = []
    for own, words in (("市级", ours), ("省级", theirs)):
        known = Known(SIGNED, "违法", True, filed=True, levels=(own,))
        for (level, what), day in words:
            ours = level in (own, "县级") and what not in NOT_MOVES
            if ours and may_move(position_of(known), level, what) is not None:
                known = done(known, level, what, day)
        sides.append(known)
    merged = [one for known in sides for one in known.records]
    waiting = {one.uuid for known in sides for one in open_returns(known.records)}
    for records in (merged, merged[::-1]):
        assert {one.uuid for one in open_returns(records)} == waiting
        state = position_of(Known(SIGNED, "违法", True, records=records, levels=("市级", "省级"))).state
        assert (state in RETURNED_STATES) == bool(waiting)
        assert all(is_open(one) for one in open_returns(records))


def test_every_move_is_made_by_some_walk():
    walks = {
        (): (("市级", "通过"), ("市级", "退回"), ("省级", "退回")),
        (("市级", "通过"),): (("市级", "退回"), ("省级", "通过"), ("省级", "退回")),
        (("市级", "通过"), ("省级", "通过")): (("部级", "通过"), ("省级", "退回"), ("部级", "退回")),
        (("市级", "退回"),): (("县级", "答复"),),
    }
    made = set()
    for begun, following in walks.items():
        known = Known(SIGNED, "违法", True, filed=True)
        for level, what in begun:
            known = done(known, level, what, "2023-09-10")
        made |= {may_move(position_of(known), level, what) for level, what in following}
    assert made == set(MOVES)
