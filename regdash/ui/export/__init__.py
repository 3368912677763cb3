"""What users take home: pictures, reports, data and code."""

from collections.abc import Mapping, Sequence

from regdash.store.records import Comparison, Run
from regdash.ui.export import export_dialog, picture_dialog
from regdash.ui.export.export_dialog import show_export_button
from regdash.ui.export.picture_button import show_picture_button

PICTURE = picture_dialog.KIND
"""Kind of the action that asks for a picture; see `request_picture`."""

request_picture = picture_dialog.request


def open_requested(
    comparison: Comparison, runs: Sequence[Run], references: Mapping[str, str] | None = None
) -> None:
    """Open the dialog that was requested for this comparison, until it is closed.

    Args:
        comparison: The comparison.
        runs: Its runs.
        references: What the page compares methods with; see `judge_comparison`.
    """
    picture_dialog.open_requested(comparison, runs, references)
    export_dialog.open_requested(comparison, runs, references)


__all__ = [
    "PICTURE",
    "open_requested",
    "request_picture",
    "show_export_button",
    "show_picture_button",
]
