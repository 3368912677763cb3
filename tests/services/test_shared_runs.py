"""Shared comparisons: what they need on this machine, and starting them."""

from pathlib import Path

import pytest

from regdash.datasets import collection
from regdash.datasets.importing import import_images
from regdash.services.comparisons import start_comparison
from regdash.services.runs import RunService
from regdash.services.shared_runs import plan_shared, start_shared
from regdash.services.sharing import SharedComparison, read_shared_text, shared_text
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from tests.support.archives import npz, shapes, upload

OTHER = "0123456789abcdef"


@pytest.fixture
def service(home: Path):
    opened = RunService(home)
    yield opened
    opened.close()


@pytest.fixture
def shared(tiny) -> SharedComparison:
    """Two methods with two seeds each; the baseline is not the plain one."""
    specs = [tiny(techniques=t, seed=s) for s in (1, 2) for t in ({}, {"dropout": {}})]
    return read_shared_text(shared_text("A race", specs, specs[1].method))


def test_a_comparison_from_elsewhere_is_trained(service: RunService, shared) -> None:
    plan = plan_shared(service, shared)
    assert plan.methods == ["baseline", "dropout 0.25"]
    assert plan.setup.startswith("300 digits · 32 · Adam 0.001 · 3 epochs")
    assert plan.setup.endswith("seeds 1–2")
    assert plan.describe(3.0) == "2 methods, 4 runs (seeds 1–2), about 3 s."
    assert (plan.here, plan.problems, len(plan.to_train)) == (None, (), 4)
    started = start_shared(service, shared)
    comparison = service.store.comparison(started.comparison_id)
    assert comparison is not None
    assert (comparison.title, comparison.baseline) == ("A race", shared.baseline)
    assert comparison.setup is not None
    assert not comparison.setup.techniques
    assert [run.spec for run in service.store.runs(comparison.id)] == list(shared.specs)
    # Pressed in another tab: it is not trained twice.
    assert plan_shared(service, shared).here == comparison.id
    assert start_shared(service, shared) == started
    assert len(service.store.recent_comparisons()) == 1
    assert service.wait(started.run_ids, timeout=120)


def test_what_was_trained_here_is_not_trained_again(service: RunService, shared) -> None:
    first = start_comparison(service, [shared.specs[1], shared.specs[0]], title="Mine")
    assert service.wait(first.run_ids, timeout=120)
    plan = plan_shared(service, shared)
    assert len(plan.to_train) == 2
    assert plan.describe(2.0) == (
        "2 methods, 4 runs (seeds 1–2): 2 trained here already, 2 to train, about 2 s."
    )
    assert plan.here is None
    started = start_shared(service, shared)
    copies = service.store.runs(started.comparison_id)[:2]
    assert [run.status for run in copies] == ["finished", "finished"]
    assert [run.spec for run in copies] == list(shared.specs[:2])
    for copy, original in zip(copies, first.run_ids[::-1], strict=True):
        assert service.store.epochs(copy.id) == service.store.epochs(original)
    assert service.wait(started.run_ids, timeout=120)
    runs = service.store.runs(started.comparison_id)
    assert [run.status for run in runs] == ["finished"] * 4
    # In the order of the link, colors included.
    assert [run.spec for run in runs] == list(shared.specs)
    assert [run.style_index for run in runs] == [0, 1, 0, 1]
    again = plan_shared(service, shared)
    assert again.here == started.comparison_id
    what = "2 methods, 4 runs (seeds 1–2), all"
    assert again.describe(0.0) == f"{what} in a comparison on this machine."
    service.delete_comparison(started.comparison_id)
    deleted = plan_shared(service, shared)
    assert (deleted.here, deleted.to_train) == (None, [])
    assert deleted.describe(0.0) == f"{what} trained here already."


def test_images_that_are_not_here_are_named(service: RunService, tiny) -> None:
    spec = tiny(data={"dataset": OTHER, "train_size": 20})
    named = SharedComparison("A", (spec,), names={OTHER: "My <images>"})
    plan = plan_shared(service, named)
    assert plan.problems == (
        f"The images of 'My <images>' ({OTHER}) are not on this machine, and a link does not contain"
        " any. Import the same images on the Data page or with 'regdash data add', then come back.",
    )
    assert plan.setup.startswith("20 images of My <images> · 32")
    unnamed = plan_shared(service, SharedComparison("A", (spec,)))
    assert f"The images of the data set {OTHER} are not on this machine" in unnamed.problems[0]
    with pytest.raises(InputError, match="is not in this store"):
        start_shared(service, named)
    assert service.store.recent_comparisons() == []


def test_images_that_were_imported_on_both_machines(service: RunService, tiny) -> None:
    pixels, labels = shapes(60)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))], name="Bars").info.id
    spec = tiny(data={"dataset": id, "train_size": 20})
    shared = SharedComparison("A", (spec,), names={id: "Other name"})
    plan = plan_shared(service, shared)
    assert plan.problems == ()
    assert plan.setup.startswith("20 images of Bars")
    started = start_shared(service, shared)
    assert service.wait(started.run_ids, timeout=120)
    # Its runs can be shown without the images.
    collection.remove(id)
    assert plan_shared(service, shared).problems == ()
    more = SharedComparison("A", (spec, spec.replace(seed=7)))
    assert plan_shared(service, more).problems[0].startswith(f"The images of 'Bars' ({id}) are not")


def test_a_spec_that_does_not_fit_the_images_is_refused(service: RunService) -> None:
    spec = RunSpec.from_dict({"data": {"train_size": 49_000}})
    plan = plan_shared(service, SharedComparison("A", (spec,)))
    assert plan.problems[0].startswith("Training images (train_size): received 49,000")


def test_methods_that_differ_in_a_setting_are_named_by_it(service: RunService, tiny) -> None:
    shared = SharedComparison("A", (tiny(), tiny(batch_size=64)))
    assert plan_shared(service, shared).methods == ["baseline, batch 32", "baseline, batch 64"]
