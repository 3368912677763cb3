"""What the case study's runs say, computed once for the whole page."""

from dataclasses import dataclass

from regdash.content import case_study
from regdash.judging.methods import Method
from regdash.judging.rivals import judge_rivals
from regdash.judging.verdict import Verdict
from regdash.services.methods import gather_methods
from regdash.settings.choices import EvaluationSet
from regdash.store.records import Comparison, Run
from regdash.ui.services import scheduler


@dataclass(frozen=True)
class StudyResults:
    """Methods by the keys of their contenders, and the verdict on each against its rival."""

    comparison: Comparison
    runs: list[Run]
    methods: dict[str, Method]
    verdicts: dict[str, Verdict]
    on: EvaluationSet

    @property
    def revealed(self) -> bool:
        """Whether test results may be seen."""
        return self.comparison.revealed is not None


def gather_results(comparison: Comparison, runs: list[Run]) -> StudyResults:
    """Judge every contender against its rival, at the epochs that are looked at."""
    on: EvaluationSet = "validation" if comparison.revealed is None else "test"
    methods = {method.key: method for method in gather_methods(scheduler().store, runs)}
    verdicts = judge_rivals(list(methods.values()), case_study.RIVALS, on=on, at=comparison.at)
    return StudyResults(comparison, runs, methods, verdicts, on)
