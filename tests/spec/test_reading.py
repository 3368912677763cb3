import json
from typing import Any

import pytest

from regdash.spec import RunSpec
from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.techniques import L2, TECHNIQUES


def stored(**changes: Any) -> str:
    return json.dumps({**json.loads(RunSpec().to_json()), **changes})


def test_todays_specs_are_read() -> None:
    spec = RunSpec.from_dict({"techniques": {"l2": {}}, "epochs": 3})
    assert read_spec(spec.to_json()) == spec


NOT_HERE = ", which this version of RegDash does not have"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            stored(version=7, techniques={"mixup": {}}),
            "was written in version 7 of the format, and this version of RegDash reads versions up to 1",
        ),
        (stored(techniques={"mixup": {"alpha": 0.2}}), f"uses the technique mixup{NOT_HERE}"),
        (
            stored(techniques={"dropout": {"rate": 0.5, "per_image": True}, "mixup": {}}),
            f"uses the setting 'per_image' of Dropout and the technique mixup{NOT_HERE}",
        ),
        (stored(network={"kind": "cnn"}), f"uses the kind of network cnn{NOT_HERE}"),
        (stored(network={"skip": 2}), f"uses the setting 'skip' of the network{NOT_HERE}"),
        (stored(augment=1), f"uses the setting 'augment'{NOT_HERE}"),
        (stored(optimizer={"beta": 1}), f"uses the setting 'beta' of optimizer{NOT_HERE}"),
        (
            stored(epochs=0),
            "has a spec that this version of RegDash does not accept: Epochs (epochs): received 0;"
            " allowed is a whole number from 1 to 10,000",
        ),
        (stored(techniques=3), "has a spec that this version of RegDash does not accept: Tech"),
        ("{", "has a spec that is damaged"),
        ("[]", "has a spec that is damaged"),
    ],
)
def test_what_cannot_be_read_has_its_reason(text: str, reason: str) -> None:
    found = read_spec(text)
    assert isinstance(found, UnreadableSpec)
    assert found.reason.startswith(reason)
    assert found.raw == text


class Mixup(L2):
    """A plug-in."""

    key = "mixup"  # type: ignore[misc]


def test_a_plug_in_makes_its_runs_readable() -> None:
    text = stored(techniques={"mixup": {"l2": 0.1}})
    assert isinstance(read_spec(text), UnreadableSpec)
    with TECHNIQUES.added(Mixup):
        assert isinstance(read_spec(text), RunSpec)
    assert isinstance(read_spec(text), UnreadableSpec)
