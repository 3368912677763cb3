"""The techniques, in teaching order. A new one is a module of its own and a line in the list."""

from regdash.settings.registry import Registry
from regdash.techniques.augmentation import Augmentation
from regdash.techniques.base import Technique
from regdash.techniques.batch_normalization import BatchNormalization
from regdash.techniques.dropout import Dropout
from regdash.techniques.early_stopping import EarlyStopping
from regdash.techniques.gaussian_noise import GaussianNoise
from regdash.techniques.l1 import L1
from regdash.techniques.l1_l2 import L1L2
from regdash.techniques.l2 import L2
from regdash.techniques.label_smoothing import LabelSmoothing
from regdash.techniques.max_norm import MaxNorm
from regdash.techniques.weight_decay import WeightDecay
from regdash.techniques.zca_whitening import ZCAWhitening

TECHNIQUES: Registry[type[Technique]] = Registry(
    "technique",
    (
        L2,
        L1,
        L1L2,
        Dropout,
        MaxNorm,
        BatchNormalization,
        GaussianNoise,
        LabelSmoothing,
        WeightDecay,
        Augmentation,
        ZCAWhitening,
        EarlyStopping,
    ),
)


def parse_technique(text: str) -> Technique:
    """Read `l2`, `l2=1e-4` or `dropout=0.25,input_rate=0.2`.

    Raises:
        InputError: An unknown key, or a setting outside its limits.
    """
    key, _, settings = text.strip().partition("=")
    return TECHNIQUES.by_key(key.strip()).from_text(settings)


def format_technique(technique: Technique) -> str:
    """Write a technique as `parse_technique` reads it."""
    settings = technique.to_text()
    return f"{technique.key}={settings}" if settings else technique.key


__all__ = [
    "L1",
    "L1L2",
    "L2",
    "TECHNIQUES",
    "Augmentation",
    "BatchNormalization",
    "Dropout",
    "EarlyStopping",
    "GaussianNoise",
    "LabelSmoothing",
    "MaxNorm",
    "Technique",
    "WeightDecay",
    "ZCAWhitening",
    "format_technique",
    "parse_technique",
]
