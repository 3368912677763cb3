"""Messages for the element of a study."""

import json
from pathlib import Path

import pytest

from regdash.live.feed import decode_rows
from regdash.live.study_feed import CURVES, StudyFeed, study_state
from regdash.services.runs import RunService
from regdash.services.studies import cancel_study, extend_study, start_study, wait_for_study
from regdash.services.study_status import read_status
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.study import Study

SMALL = {
    "data": {"train_size": 100, "validation_share": 0.1},
    "network": {"hidden_layers": [8]},
    "epochs": 3,
}


@pytest.fixture
def service(home: Path):
    made = RunService(home)
    yield made
    made.close()


def train(service: RunService, *axes: str, seeds: tuple[int, ...] = (1, 2)) -> str:
    study = Study.build(RunSpec.from_dict(SMALL), [Axis.from_text(text) for text in axes], seeds)
    comparison_id = start_study(service, study)
    assert wait_for_study(service, comparison_id, 120)
    return comparison_id


def test_everything_once_then_verdicts_then_changes(service: RunService) -> None:
    comparison_id = train(service, "l2=0,1e-3,1e-1")
    feed = StudyFeed(service, comparison_id)
    first = json.loads(json.dumps(feed.updates()))
    assert set(first) == {
        *("setup", "charts", "cells", "curves", "progress", "findings", "page_state")
    }
    assert [axis["labels"] for axis in first["setup"]["axes"]] == [["0", "1e-3", "0.1"]]
    assert first["setup"]["axes"][0]["phrases"][0] == "without L2"
    assert set(first["charts"]) == {"loss", "error", "weights"}
    assert set(first["cells"]) == {"0", "1", "2"}
    assert first["progress"] == {"text": "6 of 6 trials ended", "share": 1.0, "state": "ended"}
    assert first["findings"][0].startswith("Best validation loss: ")
    runs = service.store.runs(comparison_id)
    assert set(first["curves"]) == {run.id for run in runs}
    rows = decode_rows(first["curves"][runs[0].id], CURVES)
    recorded = service.store.epochs(runs[0].id)
    assert rows["epoch"].tolist() == [1, 2, 3]
    assert rows["val_loss"] == pytest.approx([r["val_loss"] for r in recorded], rel=1e-6)
    cell = next(c for c in first["cells"].values() if c["trials"][0]["id"] == runs[0].id)
    assert [(trial["seed"], trial["status"]) for trial in cell["trials"]] == [
        (1, "finished"),
        (2, "finished"),
    ]
    # What needs predictions comes second, then nothing more.
    assert set(feed.updates()) <= {"cells", "findings", "charts"}
    assert feed.updates() == {}
    assert not feed.active

    extend_study(service, comparison_id, 1)
    assert wait_for_study(service, comparison_id, 120)
    later = feed.updates()
    assert len(later["curves"]) == 3
    assert later["progress"]["text"] == "9 of 9 trials ended"
    assert later["page_state"] == study_state(read_status(service, comparison_id))


def test_a_grid_has_pairs(service: RunService) -> None:
    feed = StudyFeed(service, train(service, "l2=1e-3,1e-2", "width=4,8", seeds=(1,)))
    first = feed.updates()
    assert set(first["charts"]) == {"heatmap", "slices"}
    assert set(first["cells"]) == {"0,0", "0,1", "1,0", "1,1"}
    assert sum(cell["mark"] == "best" for cell in first["cells"].values()) == 1
    assert (first["setup"]["rules"], len(first["setup"]["axes"])) == ("", 2)


def test_a_study_of_seeds_has_one_best(service: RunService) -> None:
    """Its trials are one method, since they differ in their seeds alone."""
    cells = StudyFeed(service, train(service, "seed=1,2,3", seeds=(1,))).updates()["cells"]
    assert len(cells) == 3
    assert sum(cell["mark"] == "best" for cell in cells.values()) == 1


def test_a_cancelled_study_says_so(service: RunService) -> None:
    study = Study.build(
        RunSpec.from_dict({**SMALL, "epochs": 400}), [Axis.from_text("l2=1e-3,1e-2")]
    )
    comparison_id = start_study(service, study)
    feed = StudyFeed(service, comparison_id)
    assert feed.updates()["progress"]["state"] == "running"
    cancel_study(service, comparison_id)
    progress = feed.updates()["progress"]
    assert progress["state"] == "paused"
    assert progress["text"].endswith("paused")


def test_what_is_no_study_has_no_messages(service: RunService) -> None:
    feed = StudyFeed(service, service.store.add_comparison("mine"))
    assert feed.updates() == {}
    assert not feed.active
