"""Checks of what was brought and done: images and photos (V16, V22), rectification (V17, V19, V25), the disposal of
violations (V18), duties to look on site (V20).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping

from ..calendar.dates import parse_date
from ..definitions import ACT, FIELD_CHECK, ON_SITE_RECORD, RECTIFICATION, TRANSFER
from ..forms.codes import OTHER
from ..forms.fields import Field, is_empty
from .areas import mu_of
from .case import ParcelCase
from .check import Remark, Said, mu_said, not_checked, wrong
from .onsite_record import IMAGE, PHOTO, Attached, attached, shown_by
from .papers import names_of

if TYPE_CHECKING:
    from ..records import Record

UNCHANGED = "Q5"
RESTORED, REGULARISED = "拆除复耕", "补办"
NO_CASE, MOVED, PROSECUTED = "不予立案", "移交其他部门", "移送司法"
CITY_VERIFIES = "OS4"
_NO_AREA = Decimal("0.00")

_ACT: Dict[str, Field] = {field.code: field for field in ACT}
_RECTIFICATION: Dict[str, Field] = {field.code: field for field in RECTIFICATION}
_TRANSFER: Dict[str, Field] = {field.code: field for field in TRANSFER}
_ON_SITE: Dict[str, Field] = {field.code: field for field in FIELD_CHECK}

_DISPOSAL_NEEDS = {MOVED: ("YJDW", "YJWH"), PROSECUTED: ("YSJG",)}
_WANTED_IMAGES = (("QSX", "QSIMG", Said("前时相截图", "the before image")),
                  ("HSX", "HSIMG", Said("后时相截图", "the after image")))


def unchanged_is_shown(case: ParcelCase) -> Iterator[Remark]:
    """V16: “no change on site” has a before image, an after image and a photo."""
    if case.outcome != OTHER or case.case != UNCHANGED:
        return
    images = attached(case, IMAGE)
    days = {image.day for image in images}
    lacking = [said for date_code, file_code, said in _WANTED_IMAGES
               if is_empty(case.issued.get(file_code)) and (case.issued_day(date_code) or "") not in days]
    lacking = lacking[sum(image.day is None for image in images):]  # V22 says that their dates are not told
    if not attached(case, PHOTO):
        lacking.append(Said("现场照片", "a photo"))
    if lacking:
        yield wrong("V16_LACKS", "FJ", pieces=_joined(lacking))


def rectification_is_proved(case: ParcelCase) -> Iterator[Remark]:
    """V17: restored ground has a photo taken afterwards; a later approval has number, date and area."""
    for record in case.of_kind("rectification"):
        way = _text(record.values, "ZGFS")
        if way == REGULARISED:
            lacking = _empty(record.values, _RECTIFICATION, "BBWH", "BBSJ", "BBMJ")
            if lacking:
                yield wrong("V17_LACKS", *(field.code for field in lacking), fields=names_of(lacking))
        elif way == RESTORED:
            yield from _photo_after(case, record)


def _photo_after(case: ParcelCase, record: Record) -> Iterator[Remark]:
    photos = _photos_of(case, record)
    done = parse_date(record.values.get("CCSJ"))
    if not photos:
        yield wrong("V17_NO_PHOTO", "CCSJ")
    elif done is None or not any(photo.day for photo in photos):
        yield not_checked("V17_PHOTO_UNDATED", "CCSJ")
    elif not any(photo.day >= done for photo in photos if photo.day is not None):
        yield wrong("V17_NO_PHOTO", "CCSJ")


def _photos_of(case: ParcelCase, part: Record) -> List[Attached]:
    """The photos tied to this part of the ground; where none are, the parcel's that are tied to no other part."""
    tied = shown_by(case.belonging_to(part.uuid, "attachment"), PHOTO)
    others = {record.uuid for record in case.of_kind("rectification") if record.uuid}
    free = [record for record in case.of_kind("attachment") if record.act not in others]
    return tied or shown_by(free, PHOTO)


def approval_came_after_punishment(case: ParcelCase) -> Iterator[Remark]:
    """V25 (§2.6): what was not dealt with by the law gets no approval, so none dates from before the punishment."""
    acts = {record.uuid: record for record in case.of_kind("act")}
    for record in case.of_kind("rectification"):
        approved = parse_date(record.values.get("BBSJ"))
        act = acts.get(record.act)
        if _text(record.values, "ZGFS") != REGULARISED or approved is None or act is None:
            continue
        punished = parse_date(act.values.get("CFDWSJ"))
        if punished is None:
            yield wrong("V25_NOT_PUNISHED", "BBSJ", approved=approved)
        elif approved < punished:
            yield wrong("V25_TOO_EARLY", "BBSJ", approved=approved, punished=punished)


def disposal_is_explained(case: ParcelCase) -> Iterator[Remark]:
    """V18: 不予立案 has its reason, a transfer its receiver and document."""
    for record in case.of_kind("act"):
        disposal = _text(record.values, "CLFS")
        if disposal == NO_CASE and not _text(record.values, "BYLASM"):
            yield wrong("V18_NO_REASON", "BYLASM")
        lacking = _empty(record.values, _ACT, *_DISPOSAL_NEEDS.get(disposal, ()))
        if lacking:
            yield wrong("V18_LACKS", *(field.code for field in lacking), fields=names_of(lacking))
    for record in case.of_kind("transfer"):
        lacking = _empty(record.values, _TRANSFER, "JSDW", "YJWH")
        if lacking:
            yield wrong("V18_LACKS", *(field.code for field in lacking), fields=names_of(lacking))


def rectification_adds_up(case: ParcelCase) -> Iterator[Remark]:
    """V19: done is nothing left and accepted; a part is what was done of it and what is left; the parts of an act, on
    whichever of its parcels, fit its area.
    """
    for record in case.of_kind("rectification"):
        yield from _done_is_done(record.values)
        yield from _part_adds_up(record.values)
    for act in case.of_kind("act"):
        yield from _parts_fit_their_act(case, act)


def _parts_fit_their_act(case: ParcelCase, act: Record) -> Iterator[Remark]:
    """总 = 已 + 未 of one act: its parts, those on other parcels too, come to no more than its area."""
    whole, parts = mu_of(act.values, "SXWFMJ"), case.belonging_to(act.uuid, "rectification")
    if whole is None or not parts:
        return
    total = sum((mu_of(part.values, "ZGMJ") or _NO_AREA for part in parts), _NO_AREA)
    if total > whole:
        yield wrong("V19_EXCEEDS", "ZGMJ", act=_text(act.values, "WFXWBH") or "—", whole=whole, sum=total)


def _done_is_done(values: Mapping[str, object]) -> Iterator[Remark]:
    left, done = values.get("SYWZG"), _yes(values, "SFZGDW")
    left_mu = mu_of(values, "SYWZG")
    if done and left_mu is not None and left_mu > 0:
        yield wrong("V19_REMAINS", "SYWZG", "SFZGDW", area=mu_said(float(str(left))))
    if done and not _text(values, "YSSJ"):
        yield wrong("V19_NOT_AUDITED", "YSSJ", "SFZGDW")
    if not done and left_mu == 0 and _text(values, "YSSJ"):
        yield wrong("V19_DONE_UNMARKED", "SFZGDW")


def _part_adds_up(values: Mapping[str, object]) -> Iterator[Remark]:
    whole, left = mu_of(values, "ZGMJ"), mu_of(values, "SYWZG")
    done = _done_mu(values)
    if whole is None or left is None or not done:
        return
    if whole - left not in done:
        yield wrong("V19_SUM", "ZGMJ", "SYWZG", whole=Said("整改面积", "The area of this part"), total=whole,
                    parts=Said("已整改与剩余之和", "what was done and what is left"), sum=done[-1] + left)


def _done_mu(values: Mapping[str, object]) -> List[Decimal]:
    """What may be meant by the ground that was rectified: restored and recultivated overlap, or lie side by side."""
    codes = {RESTORED: ("HFYMMJ", "FGDWMJ"), REGULARISED: ("BBMJ",)}.get(_text(values, "ZGFS"), ())
    given = [area for area in (mu_of(values, code) for code in codes) if area is not None]
    return [*given, sum(given, _NO_AREA)] if given else []


def duties_are_done(case: ParcelCase) -> Iterator[Remark]:
    """V20: where a duty to look on site fired, an opinion and who answers for it; for OS4 the city was asked."""
    if not case.outcome:
        return
    for duty in case.duties:
        name = Said(f"{duty.title}（{duty.id}）", f"{duty.title_en} ({duty.id})")
        if duty.open:
            yield not_checked("V20_OPEN", duty=name)
        elif duty.id == CITY_VERIFIES:
            if not case.text("HYSQSJ"):
                yield wrong("V20_NO_APPLICATION", "HYSQSJ", duty=name)
        else:
            lacking = [_ON_SITE[code] for code in ON_SITE_RECORD if not case.text(code)]
            if lacking:
                yield wrong("V20_NO_OPINION", *(field.code for field in lacking), duty=name, fields=names_of(lacking))


def attachments_are_of_their_time(case: ParcelCase) -> Iterator[Remark]:
    """V22: photos are from between issue and today, images of the dates they stand for."""
    issued, today = case.issued_day("XFSJ"), case.today
    for photo in attached(case, PHOTO):
        if photo.day is None:
            yield not_checked("V22_UNDATED", "FJ", name=photo.name)
        elif (issued is not None and photo.day < issued) or (today is not None and photo.day > today):
            yield wrong("V22_PHOTO", "FJ", name=photo.name, day=photo.day, issued=issued or "—", today=today or "—")
    wanted = [day for day in (case.issued_day("QSX"), case.issued_day("HSX")) if day is not None]
    for image in attached(case, IMAGE):
        if image.day is None:
            yield not_checked("V22_UNDATED", "FJ", name=image.name)
        elif len(wanted) == len(_WANTED_IMAGES) and image.day not in wanted:
            yield wrong("V22_IMAGE", "FJ", name=image.name, day=image.day, before=wanted[0], after=wanted[1])


def _text(values: Mapping[str, object], code: str) -> str:
    value = values.get(code)
    return "" if is_empty(value) else str(value).strip()


def _yes(values: Mapping[str, object], code: str) -> bool:
    return _text(values, code) in ("1", "1.0", "True", "是")


def _empty(values: Mapping[str, object], fields: Mapping[str, Field], *codes: str) -> List[Field]:
    return [fields[code] for code in codes if not _text(values, code)]


def _joined(pieces: List[Said]) -> Said:
    return Said("、".join(piece.zh for piece in pieces), ", ".join(piece.en for piece in pieces))
