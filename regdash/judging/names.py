"""Unique names for the runs of a comparison."""

from collections import Counter
from collections.abc import Sequence

from regdash.judging.wording import write_setting
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings
from regdash.techniques import format_technique


def distinguish(
    names: Sequence[str], specs: Sequence[RunSpec], *, by_seeds: bool = True
) -> list[str]:
    """Make names unique by adding what their specs differ in, such as `baseline, seed 2`.

    Args:
        names: One per run.
        specs: Their specs, in the same order.
        by_seeds: Whether seeds and splits may be added.

    Returns:
        The names, longer where needed; runs with equal specs are numbered.
    """
    counts = Counter(names)
    unique = [
        name
        if counts[name] == 1
        else ", ".join([name, *_differences(spec, _same_named(name, names, specs), by_seeds)])
        for name, spec in zip(names, specs, strict=True)
    ]
    seen: Counter[str] = Counter()
    result = []
    repeated = Counter(unique)
    for name in unique:
        seen[name] += 1
        result.append(f"{name} ({seen[name]})" if repeated[name] > 1 else name)
    return result


def name_repeats(specs: Sequence[RunSpec]) -> list[str]:
    """Return names for runs that differ only in their seeds, such as `seed 2` or `seed 2, split 2`."""
    splits = {spec.data.split_seed for spec in specs}
    names = [
        f"seed {spec.seed}" + (f", split {spec.data.split_seed}" if len(splits) > 1 else "")
        for spec in specs
    ]
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(f"{name} ({seen[name]})" if seen[name] > 1 else name)
    return unique


def _same_named(name: str, names: Sequence[str], specs: Sequence[RunSpec]) -> list[RunSpec]:
    return [spec for other, spec in zip(names, specs, strict=True) if other == name]


def _differences(spec: RunSpec, others: Sequence[RunSpec], by_seeds: bool) -> list[str]:
    mine = _facts(spec, by_seeds)
    theirs = [_facts(other, by_seeds) for other in others]
    return [text for key, text in mine.items() if text and any(t.get(key) != text for t in theirs)]


def _facts(spec: RunSpec, by_seeds: bool) -> dict[str, str]:
    """Return the properties by which specs are distinguished, as text."""
    facts = {"techniques": " + ".join(format_technique(t) for t in spec.techniques)}
    for setting in all_settings():
        if setting.value(spec) is not None and (by_seeds or setting.dial.fairness != "repeats"):
            facts[setting.name] = setting.dial.phrase.format(write_setting(setting, spec))
    return facts
