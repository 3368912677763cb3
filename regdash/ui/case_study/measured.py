"""What the case study's runs say, computed once for the whole page."""

from dataclasses import dataclass

from regdash import case_study
from regdash.analysis.methods import Method, On
from regdash.analysis.verdict import Verdict, judge
from regdash.runs.evidence import gather_methods
from regdash.runs.records import Comparison, Run
from regdash.ui.services import scheduler


@dataclass(frozen=True)
class Measured:
    """Methods by the keys of their contenders, and the verdict on each against its rival."""

    comparison: Comparison
    runs: list[Run]
    methods: dict[str, Method]
    verdicts: dict[str, Verdict]
    on: On

    @property
    def revealed(self) -> bool:
        """Whether test results may be seen."""
        return self.comparison.revealed is not None


def measure(comparison: Comparison, runs: list[Run]) -> Measured:
    """Judge every contender against its rival, at the weights that were kept.

    Holm's correction is for all contenders that face the same rival.
    """
    on: On = "validation" if comparison.revealed is None else "test"
    methods = {method.key: method for method in gather_methods(scheduler().store, runs)}
    verdicts: dict[str, Verdict] = {}
    for rival in dict.fromkeys(c.rival for c in case_study.CONTENDERS):
        rivals = [
            methods[c.key]
            for c in case_study.CONTENDERS
            if c.rival == rival and c.key != rival and c.key in methods
        ]
        if rival in methods:
            for verdict in judge(methods[rival], rivals, on=on, at="kept"):
                verdicts[verdict.method] = verdict
    return Measured(comparison, runs, methods, verdicts, on)
