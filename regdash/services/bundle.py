"""Everything about a comparison in one zip: report, pictures, numbers and code."""

from collections.abc import Sequence

from regdash.figures.view import ChartView
from regdash.reports.html.page import write_report
from regdash.reports.pictures.content import AnyPicture
from regdash.reports.pictures.files import write_picture
from regdash.reports.pictures.targets import FORMATS
from regdash.services.code import write_runs
from regdash.services.export import ExportedFile, export_zip
from regdash.services.pictures import describe_picture
from regdash.services.report import describe_report
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.settings.messages import InputError
from regdash.store.records import Run


def export_bundle(
    service: RunService, selection: Selection, *, title: str = "", remarks: str = ""
) -> ExportedFile:
    """Return a zip that also `regdash import` reads; arguments as of `describe_report`.

    Raises:
        InputError: The runs do not fit into a file, or title or remarks are too long.
    """
    report = describe_report(service, selection, title=title, remarks=remarks)
    pictures: dict[str, AnyPicture] = {
        "charts": describe_picture(service.store, selection, ChartView())
    }
    if report.study is not None:
        pictures["study"] = report.study
    extra = {
        "report.html": write_report(report).encode("utf-8"),
        **{
            f"figures/{name}.{kind}": write_picture(picture, format=kind)
            for name, picture in pictures.items()
            for kind in FORMATS
        },
        **_write_code(selection.runs),
    }
    return export_zip(service.store, [run.id for run in selection.runs], extra)


def _write_code(runs: Sequence[Run]) -> dict[str, bytes]:
    """Return script and notebook; none if these runs cannot be written as one script."""
    try:
        return {
            "code/train.py": write_runs(runs).encode("utf-8"),
            "code/train.ipynb": write_runs(runs, notebook=True).encode("utf-8"),
        }
    except InputError:
        return {}
