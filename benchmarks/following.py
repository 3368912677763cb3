"""The way of points from the training thread to the screen, put together from both logs."""

from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.browser import Painted
from benchmarks.event_log import EventLog


class Point(NamedTuple):
    """Latencies of a point, in milliseconds from the end of its epoch."""

    waited: float
    """To the start of the first update that can include it."""
    answered: float
    """To the end of that update."""
    painted: float
    """To the first frame after the one that drew it."""


def follow_points(
    event_log: EventLog, seen: Sequence[Painted], began: float, until: float
) -> tuple[list[Point], int]:
    """Follow the epochs that ended in a period of time.

    Returns:
        The points that were painted, and the number of those that were not.
    """
    at = _paint_times(seen)
    looks = [(line["at"] - line["seconds"], line["at"]) for line in event_log.read("look", began)]
    points = []
    ended = event_log.read("epoch", began, until)
    for line in ended:
        moment, painted = line["at"], at.get((line["run"], line["epoch"]))
        if painted is None:
            continue
        look = next((look for look in looks if look[0] > moment), (painted, painted))
        points.append(Point(*(1000 * (end - moment) for end in (*look, painted))))
    return points, len(ended) - len(points)


def _paint_times(seen: Sequence[Painted]) -> dict[tuple[str, int], float]:
    at: dict[tuple[str, int], float] = {}
    latest: dict[str, int] = {}
    for point in seen:
        # One frame may bring several epochs at once.
        for epoch in range(latest.get(point.run, 0) + 1, point.epoch + 1):
            at[point.run, epoch] = point.at
        latest[point.run] = max(latest.get(point.run, 0), point.epoch)
    return at
