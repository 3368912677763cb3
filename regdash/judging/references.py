"""Verdicts for methods that are compared with different references."""

from collections.abc import Mapping, Sequence

from regdash.judging.methods import Method
from regdash.judging.verdict import Verdict, judge
from regdash.settings.choices import EpochChoice, EvaluationSet


def judge_against_references(
    methods: Sequence[Method], references: Mapping[str, str], *, on: EvaluationSet, at: EpochChoice
) -> dict[str, Verdict]:
    """Judge each method against its own reference.

    Args:
        methods: All methods.
        references: Key of the reference by the key of each method that has one.
        on: Images to compare on.
        at: Epoch whose networks are compared.

    Returns:
        Verdicts by the keys of the methods whose reference is among `methods`. Holm's correction
        covers all methods with the same reference.
    """
    by_key = {method.key: method for method in methods}
    verdicts = {}
    for reference in dict.fromkeys(references.values()):
        variants = [m for m in methods if references.get(m.key) == reference != m.key]
        if reference in by_key and variants:
            for verdict in judge(by_key[reference], variants, on=on, at=at):
                verdicts[verdict.method] = verdict
    return verdicts
