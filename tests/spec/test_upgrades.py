from typing import Any

import pytest

from regdash.settings.messages import InputError
from regdash.spec.upgrades import upgrade


def _to_2(values: dict[str, Any]) -> dict[str, Any]:
    values["rounds"] = values.pop("epochs")
    return values


def _to_3(values: dict[str, Any]) -> dict[str, Any]:
    return {"noise": 0.5, **values}


STEPS = (_to_2, _to_3)


def test_each_step_is_taken_from_the_version_on() -> None:
    assert upgrade({"version": 1, "epochs": 4}, STEPS) == {"version": 3, "rounds": 4, "noise": 0.5}
    assert upgrade({"version": 2, "rounds": 4}, STEPS) == {"version": 3, "rounds": 4, "noise": 0.5}


def test_todays_specs_stay_as_they_are() -> None:
    values = {"version": 3, "rounds": 4}
    assert upgrade(values, STEPS) == values
    assert upgrade({"rounds": 4}, STEPS) == {"rounds": 4}


def test_what_was_given_stays_as_it_was() -> None:
    values = {"version": 1, "epochs": 4}
    upgrade(values, STEPS)
    assert values == {"version": 1, "epochs": 4}


@pytest.mark.parametrize(
    ("version", "words"),
    [
        (4, "received 4; this version of RegDash reads versions up to 3. Update RegDash."),
        (0, "received 0; allowed is 1 to 3"),
        (True, "received True; allowed is 1 to 3"),
        ("2", "received '2'; allowed is 1 to 3"),
        (None, "received None; allowed is 1 to 3"),
    ],
)
def test_versions_that_cannot_be_read_are_told(version: object, words: str) -> None:
    with pytest.raises(InputError) as caught:
        upgrade({"version": version}, STEPS)
    assert words in str(caught.value)
