"""What users take home: pictures, reports, data and code."""

from regdash.services.selection import Selection
from regdash.ui.export import export_dialog, picture_dialog
from regdash.ui.export.export_dialog import show_export_button
from regdash.ui.export.picture_button import show_picture_button

PICTURE = picture_dialog.KIND
"""Kind of the action that asks for a picture; see `request_picture`."""

request_picture = picture_dialog.request


def open_requested(selection: Selection) -> None:
    """Open the dialog that was requested for this comparison, until it is closed.

    Args:
        selection: The runs of the page, judged as there.
    """
    picture_dialog.open_requested(selection)
    export_dialog.open_requested(selection)


__all__ = [
    "PICTURE",
    "open_requested",
    "request_picture",
    "show_export_button",
    "show_picture_button",
]
