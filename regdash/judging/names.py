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
    same_named: dict[str, list[int]] = {}
    for position, name in enumerate(names):
        same_named.setdefault(name, []).append(position)
    unique = list(names)
    for name, positions in same_named.items():
        if len(positions) > 1:
            found = _differences([_facts(specs[position], by_seeds) for position in positions])
            for position, differences in zip(positions, found, strict=True):
                unique[position] = ", ".join([name, *differences])
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


def _differences(facts: Sequence[dict[str, str]]) -> list[list[str]]:
    """Return for each of several runs what not all of them have in common."""
    keys = dict.fromkeys(key for own in facts for key in own)
    differing = {key for key in keys if len({own.get(key) for own in facts}) > 1}
    return [[text for key, text in own.items() if text and key in differing] for own in facts]


def _facts(spec: RunSpec, by_seeds: bool) -> dict[str, str]:
    """Return the properties by which specs are distinguished, as text."""
    facts = {"techniques": " + ".join(format_technique(t) for t in spec.techniques)}
    for setting in all_settings():
        if setting.value(spec) is not None and (by_seeds or setting.dial.fairness != "repeats"):
            facts[setting.name] = setting.dial.say(write_setting(setting, spec))
    return facts
