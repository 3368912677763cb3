"""The article's case study: its networks and its chapters."""

from regdash.content.case_study.chapters import CHAPTERS, Chapter, Expectation
from regdash.content.case_study.contenders import (
    CONTENDERS,
    KIND,
    RIVALS,
    Contender,
    Size,
    contender,
    lineup,
)

__all__ = [
    "CHAPTERS",
    "CONTENDERS",
    "KIND",
    "RIVALS",
    "Chapter",
    "Contender",
    "Expectation",
    "Size",
    "contender",
    "lineup",
]
