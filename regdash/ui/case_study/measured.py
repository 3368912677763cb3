"""What the case study's runs say, computed once for the whole page."""

from dataclasses import dataclass

from regdash import case_study
from regdash.analysis.methods import Method, On
from regdash.analysis.rivals import judge_rivals
from regdash.analysis.verdict import Verdict
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
    """Judge every contender against its rival, at the epochs that are looked at."""
    on: On = "validation" if comparison.revealed is None else "test"
    methods = {method.key: method for method in gather_methods(scheduler().store, runs)}
    verdicts = judge_rivals(list(methods.values()), case_study.RIVALS, on=on, at=comparison.at)
    return Measured(comparison, runs, methods, verdicts, on)
