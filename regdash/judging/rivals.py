"""Verdicts where not all methods face the same one."""

from collections.abc import Mapping, Sequence

from regdash.judging.methods import Method
from regdash.judging.verdict import Verdict, judge
from regdash.settings.choices import EpochChoice, EvaluationSet


def judge_rivals(
    methods: Sequence[Method], rivals: Mapping[str, str], *, on: EvaluationSet, at: EpochChoice
) -> dict[str, Verdict]:
    """Judge each method against its own rival.

    Args:
        methods: All methods.
        rivals: Key of the rival for the key of each method that has one.
        on: Images to count on.
        at: Which epoch's networks.

    Returns:
        A verdict for the key of each method whose rival is there. Holm's correction is for all
        methods that face the same rival.
    """
    by_key = {method.key: method for method in methods}
    verdicts = {}
    for rival in dict.fromkeys(rivals.values()):
        facing = [method for method in methods if rivals.get(method.key) == rival != method.key]
        if rival in by_key and facing:
            for verdict in judge(by_key[rival], facing, on=on, at=at):
                verdicts[verdict.method] = verdict
    return verdicts
