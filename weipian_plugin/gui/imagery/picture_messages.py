"""Why there is no image to look at, in words that say what to do; and what is written on those there are."""

from __future__ import annotations

from typing import Optional

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.exchange.connections import without_key
from ...jobs.imagery.scenes import AFTER, BEFORE, ImageDate, Picture, PictureState
from ...jobs.imagery.tile_sources import host_of
from .view_picture import Shown


def no_workspace() -> str:
    """Nothing is open yet."""
    return QCoreApplication.translate(
        "PictureMessages", "No workspace is open.\nBegin with “Import issued package…”, or open a workspace in the "
        "Patches dock; the image from before then stands here beside the map.")


def no_patch() -> str:
    """No patch is on the table."""
    return QCoreApplication.translate(
        "PictureMessages", "No patch is chosen.\nClick one in the Patches dock, or press → .")


def no_image(picture: Picture, told: str = "") -> str:
    """What is in the way of showing ``picture``, empty where nothing is; ``told`` is what its server said."""
    translate = QCoreApplication.translate  # by this name pylupdate finds the texts
    texts = {
        PictureState.NO_DATE: translate(
            "PictureMessages", "This patch has no such date (QSX or HSX), so no image can be chosen for it."),
        PictureState.NO_SCENE: translate(
            "PictureMessages", "There is no image of {date} in this workspace.\n"
            "Add it with “Reference layers and imagery…”."),
        PictureState.UNCONFIRMED: translate(
            "PictureMessages", "The image of {date} has not been confirmed as unclassified (非涉密) and is not shown.\n"
            "Press the button below once you know that it is."),
        PictureState.NO_FILE: translate(
            "PictureMessages", "The image of {date} is not where it was:\n{paths}\n"
            "Put it back: it is shown when you come back to this window, or with F5. Or name its new place in "
            "“Reference layers and imagery…”."),
        PictureState.ELSEWHERE: translate("PictureMessages", "The image of {date} does not reach this patch:\n{paths}"),
        PictureState.UNREADABLE: translate(
            "PictureMessages", "The image of {date} cannot be read:\n{paths}\n"
            "Put a whole copy in its place: it is shown when you come back to this window, or with F5."),
        PictureState.NOT_PLACED: translate(
            "PictureMessages", "The clip of {date} says nowhere where it lies, and its shape is not that of a clip of "
            "this patch:\n{paths}"),
        PictureState.PRIVACY: translate(
            "PictureMessages", "Showing this image asks {host} for map tiles; the requests reveal which places you "
            "look at.\nPress the button below if that may be."),
        PictureState.WAITING: translate("PictureMessages", "Asking {host} …"),
        PictureState.OFFLINE: translate(
            "PictureMessages", "{host} does not answer. {told}\nWithout the network this image cannot be shown; "
            "everything else goes on."),
    }
    text = texts.get(picture.state, "")
    return text.format(date=picture.date, paths="\n".join(without_key(scene.path) for scene in picture.scenes),
                       host=_hosts(picture), told=told)


def short_of(picture: Picture) -> str:
    """The same in a few words, for the picture's corner."""
    if picture.state is PictureState.READY:
        return ""
    return QCoreApplication.translate("PictureMessages", "no image of {date}").format(date=picture.date or "–")


def caption_of(date: ImageDate, place: int, dates: int, picture: Picture) -> str:
    """Role and date, which of how many where there are more than two, and whether it lies where it says."""
    translate = QCoreApplication.translate  # by this name pylupdate finds the texts
    named = date.date or date.title
    texts = {BEFORE: translate("PictureMessages", "Before {date}"), AFTER: translate("PictureMessages", "After {date}")}
    text = texts.get(date.role, "{date}").format(date=named)
    if dates > 2:
        text += f"  {place + 1}/{dates}"
    if picture.unregistered:
        text += "  " + translate("PictureMessages", "not registered (未配准)")
    return text


def read_badly(shown: Optional[Shown]) -> str:
    """A mark after the date where QGIS could not read all of what is shown."""
    if shown is None or shown.image is None or not shown.image.complaints:
        return ""
    return "  ⚠ " + QCoreApplication.translate("PictureMessages", "not all of it could be read")


def _hosts(picture: Picture) -> str:
    return ", ".join(sorted({host_of(scene.path) for scene in picture.scenes}))
