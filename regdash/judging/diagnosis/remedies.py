"""What can be tried next: in words, and as settings or techniques that a page can offer to start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from pydantic import ValidationError

from regdash.datasets.collection import find
from regdash.datasets.sizes import available_size
from regdash.models import MLP
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.techniques import L2, Augmentation, Dropout, Technique, format_technique

_MAX_RATE = 10.0

_RATE_STEP = 3
"""Factor between suggested learning rates, about half a power of ten."""

_STRENGTHS = {
    "l2": "l2",
    "l1": "l1",
    "dropout": "rate",
    "gaussian_noise": "stddev",
    "label_smoothing": "label_smoothing",
    "weight_decay": "weight_decay",
}
"""The setting that determines how strongly a technique regularizes."""


@dataclass(frozen=True)
class Advice:
    """What to try next."""

    text: str
    """One sentence."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Settings by name, to be changed together."""
    techniques: tuple[str, ...] = ()
    """As text for `parse_technique`, each to be tried on its own; one that the run already uses
    replaces it."""


@dataclass(frozen=True)
class Remedy:
    """One thing to try."""

    words: str
    """Such as `dropout 0.5` or `a smaller network`."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    technique: Technique | None = None

    @classmethod
    def using(cls, technique: Technique, words: str = "") -> Self:
        """Return the remedy to add a technique; by default, its label is how it is called."""
        return cls(words or technique.label(), technique=technique)

    def works_with(self, spec: RunSpec) -> bool:
        """Return whether its technique can be added to a spec."""
        if self.technique is None:
            return True
        others = [t for t in spec.techniques if t.key != self.technique.key]
        chosen = {t.key: t.model_dump(mode="json") for t in (*others, self.technique)}
        try:
            spec.replace(techniques=chosen)
        except InputError:
            return False
        info = find(spec.data.dataset)
        return info is None or not (
            self.technique.check_data(info) or self.technique.check_features(info.image_shape)
        )


def advise(start: str, remedies: Sequence[Remedy], end: str = ".") -> Advice:
    """Return the advice to try one of several remedies.

    Args:
        start: Start of the sentence, such as `Try`.
        remedies: At least one. If several change settings, only the changes of the first are
            offered, because changes are made together.
        end: End of the sentence.
    """
    changes: Mapping[str, Any] = next((r.changes for r in remedies if r.changes), {})
    techniques = tuple(format_technique(r.technique) for r in remedies if r.technique)
    return Advice(f"{start} {any_of([r.words for r in remedies])}{end}", changes, techniques)


def any_of(words: Sequence[str]) -> str:
    """Join words: `a, b, or c`."""
    if len(words) < 3:
        return " or ".join(words)
    return f"{', '.join(words[:-1])}, or {words[-1]}"


def rounded(rate: float) -> float:
    """Round a number to two significant digits."""
    return float(f"{rate:.2g}")


def higher_rate(spec: RunSpec) -> list[Remedy]:
    """Return a higher learning rate, unless it is the highest."""
    rate = spec.optimizer.learning_rate
    if rate >= _MAX_RATE:
        return []
    higher = rounded(min(_MAX_RATE, rate * _RATE_STEP))
    words = f"a higher learning rate ({higher:g} instead of {rate:g})"
    return [Remedy(words, {"learning_rate": higher})]


def larger_network(spec: RunSpec) -> Remedy:
    """Return a network with twice as many units."""
    network = spec.network
    if isinstance(network, MLP) and network.hidden_layers:
        twice = tuple(2 * units for units in network.hidden_layers)
        try:
            larger = spec.replace(
                network={**network.model_dump(mode="json"), "hidden_layers": twice}
            )
        except InputError:  # too large
            return Remedy("a larger network")
        return Remedy(f"a larger network ({larger.network.label()})", {"hidden_layers": twice})
    return Remedy("a larger network")


def more_images(spec: RunSpec) -> list[Remedy]:
    """Return twice as many training images, or all there are."""
    size = spec.data.train_size
    if find(spec.data.dataset) is None or size >= available_size(spec.data):
        return []
    more = min(2 * size, available_size(spec.data))
    return [Remedy(f"more training images ({more:,})", {"train_size": more})]


def regularizers(spec: RunSpec) -> list[Remedy]:
    """Return usual techniques against a gap that are possible and not used yet."""
    has = {technique.key for technique in spec.techniques}
    found: list[Technique] = [
        technique for technique in (Augmentation(), Dropout(rate=0.5)) if technique.key not in has
    ]
    if not has & {"l2", "l1_l2", "weight_decay"}:
        found.append(L2(l2=_usual_l2(spec.data.train_size)))
    return [remedy for remedy in map(Remedy.using, found) if remedy.works_with(spec)]


def _usual_l2(images: int) -> float:
    """Return an L2 strength for a number of training images.

    A penalty is weighed against the mean loss of an image, so the same prior on the weights is
    inversely proportional to their number: 3e-3 for 1,000 images, 1e-4 for 30,000.
    """
    return float(f"{min(0.03, max(1e-6, 3 / images)):.0e}")


def weaker(used: Sequence[Technique]) -> list[Remedy]:
    """Return weaker settings of the regularizers that a run uses."""
    if not used:
        return []
    rescaled = _rescaled(used[0], 0.1, 0.5) if len(used) == 1 else None
    if rescaled is None:
        return [Remedy(f"weaker regularization ({' + '.join(t.label() for t in used)})")]
    return [Remedy.using(rescaled, f"{rescaled.label()} instead of {used[0].label()}")]


def stronger(used: Sequence[Technique]) -> Remedy:
    """Return stronger settings of the regularizers that a run uses."""
    rescaled = _rescaled(used[0], 3.0, 2.0) if len(used) == 1 else None
    if rescaled is None:
        return Remedy(f"stronger settings ({' + '.join(t.label() for t in used)})")
    return Remedy.using(rescaled, f"{rescaled.label()} instead of {used[0].label()}")


def _rescaled(technique: Technique, log_factor: float, factor: float) -> Technique | None:
    """Return a technique with another strength; None if it has none, or if it is at its limit."""
    name = _STRENGTHS.get(technique.key)
    if name is None:
        return None
    (dial,) = (dial for dial in technique.dials() if dial.name == name)
    before = getattr(technique, name)
    after = rounded(before * (log_factor if dial.scale == "log" else factor))
    if after in (before, 0.0):
        return None
    try:
        return type(technique).model_validate({**technique.model_dump(mode="json"), name: after})
    except ValidationError:  # outside the range
        return None
