"""What to try next: never what the run has already."""

from collections.abc import Sequence

from regdash.datasets.collection import find
from regdash.datasets.sizes import available_size
from regdash.models import MLP
from regdash.spec import RunSpec
from regdash.techniques import EarlyStopping

_RESTRAINTS = frozenset(
    {
        "l2",
        "l1",
        "l1_l2",
        "dropout",
        "max_norm",
        "gaussian_noise",
        "label_smoothing",
        "weight_decay",
        "augmentation",
    }
)
"""Techniques that keep a network from fitting its training images."""

_SLOWEST, _FASTEST = 1e-6, 10.0
_MOST_EPOCHS = 10_000
_STEP = 3
"""Learning rates are tried in steps of this factor: about half a power of ten."""


def smaller_rate(spec: RunSpec) -> str:
    """`Try a smaller learning rate (0.0003 instead of 0.001).`"""
    rate = spec.optimizer.learning_rate
    if rate <= _SLOWEST:
        return "Try another initializer or activation; the learning rate is as small as can be."
    return f"Try a smaller learning rate ({max(_SLOWEST, rate / _STEP):.2g} instead of {rate:g})."


def more_capacity(spec: RunSpec) -> str:
    """For a network that does not fit its training images."""
    cures = ["a larger network"]
    rate = spec.optimizer.learning_rate
    if rate < _FASTEST:
        higher = min(_FASTEST, rate * _STEP)
        cures.append(f"a higher learning rate ({higher:.2g} instead of {rate:g})")
    restraints = [t.label() for t in spec.techniques if t.key in _RESTRAINTS]
    if restraints:
        cures.insert(0, f"weaker regularization ({' + '.join(restraints)})")
    return _try(cures)


def more_signal(spec: RunSpec) -> str:
    """For a network that does no better than guessing."""
    network, cures = spec.network, []
    restraints = [t.label() for t in spec.techniques if t.key in _RESTRAINTS]
    if restraints:
        cures.append(f"weaker regularization ({' + '.join(restraints)})")
    if isinstance(network, MLP) and network.activation in ("sigmoid", "tanh"):
        cures.append("the activation relu")
    if isinstance(network, MLP) and len(network.hidden_layers) > 2:
        cures.append("fewer layers")
    rate = spec.optimizer.learning_rate
    if rate < _FASTEST:
        higher = min(_FASTEST, rate * _STEP)
        cures.append(f"a higher learning rate ({higher:.2g} instead of {rate:g})")
    return _try(cures or ["a smaller learning rate"])


def more_epochs(spec: RunSpec, status: str, trained: int) -> str:
    """For a run that ended, or stands, while it was getting better."""
    stopping = early_stopping(spec)
    if status == "stopped_early" and stopping is not None:
        more = f"Give early stopping more patience than {stopping.patience}"
        if stopping.monitor == "val_loss":
            return f"{more}."
        return f"{more}, or let it watch the validation loss."
    if status in ("queued", "running"):
        return "Let it train to its end."
    if trained < spec.epochs:
        return f"Train it again, to its end: all {spec.epochs:,} epochs."
    if spec.epochs >= _MOST_EPOCHS:
        return "Try a higher learning rate: there are no more epochs to be had."
    longer = min(_MOST_EPOCHS, 2 * spec.epochs)
    return f"Train longer: {longer:,} epochs instead of {spec.epochs:,}."


def early_stopping(spec: RunSpec) -> EarlyStopping | None:
    """Its early stopping, if it has any."""
    return next((t for t in spec.techniques if isinstance(t, EarlyStopping)), None)


def earlier_weights(spec: RunSpec) -> str | None:
    """How weights from before a rise could be kept; None if all is set to do so."""
    stopping = early_stopping(spec)
    if stopping is None:
        return "early stopping"
    if not stopping.restore_best_weights:
        return "early stopping that keeps the best weights"
    if stopping.monitor != "val_loss":
        return "early stopping that watches the validation loss"
    return None


def generalize(spec: RunSpec) -> list[str]:
    """What narrows a gap and is not used yet, in the article's order: more data first."""
    has = {technique.key for technique in spec.techniques}
    cures = []
    if find(spec.data.dataset) and spec.data.train_size < available_size(spec.data):
        cures.append("more training images")
    if "augmentation" not in has:
        cures.append("augmentation")
    if "dropout" not in has:
        cures.append("dropout")
    if not has & {"l2", "l1_l2", "weight_decay"}:
        cures.append("L2")
    return cures


def against_overfitting(spec: RunSpec) -> str:
    """For a network whose validation loss has risen."""
    cures = generalize(spec)[:2]
    earlier = earlier_weights(spec)
    if earlier is not None:
        cures.append(earlier)
    return _try(cures or _stronger(spec))


def against_gap(spec: RunSpec) -> str:
    """For a gap without a rise: earlier weights would not help."""
    return _try(generalize(spec)[:3] or _stronger(spec))


def against_wrong_labels(spec: RunSpec) -> str:
    """For a network that has learned wrong labels by heart."""
    has = {technique.key for technique in spec.techniques}
    earlier = earlier_weights(spec)
    cures = [] if earlier is None else [earlier]
    cures += [cure for cure in generalize(spec) if cure != "augmentation"]
    if "label_smoothing" not in has:
        cures.append("label smoothing")
    return _try(cures[:3] or _stronger(spec))


def beyond(spec: RunSpec) -> str:
    """For a run that is all right as it is."""
    cures = generalize(spec)[:3]
    return f"Leave it, or try {_any_of(cures)}." if cures else "Leave it."


def _stronger(spec: RunSpec) -> list[str]:
    restraints = [t.label() for t in spec.techniques if t.key in _RESTRAINTS]
    return [f"stronger settings ({' + '.join(restraints)})", "a smaller network"]


def _try(cures: Sequence[str]) -> str:
    return f"Try {_any_of(cures)}."


def _any_of(cures: Sequence[str]) -> str:
    if len(cures) < 3:
        return " or ".join(cures)
    return f"{', '.join(cures[:-1])}, or {cures[-1]}"
