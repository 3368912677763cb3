"""The set-up of a comparison: what its runs share, and how a variant deviates from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.datasets.collection import name_of
from regdash.judging.methods import choose_reference
from regdash.judging.wording import write_setting
from regdash.services.methods import group_runs
from regdash.settings.formatting import count_of
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings
from regdash.store.records import Comparison, Run

_HEAD = ("train_size", "hidden_layers", "optimizer", "learning_rate", "epochs")
"""Settings that a description always contains, in this order; others only if they are unusual."""

Pair = tuple[int, int]
"""Seed and split seed."""


@dataclass(frozen=True)
class Deviation:
    """A setting that a variant has differently from the set-up of its comparison."""

    setting: Setting
    text: str
    """Its value in the variant, such as `batch 64`."""

    @property
    def blocks(self) -> bool:
        """Whether it rules out a verdict on the variant."""
        return self.setting.dial.fairness == "blocks"


def setup_of(comparison: Comparison, runs: Sequence[Run]) -> RunSpec | None:
    """Return what the runs of a comparison share: a spec without techniques.

    Args:
        comparison: The comparison.
        runs: Its runs. If it has no set-up of its own (older versions stored none), that of the
            baseline is used: the chosen one, or else the run with the fewest techniques.

    Returns:
        None if there is neither a set-up nor a run.
    """
    if comparison.setup is not None:
        return comparison.setup
    reference = reference_run(comparison, runs)
    return None if reference is None else without_techniques(reference.spec)


def reference_run(comparison: Comparison, runs: Sequence[Run]) -> Run | None:
    """Return the first run of the baseline; None if there are no runs."""
    groups = group_runs(runs)
    if not groups:
        return None
    specs = {method: group[0].spec for method, group in groups.items()}
    return groups[choose_reference(specs, comparison.baseline)][0]


def seeds_of(comparison: Comparison, runs: Sequence[Run]) -> list[Pair]:
    """Return the seeds and split seeds of the baseline, in their order: those of a new variant.

    Runs that were stopped, interrupted or failed do not count, unless there are no others.
    """
    reference = reference_run(comparison, runs)
    if reference is None:
        setup = comparison.setup or RunSpec()
        return [setup.pair]
    own = group_runs(runs)[reference.method]
    usable = [run for run in own if run.counts_as_trained]
    return list(dict.fromkeys(run.spec.pair for run in usable or own))


def without_techniques(spec: RunSpec) -> RunSpec:
    """Return the spec with all its techniques removed."""
    return spec.replace(techniques={})


def with_pair(spec: RunSpec, pair: Pair) -> RunSpec:
    """Return a spec with another seed and split seed."""
    seed, split = pair
    return spec.replace(seed=seed, data={**spec.data.model_dump(mode="json"), "split_seed": split})


def describe_setup(setup: RunSpec, pairs: Sequence[Pair] = ()) -> str:
    """Describe a set-up in one line: `1,000 digits · 500x2 · Adam 0.001 · 20 epochs · seed 1`.

    Args:
        setup: What the runs share.
        pairs: Their seeds and split seeds; none: those of `setup`.
    """
    images = f"{setup.data.train_size:,} {_noun(setup)}"
    optimizer = f"{_title(setup.optimizer.name)} {setup.optimizer.learning_rate:g}"
    parts = [images, setup.network.label(), optimizer, count_of(setup.epochs, "epoch")]
    usual = _usual(setup)
    for setting in all_settings():
        unusual = setting.applies(setup) and setting.value(setup) != setting.value(usual)
        if unusual and setting.name not in (*_HEAD, "dataset") and not _is_repeated(setting):
            parts.append(phrase_setting(setting, setup))
    return " · ".join([*parts, describe_seeds(pairs or [setup.pair])])


def find_deviations(spec: RunSpec, setup: RunSpec) -> list[Deviation]:
    """Return the settings in which a variant differs from a set-up, apart from its seeds.

    Those that rule out a verdict come first.
    """
    found = [
        Deviation(setting, phrase_setting(setting, spec))
        for setting in all_settings()
        if not _is_repeated(setting)
        and setting.applies(spec)
        and setting.value(spec) != setting.value(setup)
    ]
    return sorted(found, key=lambda deviation: not deviation.blocks)


def phrase_setting(setting: Setting, spec: RunSpec) -> str:
    """Describe one setting of a spec within a sentence, such as `20 epochs`."""
    return setting.dial.say(write_setting(setting, spec))


def _is_repeated(setting: Setting) -> bool:
    return setting.dial.fairness == "repeats"


def _usual(setup: RunSpec) -> RunSpec:
    """Return the defaults for the same kind of network."""
    kind = setup.model_dump(mode="json")["network"].get("kind")
    return RunSpec.from_dict({"network": {"kind": kind}} if kind else {})


def _noun(setup: RunSpec) -> str:
    return (
        "digits" if setup.data.dataset == "digits" else f"images of {name_of(setup.data.dataset)}"
    )


def _title(optimizer: str) -> str:
    return {"adam": "Adam", "sgd": "SGD", "rmsprop": "RMSprop"}.get(optimizer, optimizer)


def describe_seeds(pairs: Sequence[Pair]) -> str:
    """Describe seeds, and splits other than the first: `seeds 1–5`, or `seed 7 · split 4`."""
    splits = list(dict.fromkeys(split for _, split in pairs))
    parts = [_enumerate("seed", [seed for seed, _ in pairs])]
    return " · ".join(parts if splits == [1] else [*parts, _enumerate("split", splits)])


def _enumerate(noun: str, numbers: Sequence[int]) -> str:
    """Write `seed 1`, `seeds 1–5`, or `seeds 1, 4, 7`."""
    distinct = sorted(set(numbers))
    if len(distinct) == 1:
        return f"{noun} {distinct[0]}"
    if distinct == list(range(distinct[0], distinct[-1] + 1)):
        return f"{noun}s {distinct[0]}–{distinct[-1]}"
    return f"{noun}s {', '.join(map(str, distinct))}"
