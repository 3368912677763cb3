"""The article's case study: its networks and its chapters."""

from regdash.content.case_study.chapters import CHAPTERS, Chapter, Expectation
from regdash.content.case_study.methods import (
    KIND,
    METHODS,
    REFERENCES,
    Size,
    StudyMethod,
    find_method,
    lineup,
)

__all__ = [
    "CHAPTERS",
    "KIND",
    "METHODS",
    "REFERENCES",
    "Chapter",
    "Expectation",
    "Size",
    "StudyMethod",
    "find_method",
    "lineup",
]
