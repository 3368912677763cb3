"""Glossary: the terms that texts use, in one or two plain sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from regdash.techniques import TECHNIQUES


@dataclass(frozen=True)
class Term:
    """A term and what it means."""

    names: tuple[str, ...]
    """How texts write it, in lower case, the usual form first; plurals are recognized."""
    text: str
    """What it means, in plain words."""


@dataclass(frozen=True)
class Part:
    """A piece of a text."""

    text: str
    term: Term | None
    """The term it is, if it is one that was not yet explained in this text."""


def _technique(key: str, *names: str) -> Term:
    return Term(names, " ".join(TECHNIQUES.by_key(key).sentences[:2]))


GLOSSARY: tuple[Term, ...] = (
    Term(
        ("article",),
        "The introduction to regularization that RegDash grew out of: it tries one technique after"
        " another on handwritten digits, with Keras. The case study trains its steps again.",
    ),
    Term(("accuracy",), "The share of images that the network classifies correctly."),
    Term(
        ("baseline",),
        "The network that all others are compared with: the one without techniques, unless you choose"
        " another.",
    ),
    Term(
        ("best epoch",),
        "The epoch with the lowest validation loss, or the highest validation accuracy.",
    ),
    Term(("epoch",), "One pass of the training over all training images."),
    Term(
        ("generalization gap", "accuracy gap", "loss gap", "gap"),
        "How much worse the network is on new images than on those it was trained on. A growing gap"
        " means that it memorizes.",
    ),
    Term(
        ("kept epoch",),
        "The epoch whose weights are the run's result: the last one, unless a technique such as early"
        " stopping restores an earlier one.",
    ),
    Term(
        ("label noise", "wrong label", "labeled wrongly"),
        "Some training images get the label of another class on purpose. A network that memorizes"
        " learns these mistakes too.",
    ),
    Term(
        ("loss",),
        "How surprised the network is by the correct answer: 0 is certain and right; guessing among"
        " ten digits gives 2.30. Lower is better.",
    ),
    Term(
        ("nat", "nats"),
        "Unit of the loss, from the natural logarithm: a loss of 0.69 nats means that the correct"
        " answer was given a probability of one half.",
    ),
    Term(
        ("overfitting", "overfit", "overfits"),
        "A network overfits when it becomes better on the images it was trained on, but worse on new"
        " ones: it memorizes them instead of learning what they have in common.",
    ),
    Term(
        ("regularization", "regularized"),
        "Anything that keeps a network from memorizing its training images, so that it is better on"
        " new ones.",
    ),
    Term(
        ("seed",),
        "The number that determines everything random: initial weights, order of images, dropout. The"
        " same seed gives the same curve; several show how much of a difference is chance.",
    ),
    Term(
        ("set-up",), "What the runs of a comparison share: data, network, optimizer, epochs, seeds."
    ),
    Term(
        ("test images", "test image"),
        "Images used once, at the end of a run, to report how good the result is.",
    ),
    Term(("training loss",), "The loss on images that the network is trained on."),
    Term(
        ("validation loss",),
        "The loss on images that the network is not trained on. If it rises, the network overfits.",
    ),
    Term(
        ("validation", "validation image", "validation images"),
        "Images held out from training, to see during training how the network does on new ones.",
    ),
    Term(
        ("verdict",),
        "Whether a technique is better or worse than the baseline, with all seeds taken into account.",
    ),
    _technique("augmentation", "augmentation", "data augmentation"),
    _technique("dropout", "dropout"),
    _technique("early_stopping", "early stopping"),
    _technique("l1", "l1"),
    _technique("l2", "l2"),
    _technique("label_smoothing", "label smoothing"),
    _technique("zca_whitening", "zca whitening", "whitening", "zca"),
)


def explain(name: str) -> str:
    """Return what a term means.

    Args:
        name: One of its names, in any case.

    Raises:
        KeyError: It is not in the glossary.
    """
    return _BY_NAME[name.lower()].text


def split_terms(text: str) -> Iterator[Part]:
    """Split a text at the terms of the glossary; joined again, its parts are the text.

    A term is marked where it occurs first. Of terms within terms, the longest one counts.
    """
    explained: set[Term] = set()
    end = 0
    for match in _PATTERN.finditer(text):
        word = match[0].lower()
        term = _BY_NAME.get(word) or _BY_NAME[word.removesuffix("s")]
        if term in explained:
            continue
        explained.add(term)
        if match.start() > end:
            yield Part(text[end : match.start()], None)
        yield Part(match[0], term)
        end = match.end()
    if end < len(text):
        yield Part(text[end:], None)


_BY_NAME = {name: term for term in GLOSSARY for name in term.names}

_PATTERN = re.compile(
    r"\b(?:{})s?\b".format("|".join(map(re.escape, sorted(_BY_NAME, key=len, reverse=True)))),
    re.IGNORECASE,
)
