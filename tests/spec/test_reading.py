import json
from typing import Any

import pytest

from regdash.settings.fields import dial
from regdash.spec import RunSpec
from regdash.spec.canonical import canonical_form
from regdash.spec.reading import UnreadableSpec, read_form, read_spec
from regdash.techniques import L2, TECHNIQUES


def stored(**changes: Any) -> str:
    return json.dumps({**json.loads(RunSpec().to_json()), **changes})


def test_current_specs_are_read() -> None:
    spec = RunSpec.from_dict({"techniques": {"l2": {}}, "epochs": 3})
    assert read_spec(spec.to_json()) == spec


MISSING = ", which this version of RegDash does not have"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            stored(version=7, techniques={"mixup": {}}),
            "was written in version 7 of the format, and this version of RegDash reads versions up to 1",
        ),
        (stored(techniques={"mixup": {"alpha": 0.2}}), f"uses the technique mixup{MISSING}"),
        (
            stored(techniques={"dropout": {"rate": 0.5, "per_image": True}, "mixup": {}}),
            f"uses the setting 'per_image' of Dropout and the technique mixup{MISSING}",
        ),
        (stored(network={"kind": "cnn"}), f"uses the kind of network cnn{MISSING}"),
        (stored(network={"skip": 2}), f"uses the setting 'skip' of the network{MISSING}"),
        (stored(augment=1), f"uses the setting 'augment'{MISSING}"),
        (stored(optimizer={"beta": 1}), f"uses the setting 'beta' of optimizer{MISSING}"),
        (
            stored(epochs=0),
            "has a spec that this version of RegDash does not accept: Epochs (epochs): received 0;"
            " allowed: a whole number from 1 to 10,000",
        ),
        (stored(techniques=3), "has a spec that this version of RegDash does not accept: Tech"),
        ("{", "has a spec that is damaged"),
        ("[]", "has a spec that is damaged"),
    ],
)
def test_unreadable_specs_have_a_reason(text: str, reason: str) -> None:
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


def test_forms_are_read_as_the_same_spec() -> None:
    for values in (
        {},
        {"techniques": {"dropout": {}, "l2": {"l2": 0.01}}, "seed": 7},
        {"optimizer": {"name": "sgd", "momentum": 0.5}, "network": {"hidden_layers": [20]}},
        {"data": {"train_size": 500, "label_noise": 0.2}, "batch_size": 64},
    ):
        spec = RunSpec.from_dict(values)
        assert read_form(canonical_form(spec), 1) == spec


class LaterL2(L2):
    """L2 in a later version, with another default."""

    l2: float = dial(0.5, "L2", "Strength.", ge=0, le=1)


def test_a_form_omits_the_first_default_whatever_the_default_is_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    form = canonical_form(RunSpec.from_dict({"techniques": {"l2": {}}}))
    assert form["techniques"] == {"l2": {}}
    later = tuple(LaterL2 if cls is L2 else cls for cls in TECHNIQUES)
    monkeypatch.setattr(TECHNIQUES, "_items", later)
    assert RunSpec.from_dict({"techniques": {"l2": {}}}).name == "L2 0.5"
    spec = read_form(form, 1)
    assert isinstance(spec, RunSpec)
    assert spec.name == "L2 1e-4"


@pytest.mark.parametrize(
    ("form", "version", "reason"),
    [
        ({}, 7, "was written in version 7 of the format"),
        ({"techniques": {"mixup": {}}}, 1, f"uses the technique mixup{MISSING}"),
        ({"network": {"kind": "cnn", "filters": 3}}, 1, f"uses the kind of network cnn{MISSING}"),
        ({"data": 3}, 1, "has a spec that this version of RegDash does not accept"),
        ({"techniques": {"l2": [1]}}, 1, "has a spec that this version of RegDash does not accept"),
    ],
)
def test_unreadable_forms_have_a_reason(form: dict[str, Any], version: int, reason: str) -> None:
    found = read_form(form, version)
    assert isinstance(found, UnreadableSpec)
    assert found.reason.startswith(reason)
