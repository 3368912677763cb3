"""What the case study tells, in the order of the article, in words of our own."""

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
    """A step of the argument."""

    key: str
    title: str
    text: str
    """Markdown."""
    contenders: tuple[str, ...]
    """Networks it is about, by key; see `CONTENDERS`."""
    technique: type[Technique] | None = None
    claim: str = ""
    """What the article says of it, or found."""
    expects: Expectation | None = None
    """What that means for a verdict against the rival."""
    ran: str = ""
    """Where the article's code did something else than its text says."""
    right_chart: str = "accuracy"


CHAPTERS: tuple[Chapter, ...] = (
    Chapter(
        "overfitting",
        "What overfitting is",
        "The more weights a network has, the more closely it can follow its training images: the"
        " training error keeps falling. The error on images it has never seen falls too at first,"
        " then turns up. Before that point the network *underfits*, beyond it it *overfits*: it has"
        " learned these images, noise and all, instead of what they have in common. Regularization"
        " gives up a little of the fit to training images for a better one to new images. Many"
        " techniques do it by adding a term to what is minimized:\n\n"
        "$$\\text{cost} = \\text{data loss} + \\text{regularization term}$$\n\n"
        "The network here is the article's: 784 pixels, five hidden layers of 500 units, 10 digits,"
        " 1.4 million weights. Watch its dashed training loss go to zero while the bold validation"
        " loss does not follow.",
        ("baseline",),
    ),
    Chapter(
        "l2",
        "L2 regularization",
        "If all weights are pulled towards zero, the network becomes smoother; pulled too hard,"
        " nearly linear, and it underfits. The right strength lies between. The article takes"
        " 1e-4 for the five hidden layers.",
        ("l2",),
        L2,
        "More accurate than the plain network.",
        "better",
    ),
    Chapter(
        "l1",
        "L1 regularization",
        "The same with absolute values. A constant pull sends many weights to nearly zero, which"
        " helps to compress a model; else the article prefers L2. At equal strength 1e-4 this penalty"
        " begins 20 times as large as L2's.",
        ("l1",),
        L1,
        "No improvement.",
        "no better",
        right_chart="near_zero",
    ),
    Chapter(
        "dropout",
        "Dropout",
        "At every step a random part of the units is left out, so that a new thinned network is"
        " trained each time; using all of them in the end works like an ensemble. The article drops"
        " 25% after each hidden layer.",
        ("dropout",),
        Dropout,
        "A little better than the plain network.",
        "better",
    ),
    Chapter(
        "augmentation",
        "Data augmentation",
        "The simplest cure for overfitting is more data. Images can be turned, shifted and scaled a"
        " little and stay what they are; flips are no good for digits. The article explains this but"
        " does not try it, so here it is tried.",
        ("augmentation",),
        Augmentation,
        "More training data reduces overfitting.",
        "better",
    ),
    Chapter(
        "whitening",
        "ZCA whitening",
        "The article counts whitening as augmentation. It is a preprocessing: one new image for"
        " each old one, in which pixels no longer vary together.",
        ("whitening_as_ran", "whitening_as_meant"),
        ZCAWhitening,
        "A big leap over dropout alone.",
        "better",
        "Its code fitted the whitening and never applied it. What it trained, and called a big leap,"
        " was the dropout network once more, with other first weights: *as it ran*. Below beside it,"
        " *as it was meant*: the whitening is learned from the training images and applied to all.",
    ),
    Chapter(
        "stopping",
        "Early stopping",
        "Keep an eye on the validation accuracy, and stop when it has not improved for some epochs,"
        " here 2. It may have improved later, as the dropout network, which shares the seed and"
        " goes on, shows.",
        ("stopping_as_ran", "stopping_as_meant"),
        EarlyStopping,
        "Stops after 5 epochs, because validation accuracy does not improve any more.",
        None,
        "Its code compiled the trained dropout network again, which keeps the weights: the 5 epochs"
        " came on top of the first 10, and the last weights were kept. *As it ran* does so (only"
        " Adam's memory is not cleared at epoch 10); *as it was meant* stops a fresh network and"
        " goes back to its best epoch.",
    ),
    Chapter(
        "batch_norm",
        "Batch normalization",
        "A reader asks whether batch normalization helps too. It keeps the inputs of every layer on"
        " one scale; the batch's own mean and variance bring in some noise, which regularizes.",
        ("batch_norm",),
        BatchNormalization,
        "It helps generalization too.",
        "better",
    ),
)
