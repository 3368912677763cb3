"""Times several contenders in turn, so that a loud minute on the machine strikes all of them."""

from collections.abc import Callable, Mapping

Seconds = list[float]


def take_turns(contenders: Mapping[str, Callable[[], Seconds]], rounds: int) -> dict[str, Seconds]:
    """Let each contender train once a round; gives all seconds of each."""
    found: dict[str, Seconds] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, train in contenders.items():
            found[name] += train()
    return found
