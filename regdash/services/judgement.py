"""Judge a stored comparison, for the pages and the command line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from regdash.content import case_study
from regdash.judging.methods import Method, choose_baseline
from regdash.judging.references import judge_against_references
from regdash.judging.verdict import Verdict
from regdash.services.methods import gather_methods
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.store.records import Comparison, Run
from regdash.store.store import Store


@dataclass(frozen=True)
class Judgement:
    """Methods of a comparison, and a verdict on each of them that has a reference.

    Verdicts are computed on first access.
    """

    comparison: Comparison
    runs: Sequence[Run]
    methods: Sequence[Method]
    """In the order of their first runs."""
    on: EvaluationSet
    """Images to evaluate on."""
    given_references: Mapping[str, str] | None = None
    shown: Collection[str] | None = None
    """Keys of the methods that are reported; None: all. Their verdicts take account of all methods,
    so that they do not depend on what is reported."""

    @property
    def shown_methods(self) -> list[Method]:
        """The methods that are reported."""
        return [m for m in self.methods if self.shown is None or m.key in self.shown]

    @property
    def at(self) -> EpochChoice:
        """Epoch to evaluate."""
        return self.comparison.at

    @property
    def revealed(self) -> bool:
        """Whether test results may be seen."""
        return self.comparison.revealed is not None

    @cached_property
    def by_key(self) -> dict[str, Method]:
        """Methods by their keys."""
        return {method.key: method for method in self.methods}

    @cached_property
    def baseline(self) -> Method:
        """The chosen baseline, or else the method with the fewest techniques."""
        return choose_baseline(self.methods, self.comparison.baseline)

    @cached_property
    def references(self) -> Mapping[str, str]:
        """For the key of each method, the key of the method it is compared with."""
        if self.given_references is not None:
            return self.given_references
        keys = self.by_key.keys()
        return {key: self.baseline.key for key in keys if key != self.baseline.key}

    @cached_property
    def compared_with(self) -> dict[str, list[str]]:
        """Keys of the methods that have a verdict, by the key of the method they are compared with.

        The one with most methods comes first.
        """
        found: dict[str, list[str]] = {}
        for key in self.verdicts:
            found.setdefault(self.references[key], []).append(key)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    @property
    def usual_reference(self) -> Method:
        """What most methods are compared with; the baseline without a verdict."""
        return self.by_key[next(iter(self.compared_with), self.baseline.key)]

    @property
    def unjudged(self) -> set[str]:
        """Keys of the methods that others are compared with, and that have no verdict themselves."""
        baseline = [self.baseline.key] if self.given_references is None else []
        return {*baseline, *self.references.values()} - self.verdicts.keys()

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """Verdicts by the keys of the methods that are reported, in the order of the methods."""
        found = judge_against_references(self.methods, self.references, on=self.on, at=self.at)
        return {m.key: found[m.key] for m in self.shown_methods if m.key in found}

    @property
    def judged(self) -> list[tuple[Method, Verdict]]:
        """Methods with their verdicts."""
        return [(self.by_key[key], verdict) for key, verdict in self.verdicts.items()]


def judge_comparison(
    store: Store,
    comparison: Comparison,
    runs: Sequence[Run],
    references: Mapping[str, str] | None = None,
    *,
    judged: Sequence[Run] = (),
) -> Judgement:
    """Judge the methods of a comparison at its chosen epoch.

    Args:
        store: Contains the curves and predictions of the runs.
        comparison: Determines the epoch, the baseline, and the images that are evaluated.
        runs: Its runs, or some of them; what is reported.
        references: For the key of each method, the key of its reference (see `references_of`); None:
            all methods are compared with the baseline.
        judged: Runs that are judged together, as on the page, if they are more than `runs`.
    """
    methods = gather_methods(store, judged or runs)
    shown = {run.method for run in runs} if judged else None
    return Judgement(comparison, runs, methods, comparison.on, references, shown)


def references_of(comparison: Comparison) -> Mapping[str, str] | None:
    """Return the references of a case study's methods; None (the baseline) for other comparisons."""
    return case_study.REFERENCES if comparison.kind == case_study.KIND else None
