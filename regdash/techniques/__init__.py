"""The techniques, in teaching order. A new one is a module of its own and a line in the list."""

from regdash.settings.messages import InputError, shorten
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

TECHNIQUES: tuple[type[Technique], ...] = (
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
)

BY_KEY: dict[str, type[Technique]] = {technique.key: technique for technique in TECHNIQUES}


def technique_class(key: str) -> type[Technique]:
    """Find a technique by its key.

    Raises:
        InputError: No technique has that key.
    """
    if key not in BY_KEY:
        raise InputError([f"There is no technique {shorten(key)}. There are: {', '.join(BY_KEY)}."])
    return BY_KEY[key]


def parse_technique(text: str) -> Technique:
    """Read `l2`, `l2=1e-4` or `dropout=0.25,input_rate=0.2`.

    Raises:
        InputError: An unknown key, or a setting outside its limits.
    """
    key, _, settings = text.strip().partition("=")
    return technique_class(key.strip()).from_text(settings)


def format_technique(technique: Technique) -> str:
    """Write a technique as `parse_technique` reads it."""
    settings = technique.to_text()
    return f"{technique.key}={settings}" if settings else technique.key


__all__ = [
    "BY_KEY",
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
    "technique_class",
]
