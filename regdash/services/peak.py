"""Compute the study *Past the peak*, once per process, and say what was found."""

import time
from collections.abc import Callable, Iterator, Sequence
from threading import Lock

from regdash.content.peak import SETTINGS, USUAL_SECONDS
from regdash.datasets.preparation import prepare
from regdash.jobs.context import JobContext
from regdash.jobs.handlers import CurveHandler
from regdash.random_features.curve import CurvePoint, CurveSettings, Measure, measure_curve
from regdash.random_features.shape import find_peak, first_without_peak
from regdash.services.runs import RunService
from regdash.services.started import StartedJob
from regdash.settings.formatting import SHARE, count_of, format_loss, format_percent
from regdash.techniques.wording import format_strength

NOTICE = "peak"
"""Name under which the store's notifier tells of new points, in the place of a comparison's id."""


class PeakStudy(StartedJob[None]):
    """A curve that is computed point by point. Thread-safe; pages read it while it grows."""

    def __init__(self, service: RunService, settings: CurveSettings) -> None:
        """Start to compute it."""
        self.settings = settings
        self.points: tuple[CurvePoint, ...] = ()
        """What was measured so far, by ascending number of features."""
        self.seconds = 0.0
        """Time it has taken so far, without waiting for turns."""
        self._notify: Callable[[str], None] = service.store.notifier.notify
        super().__init__(service.scheduler, CurveHandler.key, NOTICE, self._compute, "computing")

    @property
    def complete(self) -> bool:
        """Whether all points are there."""
        return len(self.points) == len(self.settings.sizes)

    def _compute(self, context: JobContext) -> None:
        points = measure_points(self.settings)
        while not self.complete:
            context.check_stop()
            context.acquire()
            began = time.perf_counter()
            point = next(points)
            self.seconds += time.perf_counter() - began
            context.release()
            self.points = (*self.points, point)
            context.report("computing", len(self.points), len(self.settings.sizes))
            self._notify(NOTICE)


_started: dict[CurveSettings, PeakStudy] = {}
_LOCK = Lock()


def open_peak(service: RunService, settings: CurveSettings = SETTINGS) -> PeakStudy:
    """Return the study of these settings, which is computed once per process for all pages.

    It is started unless it was before; one that failed or was stopped is started again.
    """
    with _LOCK:
        study = _started.get(settings)
        if study is None or not (study.active or study.complete):
            study = _started[settings] = PeakStudy(service, settings)
        return study


def measure_points(settings: CurveSettings = SETTINGS) -> Iterator[CurvePoint]:
    """Yield the points of a curve, by ascending number of features.

    Raises:
        InputError: The data set is not in this store.
    """
    return measure_curve(settings, prepare(settings.data))


def describe_cost() -> str:
    """Return how many fits the study takes, and its time: measured if it was computed here."""
    fits = count_of(count_fits(SETTINGS), "fit")
    with _LOCK:
        study = _started.get(SETTINGS)
    if study is not None and study.complete:
        return f"{fits}, computed in {study.seconds:.1f} s."
    return f"{fits}, about {USUAL_SECONDS:.0f} s."


def count_fits(settings: CurveSettings) -> int:
    """Return the number of models that are fitted."""
    return len(settings.sizes) * len(settings.strengths) * len(settings.seeds)


def name_strength(strength: float) -> str:
    """Return `no ridge` or, for example, `ridge 1e-3`."""
    return f"ridge {format_strength(strength)}" if strength else "no ridge"


def format_measure(value: float, measure: Measure) -> str:
    """Return a loss or an error as text."""
    if measure.endswith("error"):
        return SHARE.text(value)
    # A model that fits all labels leaves a loss of rounding errors.
    return format_loss(value) if value > 1e-12 else "0"


def list_findings(settings: CurveSettings, points: Sequence[CurvePoint]) -> list[str]:
    """Return what a complete curve shows, in sentences; medians over the seeds."""
    if len(points) < len(settings.sizes):
        return []
    return [_describe_peak(settings, points), *_describe_ridge(settings, points)]


def _describe_peak(settings: CurveSettings, points: Sequence[CurvePoint]) -> str:
    peak = find_peak(points, 0)
    if peak is None:
        return "Without ridge, the validation loss has no peak."
    valley, top, end = (point.typical("val_loss", 0) for point in (peak.valley, peak.top, peak.end))
    seeds = peak.top.val_loss[:, 0]
    images = settings.data.train_size
    place = ", as many as training images" if peak.top.features == images else ""
    below = "below" if end < valley else "above"
    return (
        f"Without ridge, the validation loss falls to {format_loss(valley)} with {peak.valley.features:,}"
        f" features, peaks at {format_loss(top)} with {peak.top.features:,}{place} ({format_loss(min(seeds))} to"
        f" {format_loss(max(seeds))} over the seeds), and falls again to {format_loss(end)} with"
        f" {peak.end.features:,}, {below} the minimum before the peak."
    )


def _describe_ridge(settings: CurveSettings, points: Sequence[CurvePoint]) -> list[str]:
    chosen = first_without_peak(points, len(settings.strengths))
    if chosen is None:
        return ["None of the strengths of ridge removes the peak."]
    if chosen == 0:
        return []
    end = points[-1]

    def text(measure: Measure, strength: int) -> str:
        return format_measure(end.typical(measure, strength), measure)

    found = [
        f"{name_strength(settings.strengths[chosen]).capitalize()} is the weakest that removes the peak: the"
        f" validation loss never rises. With {end.features:,} features it is {text('val_loss', chosen)} instead"
        f" of {text('val_loss', 0)}, and the error {text('val_error', chosen)} instead of"
        f" {text('val_error', 0)}; it leaves {text('train_error', chosen)} of the training labels unfitted, of"
        f" which {format_percent(settings.data.label_noise)} are wrong."
    ]
    strongest = len(settings.strengths) - 1
    if end.typical("val_loss", strongest) > end.typical("val_loss", 0):
        found.append(
            f"{name_strength(settings.strengths[strongest]).capitalize()} is too strong: with"
            f" {end.features:,} features its validation loss is {text('val_loss', strongest)}, higher than"
            " without ridge."
        )
    return found
