"""Presets: ready-made races."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from regdash.datasets.checks import complete_spec
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import KIND


@dataclass(frozen=True)
class Preset:
    """A race: a few specs that differ only in their techniques; the first is the baseline."""

    key: str
    title: str
    line: str
    """What it shows, in one sentence."""
    build: Callable[[], list[RunSpec]]
    seeds: int = 5
    """Seeds per method; with three, methods with a typical spread are seldom distinguished."""

    def specs(self, **changes: Any) -> list[RunSpec]:
        """Return its specs for one seed, with some top-level fields changed.

        Raises:
            InputError: A change that is not allowed.
        """
        return [_merge(spec, changes) for spec in self.build()]

    def lineup(self, seeds: Sequence[int] = (), **changes: Any) -> list[RunSpec]:
        """Return all its specs, seed by seed, so that all methods grow together.

        Args:
            seeds: Seeds to train; if left out, 1 to `Preset.seeds`.
            changes: Top-level fields to change.

        Raises:
            InputError: A change that is not allowed.
        """
        specs = self.specs(**changes)
        numbers = seeds or range(1, self.seeds + 1)
        return [spec.replace(seed=seed) for seed in numbers for spec in specs]


def _merge(spec: RunSpec, changes: Mapping[str, Any]) -> RunSpec:
    values = spec.model_dump(mode="json")
    if "name" in changes.get("optimizer", {}):
        del values["optimizer"]["learning_rate"]  # another optimizer has its own default
    if changes.get("network", {}).get(KIND, spec.network.key) != spec.network.key:
        values["network"] = {}  # another kind has other settings
    for key, value in changes.items():
        values[key] = {**values[key], **value} if isinstance(value, Mapping) else value
    return complete_spec(values)


def first_setup() -> RunSpec:
    """Return what the composer contains before anything was chosen: a network trained within seconds.

    The defaults of a spec are those of the article, of which one epoch takes two seconds.
    """
    return RunSpec.from_dict(
        {
            "data": {"train_size": 1000},
            "network": {"hidden_layers": [500, 500]},
            "epochs": 20,
        }
    )


def _race(common: dict[str, Any], *techniques: dict[str, Any]) -> list[RunSpec]:
    return [RunSpec.from_dict({**common, "techniques": chosen}) for chosen in techniques]


def _overfit() -> list[RunSpec]:
    # The setting was found by measurement. `python -m benchmarks.overfit_card`, ten repetitions of five
    # seeds, each with seeds and splits of its own: the baseline's validation loss rises by 41 to 52%
    # after its minimum, its accuracy is 18.9 to 20.4 points higher on training images than on
    # validation images, and in all ten dropout and augmentation are "better", in three L2 too. Without
    # wrong labels, and with fewer images, the loss rises too, but validation images are too few, or
    # differences too small, to distinguish more than one technique. Wider networks take longer and
    # differ less; half of the time of an epoch is that of its 4,900 validation images.
    common = {
        "data": {"train_size": 1000, "validation_share": 0.1, "label_noise": 0.15},
        "network": {"hidden_layers": [128, 128]},
        "optimizer": {"learning_rate": 2e-3},
        "epochs": 25,
        "batch_size": 32,
    }
    return _race(common, {}, {"l2": {"l2": 2e-2}}, {"dropout": {"rate": 0.6}}, {"augmentation": {}})


def _article() -> list[RunSpec]:
    # As intended: the whitening is applied, and early stopping trains a new network.
    dropout = {"dropout": {"rate": 0.25}}
    stopping = {"early_stopping": {"monitor": "val_accuracy", "patience": 2}}
    return _race(
        {},
        {},
        {"l2": {"l2": 1e-4}},
        {"l1": {"l1": 1e-4}},
        dropout,
        {**dropout, "zca_whitening": {}},
        {**dropout, **stopping},
    )


def _noise() -> list[RunSpec]:
    common = {
        "data": {"train_size": 2000, "validation_share": 0.1, "label_noise": 0.3},
        "epochs": 25,
    }
    return _race(
        common,
        {},
        {"l2": {"l2": 1e-2}},
        {"dropout": {"rate": 0.5}},
        {"early_stopping": {"monitor": "val_loss", "patience": 5}},
    )


PRESETS: tuple[Preset, ...] = (
    Preset(
        "overfit",
        "Watch a network overfit",
        "A plain network memorizes 1,000 digits, 150 of them with a wrong label, and its validation"
        " loss rises again; with regularization, the validation loss stays low.",
        _overfit,
    ),
    Preset(
        "article",
        "The article's case study",
        "The article that RegDash grew out of, in six steps on 34,300 digits, with whitening actually"
        " applied.",
        _article,
    ),
    Preset(
        "noise",
        "Noisy labels",
        "3 of 10 training labels are wrong: without regularization, the network memorizes the wrong"
        " labels too.",
        _noise,
    ),
)


def find_preset(key: str) -> Preset:
    """Find a preset by its key.

    Raises:
        InputError: There is no preset with that key.
    """
    for preset in PRESETS:
        if preset.key == key:
            return preset
    known = ", ".join(preset.key for preset in PRESETS)
    raise InputError([f"There is no preset '{key}'. There are: {known}."])
