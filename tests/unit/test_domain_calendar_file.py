"""Calendar files: every line as RFC 5545 wants it, and read back by a library as they were meant."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import List

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.calendar.calendar_file import CalendarEvent, calendar_text

STAMP = datetime(2023, 9, 24, 8, 0, tzinfo=timezone.utc)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\\;,"), max_size=200)
PEER_MISREADS = re.compile(r"\\[\\;,nN\n]")
"""icalendar undoes the escapes one kind after the other and twice; RFC 5545 §3.3.11 has them undone once, in order."""


def _read(text: str) -> List[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(text.encode("utf-8")).walk("VEVENT"))


def test_an_event_is_read_back_as_it_was_meant() -> None:
    event = CalendarEvent("w/b/MONTH_REPORT/2023-09-20", date(2023, 9, 20), "月核上报（3 个图斑）",
                          "资政办发〔2023〕29号：“每月20日前…”\n图斑：450512A001、450512A002; a, b \\ c",
                          ("卫片", "GX_ZY2023"), 10)
    text = calendar_text([event], STAMP, "卫片判读期限")
    read = _read(text)[0]
    assert str(read["SUMMARY"]) == event.summary and str(read["DESCRIPTION"]) == event.description
    assert read.decoded("DTSTART") == date(2023, 9, 20) and read.decoded("DTEND") == date(2023, 9, 21)
    assert read.decoded("DTSTAMP") == STAMP and str(read["UID"]) == event.uid
    assert [str(c) for c in read["CATEGORIES"].cats] == ["卫片", "GX_ZY2023"]
    alarm = read.walk("VALARM")[0]
    assert alarm.decoded("TRIGGER") == timedelta(days=-10) and str(alarm["ACTION"]) == "DISPLAY"
    assert str(icalendar.Calendar.from_ical(text)["X-WR-CALNAME"]) == "卫片判读期限"


def test_the_uid_is_stable_and_its_own_for_every_key() -> None:
    day = date(2023, 9, 20)
    one, again, other = (CalendarEvent(key, day, summary, "") for key, summary in (("a", "x"), ("a", "y"), ("b", "x")))
    assert one.uid == again.uid != other.uid


def test_without_lead_days_there_is_no_alarm() -> None:
    assert "VALARM" not in calendar_text([CalendarEvent("a", date(2023, 9, 20), "x", "")], STAMP, "c")


@given(TEXTS, TEXTS)
def test_whatever_the_text_lines_end_with_crlf_are_75_octets_and_say_the_same(summary: str, description: str) -> None:
    text = calendar_text([CalendarEvent("k", date(2024, 2, 29), summary, description)], STAMP, "c")
    lines = text.split("\r\n")
    assert lines[-1] == "" and all(len(line.encode("utf-8")) <= 75 for line in lines)
    assert all("\n" not in line and "\r" not in line for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert "\r\nDTSTART;VALUE=DATE:20240229\r\n" in unfolded
    read = _read(text)[0]
    for name, meant in (("DESCRIPTION", description), ("SUMMARY", summary)):
        written = unfolded.split(f"\r\n{name}:", 1)[1].split("\r\n", 1)[0]
        assert re.sub(r"\\(.)", lambda escape: "\n" if escape[1] == "n" else escape[1], written) == meant
        assert PEER_MISREADS.search(meant) or str(read[name]) == meant


def test_lines_are_folded_at_the_75th_octet_and_no_character_is_cut() -> None:
    for length in range(50, 90):
        summary = "a" * length + "界" * 60 + "b" * 90
        text = calendar_text([CalendarEvent("k", date(2024, 1, 1), summary, "")], STAMP, "c")
        sizes = [len(line.encode("utf-8")) for line in text.split("\r\n")]
        assert max(sizes) <= 75 and max(sizes) >= 73


def test_what_has_a_meaning_in_the_format_is_escaped() -> None:
    text = calendar_text([CalendarEvent("k", date(2024, 1, 1), "a;b,c\\d\ne", "")], STAMP, "c")
    assert "\r\nSUMMARY:a\\;b\\,c\\\\d\\ne\r\n" in text


def test_control_characters_and_foreign_line_ends_do_no_harm() -> None:
    read = _read(calendar_text([CalendarEvent("k", date(2024, 1, 1), "a\x00b\x07", "一\r\n二\r三")], STAMP, "c"))[0]
    assert str(read["SUMMARY"]) == "ab" and str(read["DESCRIPTION"]) == "一\n二\n三"
