"""Pictures of studies show the numbers of the page."""

import numpy as np
import pytest

from regdash.live.study_feed import StudyFeed
from regdash.reports.pictures.content import Dial, Heatmap
from regdash.services.runs import RunService
from regdash.services.studies import start_study, wait_for_study
from regdash.services.study_pictures import describe_study
from regdash.services.study_status import StudyStatus, read_status
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.reading import AnyStudy
from regdash.studies.search import Range, Search
from regdash.studies.study import Study

BASE = RunSpec.from_dict(
    {
        "data": {"train_size": 100, "validation_share": 0.1},
        "network": {"hidden_layers": [8]},
        "epochs": 3,
    }
)


def train(service: RunService, study: AnyStudy) -> StudyStatus:
    comparison_id = start_study(service, study, "My study")
    assert wait_for_study(service, comparison_id, 120)
    return read_status(service, comparison_id)


def build(*axes: str, seeds: tuple[int, ...] = (1, 2)) -> Study:
    return Study.build(BASE, [Axis.from_text(text) for text in axes], seeds)


def test_a_line(service: RunService) -> None:
    status = train(service, build("l2=0,1e-3,1e-1"))
    picture = describe_study(service.store, status)
    assert isinstance(picture, Dial)
    assert picture.title == "My study"
    loss, error = picture.panels
    assert [curve.name for curve in loss.curves] == ["validation", "training"]
    assert [label for _, label in picture.ticks] == ["0", "1e-3", "0.1"]
    assert loss.curves[0].x == pytest.approx([-5, -3, -1])
    assert len(loss.curves[0].dots[1]) == 6
    charts = StudyFeed(service, status.comparison.id).updates()["charts"]
    drawn = {t["meta"]["role"]: t["y"] for t in charts["loss"]["data"]}
    assert loss.curves[0].mean.tolist() == drawn["mean"]
    assert loss.curves[1].mean.tolist() == drawn["other"]
    assert loss.marks[0].y == min(drawn["mean"])
    assert error.percent
    assert error.curves[0].mean.tolist() == charts["error"]["data"][3]["y"]
    assert "Best validation loss: " in picture.caption


def test_a_grid(service: RunService) -> None:
    status = train(service, build("l2=1e-3,1e-2", "width=4,8", seeds=(1,)))
    picture = describe_study(service.store, status)
    assert isinstance(picture, Heatmap)
    cells = StudyFeed(service, status.comparison.id).updates()["charts"]["heatmap"]["data"][0]
    assert picture.values.tolist() == cells["z"]
    assert picture.texts == cells["text"]
    assert picture.best == np.unravel_index(picture.values.argmin(), (2, 2))


def test_a_search_and_nothing_yet_are_explained(service: RunService) -> None:
    search = Search.build(BASE, [Range.from_text("l2=1e-6..1e-1")], trial_count=2)
    with pytest.raises(InputError, match="A search has no picture"):
        describe_study(service.store, train(service, search))
    study = service.store.add_comparison("empty", setup=BASE)
    service.store.add_study(study, build("l2=0,1e-3"), service.owner)
    with pytest.raises(InputError, match="no trial has been trained"):
        describe_study(service.store, read_status(service, study))
