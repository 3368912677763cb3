"""What to try next; never suggests what the run already uses."""

from collections.abc import Sequence

from regdash.datasets.collection import find
from regdash.datasets.sizes import available_size
from regdash.models import MLP
from regdash.spec import RunSpec
from regdash.techniques import EarlyStopping

_REGULARIZERS = frozenset(
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
"""Techniques that make it harder for a network to fit its training images."""

_MIN_RATE, _MAX_RATE = 1e-6, 10.0
_MAX_EPOCHS = 10_000
_STEP = 3
"""Factor between suggested learning rates, about half a power of ten."""


def smaller_rate(spec: RunSpec) -> str:
    """Return advice such as `Try a smaller learning rate (0.0003 instead of 0.001).`"""
    rate = spec.optimizer.learning_rate
    if rate <= _MIN_RATE:
        return "Try another initializer or activation; the learning rate is already the smallest."
    return f"Try a smaller learning rate ({max(_MIN_RATE, rate / _STEP):.2g} instead of {rate:g})."


def more_capacity(spec: RunSpec) -> str:
    """Return advice for a network that doesn't fit its training images."""
    remedies = ["a larger network"]
    rate = spec.optimizer.learning_rate
    if rate < _MAX_RATE:
        higher = min(_MAX_RATE, rate * _STEP)
        remedies.append(f"a higher learning rate ({higher:.2g} instead of {rate:g})")
    regularizers = [t.label() for t in spec.techniques if t.key in _REGULARIZERS]
    if regularizers:
        remedies.insert(0, f"weaker regularization ({' + '.join(regularizers)})")
    return _try(remedies)


def more_signal(spec: RunSpec) -> str:
    """Return advice for a network that is no better than guessing."""
    network, remedies = spec.network, []
    regularizers = [t.label() for t in spec.techniques if t.key in _REGULARIZERS]
    if regularizers:
        remedies.append(f"weaker regularization ({' + '.join(regularizers)})")
    if isinstance(network, MLP) and network.activation in ("sigmoid", "tanh"):
        remedies.append("relu as activation")
    if isinstance(network, MLP) and len(network.hidden_layers) > 2:
        remedies.append("fewer layers")
    rate = spec.optimizer.learning_rate
    if rate < _MAX_RATE:
        higher = min(_MAX_RATE, rate * _STEP)
        remedies.append(f"a higher learning rate ({higher:.2g} instead of {rate:g})")
    return _try(remedies or ["a smaller learning rate"])


def more_epochs(spec: RunSpec, status: str, trained: int) -> str:
    """Return advice for a run that ended, or is, at its best epoch."""
    stopping = early_stopping(spec)
    if status == "stopped_early" and stopping is not None:
        more = f"Give early stopping more patience than {stopping.patience}"
        if stopping.monitor == "val_loss":
            return f"{more}."
        return f"{more}, or let it monitor the validation loss."
    if status in ("queued", "running"):
        return "Let it finish."
    if trained < spec.epochs:
        return f"Train it again, for all {spec.epochs:,} epochs."
    if spec.epochs >= _MAX_EPOCHS:
        return "Try a higher learning rate; the number of epochs is already the largest."
    longer = min(_MAX_EPOCHS, 2 * spec.epochs)
    return f"Train longer: {longer:,} epochs instead of {spec.epochs:,}."


def early_stopping(spec: RunSpec) -> EarlyStopping | None:
    """Return the early stopping of a spec; None if it has none."""
    return next((t for t in spec.techniques if isinstance(t, EarlyStopping)), None)


def earlier_weights(spec: RunSpec) -> str | None:
    """Return what would keep the weights from before a rise; None if the run already does."""
    stopping = early_stopping(spec)
    if stopping is None:
        return "early stopping"
    if not stopping.restore_best_weights:
        return "early stopping that keeps the best weights"
    if stopping.monitor != "val_loss":
        return "early stopping that monitors the validation loss"
    return None


def generalize(spec: RunSpec) -> list[str]:
    """Return what reduces a gap and is not used yet, in the article's order: more data first."""
    has = {technique.key for technique in spec.techniques}
    remedies = []
    if find(spec.data.dataset) and spec.data.train_size < available_size(spec.data):
        remedies.append("more training images")
    if "augmentation" not in has:
        remedies.append("augmentation")
    if "dropout" not in has:
        remedies.append("dropout")
    if not has & {"l2", "l1_l2", "weight_decay"}:
        remedies.append("L2")
    return remedies


def against_overfitting(spec: RunSpec) -> str:
    """Return advice for a network whose validation loss has risen."""
    remedies = generalize(spec)[:2]
    earlier = earlier_weights(spec)
    if earlier is not None:
        remedies.append(earlier)
    return _try(remedies or _stronger(spec))


def against_gap(spec: RunSpec) -> str:
    """Return advice for a gap without a rise, where earlier weights wouldn't help."""
    return _try(generalize(spec)[:3] or _stronger(spec))


def against_wrong_labels(spec: RunSpec) -> str:
    """Return advice for a network that has memorized wrong labels."""
    has = {technique.key for technique in spec.techniques}
    earlier = earlier_weights(spec)
    remedies = [] if earlier is None else [earlier]
    remedies += [remedy for remedy in generalize(spec) if remedy != "augmentation"]
    if "label_smoothing" not in has:
        remedies.append("label smoothing")
    return _try(remedies[:3] or _stronger(spec))


def beyond(spec: RunSpec) -> str:
    """Return advice for a run that needs no change."""
    remedies = generalize(spec)[:3]
    return (
        f"No change needed; you could try {_any_of(remedies)}." if remedies else "No change needed."
    )


def _stronger(spec: RunSpec) -> list[str]:
    regularizers = [t.label() for t in spec.techniques if t.key in _REGULARIZERS]
    return [f"stronger settings ({' + '.join(regularizers)})", "a smaller network"]


def _try(remedies: Sequence[str]) -> str:
    return f"Try {_any_of(remedies)}."


def _any_of(remedies: Sequence[str]) -> str:
    if len(remedies) < 3:
        return " or ".join(remedies)
    return f"{', '.join(remedies[:-1])}, or {remedies[-1]}"
