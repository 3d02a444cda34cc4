"""Why there is no before image to look at, in words that say what to do."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication

from ...jobs.scenes import Picture, PictureState


def no_workspace() -> str:
    """Nothing is open yet."""
    return QCoreApplication.translate(
        "PictureMessages", "No workspace is open.\nBegin with “Import issued package…”, or open a workspace in the "
        "Patches dock; the image from before then stands here beside the map.")


def no_patch() -> str:
    """No patch is on the table."""
    return QCoreApplication.translate(
        "PictureMessages", "No patch is chosen.\nClick one in the Patches dock, or press → .")


def no_image(picture: Picture, readable: bool) -> str:
    """What is in the way of showing ``picture``; ``readable`` where its files open but lie elsewhere."""
    texts = {
        PictureState.NO_DATE: QCoreApplication.translate(
            "PictureMessages", "This patch has no date before the change (QSX), so no image can be chosen for it."),
        PictureState.NO_SCENE: QCoreApplication.translate(
            "PictureMessages", "There is no image of {date} in this workspace.\n"
            "Add it with “Reference layers and imagery…”."),
        PictureState.UNCONFIRMED: QCoreApplication.translate(
            "PictureMessages", "The image of {date} has not been confirmed as unclassified (非涉密) and is not shown.\n"
            "Press the button below once you know that it is."),
        PictureState.NO_FILE: QCoreApplication.translate(
            "PictureMessages", "The image of {date} is not where it was:\n{paths}\n"
            "Put the file back, or name its new place in “Reference layers and imagery…”."),
        PictureState.READY: QCoreApplication.translate(
            "PictureMessages", "The image of {date} does not reach this patch:\n{paths}") if readable else
        QCoreApplication.translate("PictureMessages", "The image of {date} cannot be read:\n{paths}"),
    }
    return texts[picture.state].format(date=picture.date, paths="\n".join(scene.path for scene in picture.scenes))
