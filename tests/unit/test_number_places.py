"""Numbers of patches on a wall map: beside their marks, none upon another, the first named at the better places."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from weipian_plugin.jobs.maps.number_places import places_of

POINTS, MARK = 5.0, 1.6
WIDE, HIGH = 3 * POINTS * 25.4 / 72 * 0.6, POINTS * 25.4 / 72 * 0.8
FRAME = (0.0, 0.0, 200.0, 200.0)


def boxes(corners):
    return [(x, y, x + WIDE, y + HIGH) for x, y in corners]


def overlap(one, other):
    return min(one[2], other[2]) - max(one[0], other[0]) > 1e-9 and min(one[3], other[3]) - max(one[1], other[1]) > 1e-9


def test_a_number_alone_stands_beside_its_mark():
    corner = places_of([(100.0, 100.0)], ["123"], POINTS, MARK, FRAME)[0]
    assert corner[0] == pytest.approx(100 + MARK / 2 + 0.35) and corner[1] + HIGH / 2 == pytest.approx(100)


def test_in_a_crowd_no_number_lies_upon_another_or_upon_a_mark():
    anchors = [(100 + 2.2 * math.cos(n), 100 + 2.2 * math.sin(n)) for n in range(12)] + [(100.0, 100.0)] * 3
    found = boxes(places_of(anchors, ["123"] * len(anchors), POINTS, MARK, FRAME))
    marks = [(x - MARK / 2, y - MARK / 2, x + MARK / 2, y + MARK / 2) for x, y in anchors]
    assert not any(overlap(one, other) for one, other in combinations(found, 2))
    assert not any(overlap(one, mark) for one in found for mark in marks)


def test_who_is_named_first_stands_nearest():
    anchors = [(100.0, 100.0)] * 9
    found = [math.hypot(max(left - 100, 0, 100 - right), max(bottom - 100, 0, 100 - top))
             for left, bottom, right, top in boxes(places_of(anchors, ["123"] * 9, POINTS, MARK, FRAME))]
    assert found[0] < MARK and found[-1] > 2 * found[0]


def test_at_the_edge_numbers_stay_on_the_map_and_where_there_is_no_room_each_has_a_place_all_the_same():
    corners = places_of([(199.5, 199.5), (0.2, 0.2)], ["123", "123"], POINTS, MARK, FRAME)
    assert all(x >= 0 and y >= 0 and x + WIDE <= 200 and y + HIGH <= 200 for x, y in corners)
    assert len(places_of([(3.0, 3.0)] * 40, ["123"] * 40, POINTS, MARK, (0.0, 0.0, 6.0, 6.0))) == 40
