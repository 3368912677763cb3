import copy
import json

import regdash
from regdash.spec import RunSpec
from regdash.spec.upgrades import STEPS
from regdash.spec.versions import FILE, merge_first, recorded_defaults
from tests.spec.record_defaults import changed, declared


def test_no_default_has_changed_without_a_new_version() -> None:
    assert changed(declared(), RunSpec().version, recorded_defaults()) == []


def test_a_changed_default_is_told_with_what_to_do() -> None:
    now = copy.deepcopy(declared())
    now["technique.dropout"]["rate"] = 0.5
    (told,) = changed(now, 1, recorded_defaults())
    assert told.startswith(
        "The default of rate in technique.dropout was 0.25 in version 1 and is 0.5 now:"
    )
    assert "raise RunSpec.version" in told
    later = {**recorded_defaults(), 2: now}
    assert changed(now, 2, later) == []


def test_identities_go_on_with_the_first_defaults() -> None:
    first = recorded_defaults()[1]
    later = {**first, "run": {**first["run"], "epochs": 99, "warm_up": 2}}
    assert merge_first("run", {1: first, 2: later}) == {**first["run"], "warm_up": 2}


def test_defaults_are_recorded_with_every_release() -> None:
    release = json.loads(FILE.read_text("utf-8"))["release"]
    assert release == regdash.__version__, (
        "A new release: run `python -m tests.spec.record_defaults`, so that later changes of its"
        " defaults are noticed."
    )


def test_each_version_has_its_step() -> None:
    assert RunSpec().version == len(STEPS) + 1
