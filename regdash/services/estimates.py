"""Estimates of how long runs will take on this machine."""

from collections.abc import Iterable
from threading import Lock

from cachetools import TTLCache, cached

from regdash.services.cost import estimate_seconds, speed_of
from regdash.services.runs import RunService
from regdash.services.speed import measured_speed
from regdash.spec import RunSpec

_LATEST = 20
"""Number of latest runs whose durations are used."""

_REMEMBERED = 30.0
"""Seconds for which the speed of the latest runs is cached."""


def estimate_runs(service: RunService, specs: Iterable[RunSpec]) -> float:
    """Estimate the time these runs will take one after the other, in seconds."""
    return estimate_seconds(specs, machine_speed(service))


def machine_speed(service: RunService) -> float:
    """Return the float32 matrix product rate of this machine, in floating-point operations per second.

    The higher of a measurement and a value derived from the latest runs: other load can only have
    lowered either of them.
    """
    return max(measured_speed(idle=service.is_idle()), _trained_speed(service))


@cached(TTLCache(maxsize=8, ttl=_REMEMBERED), key=lambda service: service.store.folder, lock=Lock())
def _trained_speed(service: RunService) -> float:
    efforts = service.store.recent_efforts(_LATEST)
    return max((speed_of(spec, seconds) for spec, seconds in efforts), default=0.0)
