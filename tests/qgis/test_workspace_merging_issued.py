"""The same number issued differently to two counties: which stands does not hang on who came first, and what a person
decides goes everywhere.
"""

from __future__ import annotations

import dataclasses
import itertools

import pytest
import shapely
from qgis.PyQt.QtGui import QPalette

from tests.qgis.offices_scene import as_sent, assert_replayed, copied, halves, made, measure, scene_crs, scene_patches
from weipian_plugin.domain.records import NewBatch
from weipian_plugin.gui.reviewing import conflict_words

OTHERWISE = {"甲县": {}, "乙县": {"TBLX": "30"}, "丙县": {"TBLX": "30"}}


@pytest.fixture()
def issued(demo, qgis_app):
    return scene_patches(demo)[:12], scene_crs(demo)


def differing(patch, name):
    """The patch as it was issued to a county: to 乙县 and 丙县 of another type, half a metre away."""
    if not OTHERWISE[name]:
        return patch
    moved = shapely.transform(shapely.from_wkb(patch.wkb), lambda points: points + 0.5).wkb
    return dataclasses.replace(patch, attributes={**patch.attributes, **OTHERWISE[name]}, wkb=moved)


@pytest.fixture(params=list(itertools.permutations(OTHERWISE)), ids="".join)
def counties(request, issued, tmp_path):
    """The counties by name; whose workspace's id is the smallest, the next, the largest is the parameter."""
    patches, crs = issued
    empty = sorted((made(tmp_path, f"w{number}", [], crs) for number in range(3)), key=lambda each: each.workspace_id)
    opened = dict(zip(request.param, empty))
    for name, workspace in opened.items():
        mine = [differing(patches[0], name), differing(patches[1], name), *patches[2:]]
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", f"{name}.zip", name, "GX_ZY2023", "450512"), mine)
    yield {name: opened[name] for name in OTHERWISE}
    for workspace in opened.values():
        workspace.close()


@pytest.fixture()
def province(issued, tmp_path):
    with made(tmp_path, "省厅", [], issued[1]) as workspace:
        yield workspace


def send(source, target, name):
    state = as_sent(source.offices.leave(office=name))
    return target.offices.merge(state, name, f"{name}-{len(target.offices.packages())}")


def issue_of(workspace, uuid):
    return workspace.parcel(uuid).attributes["TBLX"], workspace.parcel(uuid).wkb


def work_apart(counties):
    """The first patch is answered everywhere, the second split in one county alone; measured everywhere."""
    uuids = [row.parcel_uuid for row in counties["甲县"].queue()][:2]
    for name, outcome in zip(counties, ("合法", "违法", "其他")):
        counties[name].save_draft(uuids[0], {"PDLX": outcome})
        measure(counties[name])
    for name in ("甲县", "丙县"):
        parts = halves(counties[name].parcel(uuids[1]).wkb)
        counties[name].split(uuids[1], parts)
        break
    return uuids


def test_two_issues_of_other_offices_stand_alike_in_every_order(counties, province, tmp_path):
    uuids = work_apart(counties)
    sent = {name: as_sent(workspace.offices.leave(office=name)) for name, workspace in counties.items()}
    for taken in (("甲县", "乙县"), ("甲县", "丙县"), tuple(OTHERWISE)):
        told, fingerprints, listed = [], set(), []
        for order in itertools.permutations(taken):
            with copied(province.path, tmp_path / f"{''.join(order)}.gpkg") as workspace:
                for name in order:
                    workspace.offices.merge(sent[name], name, name)
                before = workspace.offices.told_apart()
                fingerprints.add(workspace.offices.fingerprint())
                for name in order:
                    assert workspace.offices.merge(sent[name], name, name).changed_nothing
                told += [before, workspace.offices.told_apart()]
                listed.append({one.stream: {(side.side, side.office, side.stands, side.head) for side in one.sides}
                               for one in workspace.offices.conflicts() if one.kind == "issued"})
                first = min(taken, key=lambda name: counties[name].workspace_id)
                assert issue_of(workspace, uuids[0]) == issue_of(counties[first], uuids[0])
                assert len(workspace.history(uuids[0])) == len(taken)  # nothing of what was said is left out
        for other in told[1:]:
            for table, rows in told[0].items():
                assert other[table] == rows, (taken, table)
        assert len(fingerprints) == 1
        assert len(listed[0]) == 2 and all(other == listed[0] for other in listed)
        assert all(len(sides) == 2 and sum(side[2] for side in sides) == 1 for sides in listed[0].values())


def test_what_is_decided_of_an_issue_goes_everywhere_and_so_does_taking_it_back(counties, province):
    first, second = counties["甲县"], counties["乙县"]
    uuid = first.queue()[0].parcel_uuid
    send(first, province, "甲县")
    send(second, province, "乙县")
    chosen = max((first, second), key=lambda each: each.workspace_id)  # not the one that stands by the rule
    streams = [one.stream for one in province.offices.conflicts()]
    for stream in streams:
        province.offices.decide(stream, chosen.workspace_id, "以下发文件为准")
    wanted = issue_of(chosen, uuid)
    assert province.offices.conflicts() == [] and issue_of(province, uuid) == wanted
    for each, name in ((first, "甲县"), (second, "乙县")):
        receipt = send(province, each, "省厅")
        assert receipt.left_out == {} and each.offices.conflicts() == []
        assert issue_of(each, uuid) == wanted
        assert send(each, province, name).conflicts == 0 and issue_of(province, uuid) == wanted
        assert_replayed(each)
    third = counties["丙县"]
    send(province, third, "省厅")
    province.undo()
    assert len(province.offices.conflicts()) == 1
    for each in (first, second):
        send(province, each, "省厅")
        assert len(each.offices.conflicts()) == 1
    province.redo()
    for each in (first, second):
        send(province, each, "省厅")
        assert each.offices.conflicts() == [] and issue_of(each, uuid) == wanted


def test_a_package_from_before_the_decision_does_not_open_it_again(counties, province):
    first, second = counties["甲县"], counties["乙县"]
    uuid = first.queue()[0].parcel_uuid
    older = [as_sent(each.offices.leave(office="x")) for each in (first, second)]
    send(first, province, "甲县")
    send(second, province, "乙县")
    for one in province.offices.conflicts():
        province.offices.decide(one.stream, second.workspace_id, "以乙县为准")
    before = province.offices.fingerprint()
    for number, state in enumerate(older):
        assert province.offices.merge(state, "x", f"older{number}").changed_nothing
    assert issue_of(province, uuid) == issue_of(second, uuid) and province.offices.conflicts() == []
    assert before != "" and len(province.offices.packages()) == 4


def own_in_two(tmp_path, patches, crs):
    """Two counties that drew a patch each and typed the same number; both and an empty province."""
    a, b = made(tmp_path / "a", "甲县", patches[:2], crs), made(tmp_path / "b", "乙县", patches[2:4], crs)
    for each in (a, b):
        uuid = each.draw_patch(each.parcel(each.queue()[0].parcel_uuid).wkb, {"JCBH": "4505122023Z0001"})
        each.save_draft(uuid, {"PDLX": "合法"})
    return a, b, made(tmp_path / "c", "省厅", [], crs)


def close_all(*workspaces):
    for each in workspaces:
        each.close()


def test_own_patches_with_one_number_are_told_as_two_and_under_the_names_of_their_offices(demo, tmp_path, qgis_app):
    a, b, province = own_in_two(tmp_path, scene_patches(demo), scene_crs(demo))
    province.offices.merge(as_sent(a.offices.leave(office="甲县")), "甲县", "1")
    receipt = province.offices.merge(as_sent(b.offices.leave(office="乙县")), "乙县", "2")
    (told,) = receipt.findings
    assert told.code == "OWN_NUMBER_HELD" and "4505122023Z0001" in told.sentence("zh")
    assert "{" not in told.sentence("en")
    (conflict,) = province.offices.conflicts()
    assert conflict_words.has_own_number_twice(conflict)
    assert conflict_words.offices_in_words(conflict, province.workspace_id) == "甲县 / 乙县"
    html = conflict_words.sides_html(conflict, province.workspace_id, str, QPalette(), province.own_area)
    assert "geom" not in html and "extra" not in html and "0103000000" not in html
    said = [conflict_words.words_of("issued", side, province.own_area) for side in conflict.sides]
    assert said[0]["", "Shape"] != said[1]["", "Shape"]
    at_home = a.offices.merge(as_sent(b.offices.leave(office="乙县")), "乙县", "1")
    assert [finding.code for finding in at_home.findings] == ["OWN_NUMBER_HELD"]
    (conflict,) = a.offices.conflicts()
    assert conflict_words.offices_in_words(conflict, a.workspace_id) == "This office / 乙县"
    close_all(a, b, province)


@pytest.mark.parametrize("redraws", [0, 1])
def test_whichever_office_draws_its_patch_anew_with_another_number_both_are_here_and_nothing_waits(
        demo, tmp_path, qgis_app, redraws):
    a, b, province = own_in_two(tmp_path, scene_patches(demo), scene_crs(demo))
    offices = {"甲县": a, "乙县": b}
    for name, each in offices.items():
        province.offices.merge(as_sent(each.offices.leave(office=name)), name, name)
    redrawn = (a, b)[redraws]
    wkb = redrawn.parcel(redrawn.queue()[-1].parcel_uuid).wkb
    redrawn.undo()
    redrawn.undo()
    number = redrawn.parcel(redrawn.draw_patch(wkb)).jcbh
    for name, each in offices.items():
        province.offices.merge(as_sent(each.offices.leave(office=name)), name, f"{name}2")
    assert {number, "4505122023Z0001"} <= {row.jcbh for row in province.queue()}
    assert province.offices.conflicts() == []
    close_all(a, b, province)
