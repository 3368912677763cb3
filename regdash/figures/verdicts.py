"""Colors of verdicts, the same in the table, the judgement and pictures."""

from typing import Literal

from regdash.judging.verdict import Word

Color = Literal["green", "red", "gray", "orange", "blue"]
"""One of the theme's named colors."""

VERDICT_COLORS: dict[Word, Color] = {
    "better": "green",
    "worse": "red",
    "not distinguishable": "gray",
    "not comparable": "orange",
    "one seed": "blue",
    "not yet": "blue",
}
