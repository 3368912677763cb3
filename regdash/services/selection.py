"""Which runs of a comparison are reported, and what they are judged with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from regdash.content import case_study
from regdash.store.records import Comparison, Run


@dataclass(frozen=True)
class Selection:
    """Runs of a comparison that are shown, judged or written to a file together."""

    comparison: Comparison
    """Determines the epoch, the baseline, and the images that are evaluated."""
    runs: Sequence[Run]
    """Its runs, or some of them; what is reported."""
    references: Mapping[str, str] | None = None
    """For the key of each method, the key of the one it is compared with; None: all are compared with
    the baseline."""
    judged: Sequence[Run] = ()
    """Runs that are judged and named together; at least `runs`, which is the default. With all runs
    of the comparison, verdicts and names do not depend on what is reported."""

    def __post_init__(self) -> None:
        if not self.judged:
            object.__setattr__(self, "judged", self.runs)  # the instance is frozen

    @classmethod
    def with_own_references(cls, comparison: Comparison, runs: Sequence[Run]) -> "Selection":
        """Select runs; methods of a case study are compared with their own references."""
        of_case_study = comparison.kind == case_study.KIND
        return cls(comparison, runs, case_study.REFERENCES if of_case_study else None)

    def only(self, runs: Sequence[Run]) -> "Selection":
        """Report only these of the runs; they are still judged and named together with the others."""
        return replace(self, runs=runs)
