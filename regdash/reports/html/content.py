"""What a report says, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regdash.reports.pictures.content import Dial, Heatmap, Panel, Verdict

LONGEST_TITLE = 200
LONGEST_REMARKS = 20_000
"""Most characters of the title and of a user's remarks."""

TableRow = Mapping[str, str | int]


@dataclass(frozen=True)
class Table:
    """A table with an explanation below it."""

    title: str
    rows: Sequence[TableRow]
    """By column; all have the same columns."""
    explanation: str = ""


@dataclass(frozen=True)
class MethodVerdict:
    """The verdict on a method, with everything that qualifies it."""

    name: str
    style_index: int
    verdict: Verdict
    explanation: str = ""
    cautions: Sequence[str] = ()
    reference: str = ""
    """Name of what it is compared with; empty: the baseline of the report."""


@dataclass(frozen=True)
class MethodDiagnosis:
    """What the curves of a method say."""

    name: str
    style_index: int
    sentence: str
    advice: str
    source: str
    """Code and title of the rule, and the seeds it is about."""


@dataclass(frozen=True)
class Report:
    """A report on a comparison."""

    title: str
    setup: str
    """What the runs share, in one line."""
    remarks: str
    """Markdown of the user."""
    panels: Sequence[Panel]
    caption: str
    """How to read the charts."""
    study: Dial | Heatmap | None
    """If the comparison is a study: its picture."""
    verdicts: Sequence[MethodVerdict]
    baseline: str
    """Name of what most methods are compared with."""
    on: str
    """Images that verdicts are based on."""
    cost: str
    """What several methods and looks cost; empty if nothing."""
    settings: Table
    """Settings in which the methods differ."""
    shared: Table
    """Settings that are the same for all."""
    tables: Sequence[Table]
    """Figures and statistics."""
    diagnoses: Sequence[MethodDiagnosis]
    measured: Mapping[str, str]
    """How each figure is measured, by its title."""
    test_results: str
    """Whether test results were revealed, and when."""
    versions: str
    """Software and machine."""
    styles: Mapping[str, int]
    """Style indices of the methods, by their names, in their order."""
