"""Messages for the element of *Past the peak*."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from regdash.content.peak import SETTINGS
from regdash.live.peak_feed import PeakFeed
from regdash.services.peak import open_peak
from regdash.services.runs import RunService

SMALL = replace(
    SETTINGS,
    data=SETTINGS.data.model_copy(update={"train_size": 40}),
    sizes=(10, 40, 400),
    seeds=(1, 2),
    validation_images=100,
)


@pytest.fixture
def service(home: Path):
    made = RunService(home)
    yield made
    made.close()


def test_everything_once_then_changes_until_it_is_complete(service: RunService) -> None:
    feed = PeakFeed(service, SMALL)
    first = json.loads(json.dumps(feed.updates()))
    assert set(first) == {
        *("setup", "charts", "rows", "progress", "findings", "problems"),
    }
    assert first["setup"]["ridges"][:2] == ["no ridge", "ridge 1e-5"]
    assert "not a Keras network" in first["setup"]["about"]
    assert set(first["charts"]) == {"loss", "error"}

    study = open_peak(service, SMALL)
    assert study.wait(60)
    last = PeakFeed(service, SMALL).updates()
    assert last["progress"]["share"] == 1
    assert last["progress"]["text"].startswith("36 fits in ")
    assert last["findings"]
    assert last["problems"] == []
    assert [len(rows) for rows in last["rows"]] == [3] * 6
    assert [row[0] for row in last["rows"][0]] == ["10", "40", "400"]
    assert all(len(row) == len(last["setup"]["columns"]) for row in last["rows"][0])

    # A page that was there from the start is told the same, once.
    more = feed.updates() or last
    assert more["findings"] == last["findings"]
    assert "setup" not in more or more is last
    assert feed.updates() == {}
    assert not feed.active


def test_a_failure_is_explained(service: RunService) -> None:
    missing = replace(SMALL, data=SMALL.data.model_copy(update={"dataset": "nothing"}))
    feed = PeakFeed(service, missing)
    first = feed.updates()
    assert service.scheduler.wait([job.id for job in service.scheduler.jobs()], 60)
    broken = feed.updates() or first
    assert broken["problems"][-1] == "Reload the page to try again."
    assert broken["progress"] == {"text": "0 of 3 numbers of features", "share": 0.0}
    assert feed.updates() == {}
    assert not feed.active
