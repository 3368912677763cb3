"""Messages for the element of a study: a search."""

import json

import pytest

from regdash.live.study_feed import StudyFeed
from regdash.services.runs import RunService
from regdash.services.studies import extend_search, start_study, wait_for_study
from regdash.spec import RunSpec
from regdash.studies.search import Range, Search

SMALL = {
    "data": {"train_size": 100, "validation_share": 0.1},
    "network": {"hidden_layers": [8]},
    "epochs": 2,
}


@pytest.fixture
def service(home):
    made = RunService(home)
    yield made
    made.close()


def test_a_search_is_shown_trial_by_trial(service: RunService) -> None:
    ranges = [Range.from_text(text) for text in ("l2=1e-6..1e-1", "learning_rate=1e-4..1e-2")]
    search = Search.build(RunSpec.from_dict(SMALL), ranges, trial_count=10)
    comparison_id = start_study(service, search)
    assert wait_for_study(service, comparison_id, 120)
    feed = StudyFeed(service, comparison_id)
    first = json.loads(json.dumps(feed.updates()))
    (axis,) = first["setup"]["axes"]
    assert (axis["title"], axis["labels"][:2], axis["positions"][:2]) == (
        "Trial",
        ["1", "2"],
        [1, 2],
    )
    assert axis["phrases"][0].startswith("trial 1, L2 ")
    assert [column["title"] for column in first["setup"]["columns"]][:3] == [
        "L2 strength",
        "Learning rate",
        "Val. loss",
    ]
    keys = ["history", "slice l2", "slice learning_rate", "parallel", "importance", "contour"]
    assert list(first["charts"]) == keys
    assert first["charts"]["history"]["cursor"] == "value"
    best = [place for place, cell in first["cells"].items() if cell["mark"] == "best"]
    assert len(best) == 1
    cell = first["cells"][best[0]]
    assert (cell["said"], cell["state"]) == (["best"], "finished")
    assert cell["figures"]["l2"] in axis["phrases"][int(best[0])]
    assert first["progress"]["text"] == "10 of 10 trials ended"
    assert len(first["curves"]) == 10
    feed.updates()

    extend_search(service, comparison_id, 1)
    assert wait_for_study(service, comparison_id, 120)
    later = feed.updates()
    assert len(later["curves"]) == 1
    assert later["setup"]["axes"][0]["labels"][-1] == "11"


def test_a_pruned_trial_says_when(service: RunService) -> None:
    base = RunSpec.from_dict({**SMALL, "epochs": 3})
    ranges = [Range.from_text("learning_rate=1e-5..1e-1")]
    search = Search.build(base, ranges, trial_count=16, prune=True)
    comparison_id = start_study(service, search)
    assert wait_for_study(service, comparison_id, 120)
    first = StudyFeed(service, comparison_id).updates()
    pruned = [cell for cell in first["cells"].values() if cell["state"] == "pruned"]
    assert pruned
    assert first["progress"]["text"] == f"16 of 16 trials ended, {len(pruned)} pruned"
    for cell in pruned:
        assert cell["said"][0].startswith("pruned after epoch ")
        assert set(cell["figures"]) == {"learning_rate"}
    crosses = first["charts"]["history"]["data"][-1]
    assert len(crosses["x"]) == len(pruned)


def test_it_says_why_there_are_fewer_trials(service: RunService) -> None:
    base = RunSpec.from_dict({**SMALL, "epochs": 1})
    for ranges, settings, reason in (
        ("depth=1..2", {}, "nothing was left to try"),
        ("l2=1e-6..1e-1", {"minutes": 1e-5}, "the time was over"),
    ):
        search = Search.build(base, [Range.from_text(ranges)], **settings)
        comparison_id = start_study(service, search)
        assert wait_for_study(service, comparison_id, 120)
        text = StudyFeed(service, comparison_id).updates()["progress"]["text"]
        assert text.endswith(f" of 30 trials ended, then {reason}")
