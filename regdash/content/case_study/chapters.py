"""The chapters of the case study, in the order of the article."""

from dataclasses import dataclass
from typing import Literal

from regdash.techniques import (
    L1,
    L2,
    Augmentation,
    BatchNormalization,
    Dropout,
    EarlyStopping,
    Technique,
    ZCAWhitening,
)

Expectation = Literal["better", "no better"]


@dataclass(frozen=True)
class Chapter:
    """One step of the case study."""

    key: str
    title: str
    text: str
    """Markdown."""
    methods: tuple[str, ...]
    """Keys of its networks; see `METHODS`."""
    technique: type[Technique] | None = None
    claim: str = ""
    """What the article claims or found."""
    expects: Expectation | None = None
    """The verdict that the claim implies."""
    code_note: str = ""
    """How the article's code differs from its text, if it does."""
    right_chart: str = "accuracy"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "overfitting",
        "What overfitting is",
        "The more weights a network has, the more closely it can fit its training images: the"
        " training error keeps falling. The error on new images also falls at first, but then rises."
        " Before that point the network *underfits*; beyond it, it *overfits*: it has memorized these"
        " images, including their noise, instead of learning what they have in common."
        " Regularization trades a little of the fit to the training images for a better fit to new"
        " images. Many techniques do so by adding a term to the objective:\n\n"
        "$$\\text{cost} = \\text{data loss} + \\text{regularization term}$$\n\n"
        "The network here is the article's: 784 pixels, five hidden layers of 500 units, 10 digits,"
        " 1.4 million weights. Watch the training loss (dashed) fall to zero while the validation"
        " loss (bold) does not follow.",
        ("baseline",),
    ),
    Chapter(
        "l2",
        "L2 regularization",
        "Pulling all weights toward zero makes the network smoother. If the pull is too strong, the"
        " network becomes nearly linear and underfits. The right strength lies in between. The"
        " article uses 1e-4 for the five hidden layers.",
        ("l2",),
        L2,
        "More accurate than the plain network.",
        "better",
    ),
    Chapter(
        "l1",
        "L1 regularization",
        "The same with absolute values. The constant pull drives many weights to nearly zero, which"
        " helps to compress a model; otherwise the article prefers L2. At the same strength of 1e-4,"
        " this penalty starts 20 times as large as that of L2.",
        ("l1",),
        L1,
        "No improvement.",
        "no better",
        right_chart="near_zero",
    ),
    Chapter(
        "dropout",
        "Dropout",
        "At every step, a random selection of the units is dropped, so each step trains a different"
        " thinned network; using all units in the end works like an ensemble. The article drops 25%"
        " after each hidden layer.",
        ("dropout",),
        Dropout,
        "Slightly better than the plain network.",
        "better",
    ),
    Chapter(
        "augmentation",
        "Data augmentation",
        "The simplest remedy for overfitting is more data. Slightly rotated, shifted, or scaled"
        " images keep their label; flips are not suitable for digits. The article explains"
        " augmentation but doesn't try it, so it is tried here.",
        ("augmentation",),
        Augmentation,
        "More training data reduces overfitting.",
        "better",
    ),
    Chapter(
        "whitening",
        "ZCA whitening",
        "The article counts whitening as augmentation. In fact it is preprocessing: each image is"
        " replaced by one whose pixels are no longer correlated.",
        ("whitening_as_ran", "whitening_as_meant"),
        ZCAWhitening,
        "A big leap over dropout alone.",
        "better",
        "Its code fitted the whitening but never applied it. The network that it called a big leap was"
        " the dropout network again, with different initial weights: *as published*. It is compared"
        " with *as intended*: the whitening is fitted to the training images and applied to all"
        " images.",
    ),
    Chapter(
        "stopping",
        "Early stopping",
        "Monitor the validation accuracy, and stop when it has not improved for some epochs, here 2."
        " It might have improved later, as the dropout network shows, which has the same seed and"
        " trains for longer.",
        ("stopping_as_ran", "stopping_as_meant"),
        EarlyStopping,
        "Stops after 5 epochs, because validation accuracy no longer improves.",
        None,
        "Its code compiled the trained dropout network again, which keeps the weights: the 5 epochs"
        " followed the first 10, and the last weights were kept. *As published* does the same (except"
        " that Adam's state is not reset at epoch 10); *as intended* stops a new network and restores"
        " its best epoch.",
    ),
    Chapter(
        "batch_norm",
        "Batch normalization",
        "A reader of the article asks whether batch normalization helps too. It keeps the inputs of"
        " every layer on the same scale; the mean and variance of each batch add some noise, which"
        " regularizes.",
        ("batch_norm",),
        BatchNormalization,
        "It helps generalization too.",
        "better",
    ),
)
