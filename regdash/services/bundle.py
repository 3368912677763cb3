"""Everything about a comparison in one zip: report, pictures, numbers and code."""

from collections.abc import Mapping, Sequence

from regdash.figures.view import ChartView
from regdash.reports.html.page import write_report
from regdash.reports.pictures.files import write_picture
from regdash.reports.pictures.targets import FORMATS
from regdash.services.code import write_runs
from regdash.services.export import ExportedFile, export_zip
from regdash.services.pictures import describe_picture
from regdash.services.report import describe_report
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from regdash.store.store import Store


def export_bundle(
    store: Store,
    comparison: Comparison,
    runs: Sequence[Run],
    *,
    title: str = "",
    remarks: str = "",
    references: Mapping[str, str] | None = None,
    judged: Sequence[Run] = (),
) -> ExportedFile:
    """Return a zip that also `regdash import` reads; arguments as of `describe_report`.

    Raises:
        InputError: The runs do not fit into a file.
    """
    described = describe_report(
        store,
        comparison,
        runs,
        title=title,
        remarks=remarks,
        references=references,
        judged=judged,
    )
    report = write_report(described)
    picture = describe_picture(
        store, comparison, runs, ChartView(), references=references, judged=judged
    )
    extra = {
        "report.html": report.encode("utf-8"),
        **{f"figures/charts.{kind}": write_picture(picture, format=kind) for kind in FORMATS},
        **_write_code(runs),
    }
    return export_zip(store, [run.id for run in runs], extra)


def _write_code(runs: Sequence[Run]) -> dict[str, bytes]:
    """Return script and notebook; none if these runs cannot be written as one script."""
    try:
        return {
            "code/train.py": write_runs(runs).encode("utf-8"),
            "code/train.ipynb": write_runs(runs, notebook=True).encode("utf-8"),
        }
    except InputError:
        return {}
