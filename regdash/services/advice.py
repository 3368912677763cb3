"""The advice of a diagnosis as something that can be started."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from regdash.judging.diagnosis import Diagnosis, diagnose
from regdash.judging.methods import Method, TrainedRun
from regdash.services.setups import find_deviations, phrase_setting, setup_of
from regdash.services.variants import (
    VariantPlan,
    describe_again,
    plan_again,
    plan_variant,
    with_settings,
)
from regdash.settings.formatting import join_words
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings
from regdash.store.records import Comparison, Run, RunRequest
from regdash.techniques import parse_technique


@dataclass(frozen=True)
class Offer:
    """Runs that follow an advice."""

    label: str
    """Such as `Try dropout 0.5`, or `Train longer (40 epochs)`."""
    requests: tuple[RunRequest, ...]
    plan: VariantPlan | None = None
    """If it is a variant of the comparison."""
    setup: RunSpec | None = None
    """If all methods are trained again in a new comparison: their set-up."""

    def describe(self, seconds: float) -> str:
        """Describe in a sentence what it trains.

        Args:
            seconds: Estimated duration of its runs.
        """
        if self.plan is not None:
            return self.plan.describe(seconds)
        return f"{describe_again(self.requests, seconds)}, in a new comparison."


class MethodDiagnosis(NamedTuple):
    """The most common diagnosis of a method's runs."""

    run: TrainedRun
    """The first run that has it."""
    diagnosis: Diagnosis
    times: int
    """How many runs have it."""
    diagnosed: int
    """How many runs have begun."""


def diagnose_method(method: Method) -> MethodDiagnosis | None:
    """Diagnose the runs of a method that have begun; None if there are none."""
    begun = [run for run in method.runs if run.records]
    if not begun:
        return None
    found = [diagnose(run) for run in begun]
    code, times = Counter(diagnosis.code for diagnosis in found).most_common(1)[0]
    index = next(i for i, diagnosis in enumerate(found) if diagnosis.code == code)
    return MethodDiagnosis(begun[index], found[index], times, len(begun))


def find_offers(
    comparison: Comparison, runs: Sequence[Run], spec: RunSpec, diagnosis: Diagnosis
) -> list[Offer]:
    """Return what the diagnosis of a run advises and the comparison does not have yet.

    Args:
        comparison: The comparison.
        runs: Its runs.
        spec: The diagnosed run.
        diagnosis: Its diagnosis. Changed settings are those of the set-up, and thus of all methods,
            unless the run deviates from it in one of them.
    """
    offers = []
    if diagnosis.changes:
        offers.append(_offer_changes(comparison, runs, spec, diagnosis))
    for text in diagnosis.techniques:
        offers.append(_offer_technique(comparison, runs, spec, text))
    return [offer for offer in offers if offer is not None and offer.requests]


def _offer_technique(
    comparison: Comparison, runs: Sequence[Run], spec: RunSpec, text: str
) -> Offer | None:
    technique = parse_technique(text)
    techniques = {t.key: t.model_dump(mode="json") for t in (*spec.techniques, technique)}
    try:
        variant = with_settings(spec, {}, techniques)
    except InputError:
        return None  # not possible with this network or these images
    plan = plan_variant(comparison, runs, variant)
    return Offer(f"Try {technique.label()}", plan.requests, plan=plan)


def _offer_changes(
    comparison: Comparison, runs: Sequence[Run], spec: RunSpec, diagnosis: Diagnosis
) -> Offer | None:
    setup = setup_of(comparison, runs)
    if setup is None:
        return None
    own = {deviation.setting.name for deviation in find_deviations(spec, setup)}
    try:
        if own & diagnosis.changes.keys():
            variant = with_settings(spec, diagnosis.changes)
            plan = plan_variant(comparison, runs, variant)
            label = f"Try {_phrases(variant, diagnosis)}"
            return Offer(label, plan.requests, plan=plan)
        changed = with_settings(setup, diagnosis.changes)
        requests = plan_again(comparison, runs, changed)
    except InputError:
        return None  # not possible with a technique of another method
    longer = diagnosis.changes.keys() == {"epochs"} and changed.epochs > setup.epochs
    words = "Train longer ({})" if longer else "Train all with {}"
    return Offer(words.format(_phrases(changed, diagnosis)), tuple(requests), setup=changed)


def _phrases(spec: RunSpec, diagnosis: Diagnosis) -> str:
    changed = [s for s in all_settings() if s.name in diagnosis.changes and s.applies(spec)]
    return join_words([phrase_setting(setting, spec) for setting in changed])
