"""Pictures of studies show the numbers of the page."""

from html import unescape
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import pytest

from regdash.live.study_feed import StudyFeed
from regdash.reports.html.page import write_report
from regdash.reports.pictures.content import Dial, Heatmap
from regdash.services.bundle import export_bundle
from regdash.services.report import describe_report
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.studies import start_study, wait_for_study
from regdash.services.study_pictures import describe_study, find_study_picture
from regdash.services.study_status import StudyStatus, read_status
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.dimensions import find_dimension
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
    assert [label for _, label in loss.axis.ticks] == ["0", "1e-3", "0.1"]
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


def test_a_search(service: RunService) -> None:
    ranges = [Range.from_text("l2=1e-6..1e-1:log"), Range.from_text("width=4..16")]
    status = train(service, Search.build(BASE, ranges, trial_count=6))
    picture = describe_study(service.store, status)
    assert isinstance(picture, Dial)
    history, strengths, widths = picture.panels
    best_so_far, trials = history.curves
    charts = StudyFeed(service, status.comparison.id).updates()["charts"]
    line, dots, _ = charts["history"]["data"]
    assert trials.dots[1].tolist() == dots["y"]
    # The same steps: at each trial, the best of it and those before.
    assert best_so_far.x.tolist() == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 6]
    assert best_so_far.mean[::2].tolist() == line["y"]
    assert ["L2" in strengths.axis.label, "idth" in widths.axis.label] == [True, True]
    assert (10 ** strengths.curves[0].dots[0]).tolist() == pytest.approx(
        [find_dimension("l2").read(run.spec) for run in status.runs]
    )
    drawn = charts["slice width"]["layout"]["xaxis"]
    assert list(widths.axis.limits) == drawn["range"]
    assert [label for _, label in widths.axis.ticks] == drawn["ticktext"]
    assert {panel.marks[0].y for panel in picture.panels} == {min(dots["y"])}
    assert "Each dot is a trial" in picture.caption


def test_a_search_over_eight_settings_leaves_out_what_matters_least(service: RunService) -> None:
    keys = ("l1", "l2", "dropout", "label_smoothing", "weight_decay", "learning_rate", "max_norm")
    ends = ("1e-6..1e-3", "1e-6..1e-3", "0..0.5", "0..0.2", "1e-4..1e-2", "1e-4..1e-2", "1..4")
    texts = [f"{key}={end}" for key, end in zip(keys, ends, strict=True)]
    ranges = [Range.from_text(text) for text in (*texts, "width=4..16")]
    status = train(service, Search.build(BASE, ranges, trial_count=2))
    picture = describe_study(service.store, status)
    assert isinstance(picture, Dial)
    assert len(picture.panels) == 8
    # With two trials, it is not known yet what matters.
    assert "Not drawn: Width." in picture.caption


@pytest.mark.parametrize("varied", [("l2=1e-3,1e-2",), ("l2=1e-3,1e-2", "width=4,8")])
def test_reports_show_the_picture(service: RunService, varied: tuple[str, ...]) -> None:
    status = train(service, build(*varied, seeds=(1,)))
    other = status.comparison
    selection = Selection(other, service.store.runs(other.id))
    picture = describe_study(service.store, status)
    report = write_report(describe_report(service, selection))
    section = report[report.index("<h2>Study</h2>") : report.index("<h2>What helped?</h2>")]
    assert "<svg" in section
    assert picture.caption.split(". ")[0] in unescape(section)
    names = ZipFile(BytesIO(export_bundle(service, selection).data)).namelist()
    assert {f"figures/study.{kind}" for kind in ("png", "svg", "pdf")} <= set(names)


def test_other_reports_have_none(service: RunService) -> None:
    plain = service.store.add_comparison("plain", setup=BASE)
    assert service.wait(service.submit(plain, [BASE]), timeout=60)
    comparison = service.store.comparison(plain)
    assert comparison is not None
    selection = Selection(comparison, service.store.runs(plain))
    assert find_study_picture(service, plain) is None
    assert "<h2>Study</h2>" not in write_report(describe_report(service, selection))


def test_nothing_yet_is_explained(service: RunService) -> None:
    study = service.store.add_comparison("empty", setup=BASE)
    service.store.add_study(study, build("l2=0,1e-3"), service.owner)
    assert find_study_picture(service, study) is None
    with pytest.raises(InputError, match="no trial has been trained"):
        describe_study(service.store, read_status(service, study))
