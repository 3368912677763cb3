"""Reports on stored comparisons: gathers what `regdash.reports.html` writes."""

import platform
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from regdash.figures.view import ChartView
from regdash.judging.differences import SettingRow, compare_settings
from regdash.judging.reasons import explain_cost, explain_verdict
from regdash.judging.tables import (
    ACCURACIES_EXPLAINED,
    DIFFERENCES_EXPLAINED,
    explain_figures,
    list_accuracies,
    list_differences,
    list_figures,
)
from regdash.metrics import METRICS
from regdash.reports.html.content import (
    LONGEST_REMARKS,
    LONGEST_TITLE,
    MethodDiagnosis,
    MethodVerdict,
    Report,
    Table,
)
from regdash.services.advice import diagnose_method
from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.pictures import describe_picture, describe_verdict
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.study_pictures import find_study_picture
from regdash.settings.formatting import count_of
from regdash.settings.messages import check_length
from regdash.store.records import Comparison

CHARTS = ("loss", "accuracy", "gap")
"""Charts of a report, if there are such."""

_PACKAGES = ("tensorflow", "keras", "numpy", "scipy")


def describe_report(
    service: RunService, selection: Selection, *, title: str = "", remarks: str = ""
) -> Report:
    """Describe a report.

    Args:
        service: Its store contains the curves and predictions of the runs.
        selection: The comparison, and at least one of its runs.
        title: Of the report; empty: that of the comparison.
        remarks: Markdown.

    Raises:
        InputError: Title or remarks are too long.
    """
    check_length("Title", title, LONGEST_TITLE)
    check_length("Remarks", remarks, LONGEST_REMARKS)
    store, comparison = service.store, selection.comparison
    judgement = judge_comparison(store, selection)
    charts = tuple(key for key in CHARTS if key in METRICS.charts)
    picture = describe_picture(
        store, selection, replace(ChartView(), charts=charts), with_table=False
    )
    methods = judgement.shown_methods
    differing, shared = _settings(judgement)
    return Report(
        title=title.strip() or comparison.title,
        setup=picture.subtitle,
        remarks=remarks,
        panels=picture.panels,
        caption=picture.caption,
        study=find_study_picture(service, comparison.id),
        verdicts=_verdicts(judgement),
        baseline=judgement.usual_reference.name,
        on=judgement.on,
        cost=explain_cost(list(judgement.verdicts.values())),
        settings=differing,
        shared=shared,
        tables=_tables(judgement),
        diagnoses=_diagnoses(judgement),
        measured=_measured(),
        test_results=_test_results(comparison),
        versions=_versions(),
        styles={method.name: method.style_index for method in methods},
    )


def _verdicts(judgement: Judgement) -> list[MethodVerdict]:
    usual = judgement.usual_reference.key
    others = {
        key: judgement.by_key[reference].name
        for reference, keys in judgement.compared_with.items()
        for key in keys
        if reference != usual
    }
    return [
        MethodVerdict(
            method.name,
            method.style_index,
            describe_verdict(verdict),
            explain_verdict(verdict),
            [caution.sentence for caution in verdict.cautions if not caution.blocks],
            others.get(method.key, ""),
        )
        for method, verdict in judgement.judged
    ]


def _settings(judgement: Judgement) -> tuple[Table, Table]:
    """Return the settings in which methods differ, and those they share."""
    methods = judgement.shown_methods
    rows = compare_settings([[run.spec for run in method.runs] for method in methods])

    def tabulate(row: SettingRow) -> dict[str, str | int]:
        return {
            "Setting": row.title,
            **dict(zip((m.name for m in methods), row.values, strict=True)),
        }

    shared: list[dict[str, str | int]] = [
        {"Setting": row.title, "Value": row.values[0]} for row in rows if not row.differs
    ]
    return (
        Table("Settings that differ", [tabulate(row) for row in rows if row.differs]),
        Table("Shared settings", shared),
    )


def _tables(judgement: Judgement) -> list[Table]:
    methods, baseline = judgement.shown_methods, judgement.baseline
    figures = list_figures(methods, baseline, judgement.at, revealed=judgement.revealed)
    tables = [
        Table("All figures", figures, explain_figures(baseline.name)),
        Table(
            f"Accuracy on {judgement.on} images",
            list_accuracies(methods, judgement.on, judgement.at),
            ACCURACIES_EXPLAINED,
        ),
    ]
    for key, compared in judgement.compared_with.items():
        reference = judgement.by_key[key]
        last = key == list(judgement.compared_with)[-1]
        judged = [
            (method, verdict) for method, verdict in judgement.judged if method.key in compared
        ]
        tables.append(
            Table(
                f"Difference from {reference.name}, percentage points",
                list_differences(reference, judged, judgement.at),
                DIFFERENCES_EXPLAINED.replace("*", "") if last else "",
            )
        )
    return tables


def _diagnoses(judgement: Judgement) -> list[MethodDiagnosis]:
    found = []
    for method in judgement.shown_methods:
        diagnosed = diagnose_method(method)
        if diagnosed is None:
            continue
        first = diagnosed.diagnosis
        seeds = f"Seed {diagnosed.run.spec.seed}"
        if diagnosed.diagnosed > 1:
            seeds += f"; {diagnosed.times} of {count_of(diagnosed.diagnosed, 'seed')} have this diagnosis"
        found.append(
            MethodDiagnosis(
                method.name,
                method.style_index,
                first.sentence,
                first.advice,
                f"{first.code}, {first.title}. {seeds}.",
            )
        )
    return found


def _measured() -> dict[str, str]:
    """Return how the figures of the tables are measured, by their titles."""
    return {metric.title: f"{column.help}." for metric, column in METRICS.columns}


def _test_results(comparison: Comparison) -> str:
    if comparison.revealed is None:
        return "Test results were not revealed: nothing here was chosen with their help."
    return f"Test results were revealed on {comparison.revealed:%Y-%m-%d at %H:%M} UTC."


def _versions() -> str:
    names = [f"{name} {found}" for name in _PACKAGES if (found := _version(name))]
    return (
        f"Written with Python {platform.python_version()}, {', '.join(names)} on"
        f" {platform.system()} {platform.machine()}."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
