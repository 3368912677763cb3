"""Judge a stored comparison, for the pages and the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from regdash.judging.methods import Method, choose_baseline
from regdash.judging.references import judge_against_references
from regdash.judging.verdict import Verdict
from regdash.services.methods import gather_methods
from regdash.services.selection import Selection
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.store.store import Store


@dataclass(frozen=True)
class Judgement:
    """Methods of a comparison, and a verdict on each reported one that has a reference.

    Verdicts are computed on first access.
    """

    selection: Selection
    methods: Sequence[Method]
    """All that are judged together, in the order of their first runs."""

    @property
    def shown_methods(self) -> list[Method]:
        """The methods that are reported."""
        shown = {run.method for run in self.selection.runs}
        return [method for method in self.methods if method.key in shown]

    @property
    def at(self) -> EpochChoice:
        """Epoch to evaluate."""
        return self.selection.comparison.at

    @property
    def on(self) -> EvaluationSet:
        """Images to evaluate on."""
        return self.selection.comparison.on

    @property
    def revealed(self) -> bool:
        """Whether test results may be seen."""
        return self.selection.comparison.revealed is not None

    @cached_property
    def by_key(self) -> dict[str, Method]:
        """Methods by their keys."""
        return {method.key: method for method in self.methods}

    @cached_property
    def baseline(self) -> Method:
        """The chosen baseline, or else the method with the fewest techniques."""
        return choose_baseline(self.methods, self.selection.comparison.baseline)

    @cached_property
    def references(self) -> Mapping[str, str]:
        """For the key of each method, the key of the method it is compared with."""
        if self.selection.references is not None:
            return self.selection.references
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
        baseline = [self.baseline.key] if self.selection.references is None else []
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


def judge_comparison(store: Store, selection: Selection) -> Judgement:
    """Judge the methods of a comparison at its chosen epoch.

    Args:
        store: Contains the curves and predictions of the runs.
        selection: What is judged.
    """
    return Judgement(selection, gather_methods(store, selection.judged))
