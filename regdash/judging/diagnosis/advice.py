"""What to try next; never suggests what the run already uses."""

from regdash.datasets.collection import find
from regdash.datasets.sizes import available_size
from regdash.judging.diagnosis.remedies import (
    Advice,
    Remedy,
    advise,
    higher_rate,
    larger_network,
    more_images,
    regularizers,
    rounded,
    stronger,
    weaker,
)
from regdash.models import MLP
from regdash.settings.formatting import format_percent
from regdash.spec import RunSpec
from regdash.spec.optimizer import usual_learning_rate
from regdash.techniques import EarlyStopping, LabelSmoothing, Technique

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

_MIN_RATE = 1e-6
_MAX_EPOCHS = 10_000
_MAX_SHARE = 0.9
_MAX_PATIENCE = 1000


def smaller_rate(spec: RunSpec) -> Advice:
    """Return advice such as `Try a smaller learning rate (0.00033 instead of 0.001).`"""
    return _rate(spec, rounded(max(_MIN_RATE, spec.optimizer.learning_rate / 3)))


def working_rate(spec: RunSpec) -> Advice:
    """Return a learning rate that is likely to work, for a run whose rate is far too high.

    It is the optimizer's usual rate, or a tenth of the run's rate if that is not above the usual one.
    """
    rate, usual = spec.optimizer.learning_rate, usual_learning_rate(spec.optimizer.name)
    return _rate(spec, usual if rate > usual else rounded(max(_MIN_RATE, rate / 10)))


def _rate(spec: RunSpec, smaller: float) -> Advice:
    rate = spec.optimizer.learning_rate
    if rate <= _MIN_RATE:
        return Advice(
            "Try another initializer or activation; the learning rate is already the smallest."
        )
    return Advice(
        f"Try a smaller learning rate ({smaller:g} instead of {rate:g}).",
        {"learning_rate": smaller},
    )


def more_capacity(spec: RunSpec) -> Advice:
    """Return advice for a network that doesn't fit its training images."""
    return advise("Try", [*weaker(_used(spec)), larger_network(spec), *higher_rate(spec)])


def more_signal(spec: RunSpec) -> Advice:
    """Return advice for a network that is no better than guessing."""
    network, remedies = spec.network, weaker(_used(spec))
    if isinstance(network, MLP) and network.activation in ("sigmoid", "tanh"):
        remedies.append(Remedy("relu as activation", {"activation": "relu"}))
    if isinstance(network, MLP) and len(network.hidden_layers) > 2:
        remedies.append(Remedy("fewer layers", {"hidden_layers": network.hidden_layers[:2]}))
    remedies += higher_rate(spec)
    return advise("Try", remedies or [Remedy("a smaller learning rate")])


def more_epochs(spec: RunSpec, status: str, trained: int) -> Advice:
    """Return advice for a run that ended, or is, at its best epoch."""
    stopping = early_stopping(spec)
    if status == "stopped_early" and stopping is not None:
        return _more_patience(stopping)
    if status in ("queued", "running"):
        return Advice("Let it finish.")
    if trained < spec.epochs:
        return Advice(f"Train it again, for all {spec.epochs:,} epochs.")
    if spec.epochs >= _MAX_EPOCHS:
        return Advice(
            "Try a higher learning rate; the number of epochs is already the largest.",
            higher_rate(spec)[0].changes if higher_rate(spec) else {},
        )
    longer = _longer(spec)
    return Advice(
        f"Train longer: {longer:,} epochs instead of {spec.epochs:,}.", {"epochs": longer}
    )


def enough_epochs(spec: RunSpec, least: int) -> Advice:
    """Return advice for a run that ended before its curves can be diagnosed."""
    changes = {"epochs": least} if spec.epochs < least else {}
    return Advice(f"Train for at least {least} epochs.", changes)


def more_evidence(spec: RunSpec) -> Advice:
    """Return advice for a run of which too few images were held out."""
    data = spec.data
    words = "Hold out more images, or compare several split seeds."
    info = find(data.dataset)
    share = min(_MAX_SHARE, round(2 * data.validation_share, 2))
    left = (
        0 if info is None else available_size(data.model_copy(update={"validation_share": share}))
    )
    if share <= data.validation_share or left < data.train_size:
        return Advice(words)
    return Advice(
        words.replace("images,", f"images ({format_percent(share)}),"), {"validation_share": share}
    )


def several_seeds(spec: RunSpec) -> Advice:
    """Return advice for a run to which no rule applies."""
    if spec.epochs >= _MAX_EPOCHS:
        return Advice("Compare several seeds.")
    longer = _longer(spec)
    return Advice(
        f"Compare several seeds, or train longer ({longer:,} epochs).", {"epochs": longer}
    )


def early_stopping(spec: RunSpec) -> EarlyStopping | None:
    """Return the early stopping of a spec; None if it has none."""
    return next((t for t in spec.techniques if isinstance(t, EarlyStopping)), None)


def _earlier_weights(spec: RunSpec) -> list[Remedy]:
    """Return what would keep the weights from before a rise; nothing if the run already does."""
    stopping = early_stopping(spec)
    if stopping is None:
        return [Remedy.using(EarlyStopping(monitor="val_loss", patience=5), "early stopping")]
    if not stopping.restore_best_weights:
        keeping = stopping.model_copy(update={"restore_best_weights": True})
        return [Remedy.using(keeping, "early stopping that keeps the best weights")]
    if stopping.monitor != "val_loss":
        return [
            Remedy.using(
                _monitoring_loss(stopping), "early stopping that monitors the validation loss"
            )
        ]
    return []


def against_overfitting(spec: RunSpec) -> Advice:
    """Return advice for a network whose validation loss has risen."""
    remedies = [*_generalize(spec)[:2], *_earlier_weights(spec)]
    return advise("Try", remedies or _stronger(spec))


def against_gap(spec: RunSpec) -> Advice:
    """Return advice for a gap without a rise, where earlier weights wouldn't help."""
    return advise("Try", _generalize(spec)[:3] or _stronger(spec))


def against_wrong_labels(spec: RunSpec) -> Advice:
    """Return advice for a network that has memorized wrong labels."""
    remedies = _earlier_weights(spec)
    # Augmentation is left out: it draws more images, but with the same wrong labels.
    remedies += [r for r in _generalize(spec) if getattr(r.technique, "key", "") != "augmentation"]
    if not any(technique.key == "label_smoothing" for technique in spec.techniques):
        remedies.append(Remedy.using(LabelSmoothing(), "label smoothing"))
    return advise("Try", remedies[:3] or _stronger(spec))


def beyond(spec: RunSpec) -> Advice:
    """Return advice for a run that needs no change."""
    remedies = _generalize(spec)[:3]
    return advise("No change needed; you could try", remedies) if remedies else nothing()


def nothing() -> Advice:
    """Return the advice to leave a run as it is."""
    return Advice("No change needed.")


def try_larger(spec: RunSpec) -> Advice:
    """Return advice for a run that fits well."""
    return advise("No change needed; you could try", [larger_network(spec)])


def _generalize(spec: RunSpec) -> list[Remedy]:
    """Return what reduces a gap and is not used yet, in the article's order: more data first."""
    return [*more_images(spec), *regularizers(spec)]


def _used(spec: RunSpec) -> list[Technique]:
    return [technique for technique in spec.techniques if technique.key in _REGULARIZERS]


def _stronger(spec: RunSpec) -> list[Remedy]:
    return [stronger(_used(spec)), Remedy("a smaller network")]


def _longer(spec: RunSpec) -> int:
    return min(_MAX_EPOCHS, 2 * spec.epochs)


def _more_patience(stopping: EarlyStopping) -> Advice:
    remedies = []
    patience = min(_MAX_PATIENCE, 2 * stopping.patience)
    if patience > stopping.patience:
        patient = stopping.model_copy(update={"patience": patience})
        words = f"more patience ({patience:,} epochs instead of {stopping.patience:,})"
        remedies.append(Remedy.using(patient, words))
    if stopping.monitor != "val_loss":
        remedies.append(Remedy.using(_monitoring_loss(stopping), "the validation loss to monitor"))
    return advise("Give early stopping", remedies) if remedies else nothing()


def _monitoring_loss(stopping: EarlyStopping) -> EarlyStopping:
    return stopping.model_copy(update={"monitor": "val_loss"})
