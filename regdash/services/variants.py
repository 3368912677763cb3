"""Plan the runs of a new variant, and of a comparison that is trained again with another set-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regdash.datasets.checks import complete_spec
from regdash.services.comparisons import Started, start_comparison
from regdash.services.methods import group_runs
from regdash.services.repeats import next_repeat
from regdash.services.runs import RunService
from regdash.services.setups import (
    Deviation,
    Pair,
    describe_seeds,
    find_deviations,
    phrase_setting,
    reference_run,
    seeds_of,
    setup_of,
    with_pair,
    without_techniques,
)
from regdash.settings.formatting import count_of, format_seconds
from regdash.spec import RunSpec
from regdash.spec.settings import nest_settings
from regdash.store.records import Comparison, Run, RunRequest


@dataclass(frozen=True)
class VariantPlan:
    """What starting a variant in a comparison will do."""

    spec: RunSpec
    requests: tuple[RunRequest, ...]
    """What will be trained: one run per seed that is missing."""
    known: tuple[Run, ...]
    """Runs of the comparison with an equal spec: their numbers would be the same."""
    deviations: tuple[Deviation, ...]
    """From the set-up."""
    differences: tuple[Deviation, ...]
    """From the baseline, apart from techniques; these decide whether both can be compared."""
    is_baseline: bool
    """Whether it joins the baseline."""
    following: RunRequest | None
    """If all planned seeds are known: the variant with its next seed."""

    @property
    def comparable(self) -> bool:
        """Whether it can get a verdict against the baseline."""
        return not any(difference.blocks for difference in self.differences)

    @property
    def needs_new_comparison(self) -> bool:
        """Whether it cannot join the comparison, since its images are those of another data set."""
        return any(deviation.setting.name == "dataset" for deviation in self.deviations)

    def describe(self, seconds: float) -> str:
        """Describe it in a sentence: `5 runs (seeds 1–5), about 12 s, comparable with the baseline.`

        Args:
            seconds: Estimated duration of its runs.
        """
        about = f"about {format_seconds(seconds)}"
        active = any(run.active for run in self.known)
        already = f"Already {'training' if active else 'trained'}"
        if self.following is not None:
            seed = self.following.spec.seed
            return f"{already}: it is '{self.known[0].name}'. Its next seed is {seed}, {about}."
        seeds = describe_seeds([request.spec.pair for request in self.requests])
        runs = f"{count_of(len(self.requests), 'run')} ({seeds}), {about}, {self._judged}."
        if not self.known:
            return runs
        return f"{runs} {already}: {describe_seeds([run.spec.pair for run in self.known])}."

    @property
    def _judged(self) -> str:
        if self.needs_new_comparison:
            return "in a new comparison, since it has another data set"
        if self.is_baseline:
            return "the baseline itself"
        if not self.comparable:
            return "cannot be compared with the baseline"
        caution = ", with a caution" if self.differences else ""
        return f"comparable with the baseline{caution}"


def plan_variant(
    comparison: Comparison, runs: Sequence[Run], spec: RunSpec, pairs: Sequence[Pair] = ()
) -> VariantPlan:
    """Plan the runs that a variant needs in a comparison.

    Args:
        comparison: The comparison.
        runs: Its runs.
        spec: The variant; its seeds are replaced.
        pairs: Seeds and split seeds to train; by default those of the baseline.

    Returns:
        Seeds for which the comparison has an equal run, queued, running or ended with a result, are
        not trained again. The others join the method that they are repeats of.
    """
    setup = setup_of(comparison, runs)
    wanted = [with_pair(spec, pair) for pair in pairs or seeds_of(comparison, runs)]
    usable = {run.spec.hash: run for run in runs if run.counts_as_trained}
    methods = {run.spec.method: run for run in reversed(runs)}
    requests = []
    for one in wanted:
        if one.hash not in usable:
            like = methods.get(one.method)
            requests.append(RunRequest(one, like.method, like.name) if like else RunRequest(one))
    known = tuple(usable[one.hash] for one in wanted if one.hash in usable)
    deviations = () if setup is None else tuple(find_deviations(spec, setup))
    reference = reference_run(comparison, runs)
    baseline = setup if reference is None else reference.spec
    return VariantPlan(
        spec=spec,
        requests=tuple(requests),
        known=known,
        deviations=deviations,
        differences=() if baseline is None else tuple(find_deviations(spec, baseline)),
        is_baseline=baseline is not None and spec.method == baseline.method,
        following=None if requests else next_repeat(known[-1], runs),
    )


def plan_again(
    comparison: Comparison, runs: Sequence[Run], setup: RunSpec, pairs: Sequence[Pair] = ()
) -> list[RunRequest]:
    """Plan the methods of a comparison with another set-up, seed by seed.

    Args:
        comparison: The comparison.
        runs: Its runs.
        setup: The new set-up. Variants keep the settings in which they deviate from the old one;
            those that are equal with the new set-up are trained once.
        pairs: Seeds and split seeds to train; by default those of the baseline.

    Raises:
        InputError: A technique or a setting of a variant is not possible with the new set-up.
    """
    old = setup_of(comparison, runs)
    firsts = [group[0] for group in group_runs(runs).values()]
    specs = []
    for run in firsts:
        own = {} if old is None else own_settings(run.spec, old)
        techniques = {t.key: t.model_dump(mode="json") for t in run.spec.techniques}
        specs.append(with_settings(without_techniques(setup), own, techniques))
    chosen = pairs or seeds_of(comparison, runs)
    # A method that a user renamed, and a step of a study, keep their names.
    requests: dict[str, RunRequest] = {}
    for pair in chosen:
        for run, spec in zip(firsts, specs, strict=True):
            own_name = run.name if run.name != run.spec.name else ""
            request = RunRequest(with_pair(spec, pair), name=own_name)
            requests.setdefault(request.spec.hash, request)
    return list(requests.values())


def describe_again(requests: Sequence[RunRequest], seconds: float) -> str:
    """Describe what `plan_again` planned: `2 methods, 6 runs, about 12 s`.

    Args:
        requests: What will be trained.
        seconds: Estimated duration.
    """
    methods = count_of(len({request.spec.method for request in requests}), "method")
    return f"{methods}, {count_of(len(requests), 'run')}, about {format_seconds(seconds)}"


def start_again_with(
    service: RunService,
    comparison: Comparison,
    runs: Sequence[Run],
    setup: RunSpec,
    pairs: Sequence[Pair] = (),
) -> Started:
    """Train all methods of a comparison again with another set-up, in a new comparison linked to it.

    Raises:
        InputError: A run is not possible with the new set-up, or cannot be trained here.
    """
    requests = plan_again(comparison, runs, setup, pairs)
    title = _title_again(comparison.title, setup_of(comparison, runs), setup)
    return start_comparison(service, requests, title=title, setup=setup, parent=comparison.id)


def _title_again(title: str, old: RunSpec | None, new: RunSpec) -> str:
    """Return a title that names the changes: `A race, 40 epochs`, and then `A race, 80 epochs`."""
    changes = [] if old is None else find_deviations(new, old)
    parts = title.split(", ")
    if old is not None:
        undone = {phrase_setting(change.setting, old) for change in changes}
        parts = [parts[0], *(part for part in parts[1:] if part not in undone)]
    return ", ".join([*parts, *(change.text for change in changes)])


def own_settings(spec: RunSpec, setup: RunSpec) -> dict[str, Any]:
    """Return the settings in which a variant deviates from a set-up, by name."""
    return {d.setting.name: d.setting.value(spec) for d in find_deviations(spec, setup)}


def with_settings(
    spec: RunSpec,
    settings: Mapping[str, Any],
    techniques: Mapping[str, Mapping[str, Any]] | None = None,
) -> RunSpec:
    """Return a spec with some settings changed, by name, and other techniques.

    Raises:
        InputError: The combination is not possible.
    """
    values = spec.model_dump(mode="json")
    for part, changed in nest_settings(settings).items():
        values[part] = {**values[part], **changed} if isinstance(changed, Mapping) else changed
    if techniques is not None:
        values["techniques"] = dict(techniques)
    return complete_spec(values)
