"""Times several contenders alternately, so that other load on the machine affects all of them."""

from collections.abc import Callable, Mapping

Seconds = list[float]


def interleave(contenders: Mapping[str, Callable[[], Seconds]], rounds: int) -> dict[str, Seconds]:
    """Let each contender train once per round.

    Args:
        contenders: Functions that train and return seconds, by name.
        rounds: Number of rounds.

    Returns:
        All seconds of each contender, by name.
    """
    found: dict[str, Seconds] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, train in contenders.items():
            found[name] += train()
    return found
