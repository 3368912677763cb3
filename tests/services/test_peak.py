"""*Past the peak*: computed once as a job, and what is said of it."""

from dataclasses import replace
from itertools import count

import numpy as np

from regdash.content.peak import SETTINGS
from regdash.random_features.curve import CurvePoint, CurveSettings
from regdash.services.peak import (
    NOTICE,
    describe_cost,
    format_measure,
    list_findings,
    name_strength,
    open_peak,
)
from regdash.services.runs import RunService
from regdash.spec import DataSpec

SEEDS = count(1)


def small(**changes) -> CurveSettings:
    """Return settings that no other test has, so that they were not computed before."""
    base = replace(SETTINGS, data=DataSpec(train_size=60, validation_share=0.1, label_noise=0.15))
    sizes = (10, 30, 60, 90, 600)
    return replace(base, sizes=sizes, seeds=(next(SEEDS), 1000), validation_images=200, **changes)


def test_it_is_computed_once_and_tells_of_each_point(service: RunService) -> None:
    settings, notices = small(), []
    with service.store.notifier.subscribe(NOTICE, lambda: notices.append(1)):
        study = open_peak(service, settings)
        assert open_peak(service, settings) is study
        assert study.wait(60)
    assert study.complete
    assert not study.active
    assert [point.features for point in study.points] == [10, 30, 60, 90, 600]
    assert len(notices) == 5
    assert study.seconds > 0
    assert open_peak(service, settings) is study
    assert open_peak(service, small()) is not study
    found = list_findings(settings, study.points)
    assert "peaks at" in found[0]
    assert "with 60, as many as training images" in found[0]
    assert list_findings(settings, study.points[:-1]) == []


def test_one_that_failed_is_explained_and_can_be_started_again(service: RunService) -> None:
    settings = small()
    missing = replace(settings, data=settings.data.model_copy(update={"dataset": "nothing"}))
    study = open_peak(service, missing)
    assert study.wait(60)
    assert not study.complete
    assert study.problems
    assert "Traceback" not in study.problems[0]
    again = open_peak(service, missing)
    assert again is not study
    assert again.wait(60)


def test_it_can_be_stopped(service: RunService) -> None:
    study = open_peak(service, small())
    study.cancel()
    assert study.wait(60)
    assert study.cancelled or study.complete


def curve(*losses: list[float]) -> list[CurvePoint]:
    """Return points with these validation losses by strength, for the sizes of `small`."""
    points = []
    for size, loss in zip((10, 30, 60, 90, 600), losses, strict=True):
        values = np.array([loss, loss])
        points.append(CurvePoint(size, values, values / 2, values / 100, values / 200))
    return points


def test_findings_follow_from_the_data() -> None:
    settings = small()
    settings = replace(settings, strengths=(0.0, 1e-3, 1.0))
    peak = curve([0.9, 0.9, 0.9], [0.8, 0.8, 0.9], [50, 0.7, 0.9], [2, 0.6, 0.9], [0.7, 0.5, 0.9])
    found = list_findings(settings, peak)
    assert "falls to 0.800 with 30 features, peaks at 50.0 with 60, as many as" in found[0]
    assert found[0].endswith("again to 0.700 with 600, below the minimum before the peak.")
    assert found[1].startswith("Ridge 1e-3 is the weakest that removes the peak")
    assert "it is 0.500 instead of 0.700, and the error 0.5 % instead of 0.7 %" in found[1]
    assert found[2].startswith("Ridge 1 is too strong: with 600 features its validation loss is")
    higher = curve([0.9] * 3, [0.4, 1, 1], [50, 60, 70], [2, 2, 2], [0.7, 0.5, 0.2])
    assert "above the minimum before the peak." in list_findings(settings, higher)[0]
    assert list_findings(settings, higher)[1:] == [
        "None of the strengths of ridge removes the peak."
    ]
    falling = curve([0.9] * 3, [0.8] * 3, [0.7] * 3, [0.6] * 3, [0.5] * 3)
    assert list_findings(settings, falling) == ["Without ridge, the validation loss has no peak."]


def test_numbers_in_words() -> None:
    assert [name_strength(s) for s in (0.0, 1e-5, 0.1)] == ["no ridge", "ridge 1e-5", "ridge 0.1"]
    assert format_measure(4e-30, "train_loss") == "0"
    assert format_measure(371.6, "val_loss") == "372"
    assert format_measure(0.1953, "val_error") == "19.5 %"
    assert describe_cost().startswith("600 fits, ")
