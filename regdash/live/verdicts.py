"""The verdicts in the rows of the table, as in the judgement below it."""

from collections.abc import Sequence
from typing import Any

from regdash.judging.reasons import explain_verdict
from regdash.judging.verdict import Verdict
from regdash.services.judgement import judge_comparison
from regdash.services.pictures import describe_verdict
from regdash.services.selection import Selection
from regdash.store.records import Comparison, Run
from regdash.store.store import Store

Cell = dict[str, Any]
"""`word`, its `color` (a name of the theme), `difference` in percentage points and its 95%
`interval` as texts (empty if not known), `value`: the difference as a share, by which rows are
sorted (None if not known), and `detail`: the explanation, for a tooltip."""

_BASELINE: Cell = {
    "word": "baseline",
    "color": "gray",
    "difference": "",
    "interval": "",
    "value": 0.0,
    "detail": "Every other method is compared with this one. Choose another one under What helped?",
}

_REFERENCE: Cell = {**_BASELINE, "detail": "Other methods are compared with this one."}


class VerdictCells:
    """Judges a comparison whenever the state of its page has changed, not after every epoch."""

    def __init__(self, store: Store, own_references: bool = False) -> None:
        """Judge nothing yet.

        Args:
            store: Contains the curves and predictions of the runs.
            own_references: Whether the methods of a case study are judged against their own
                references; see `Selection.with_own_references`.
        """
        self._store = store
        self._own_references = own_references
        self._state = ""
        self._cells: dict[str, Cell] = {}

    def update(self, state: str, runs: Sequence[Run], comparison: Comparison) -> dict[str, Cell]:
        """Return the cells of all methods, by their keys.

        Args:
            state: See `regdash.live.feed.page_state_of`; runs are judged only if it has changed.
            runs: The runs of the comparison; at least one.
            comparison: Determines the epoch, the baseline, and the images that are evaluated.
        """
        if state != self._state:
            select = Selection.with_own_references if self._own_references else Selection
            self._cells = _judge(self._store, select(comparison, runs))
            self._state = state
        return self._cells


def _judge(store: Store, selection: Selection) -> dict[str, Cell]:
    judgement = judge_comparison(store, selection)
    verdicts = {key: _describe(verdict) for key, verdict in judgement.verdicts.items()}
    if selection.references is None:
        return {judgement.baseline.key: _BASELINE, **verdicts}
    return {**dict.fromkeys(judgement.unjudged, _REFERENCE), **verdicts}


def _describe(verdict: Verdict) -> Cell:
    texts = describe_verdict(verdict)
    cautions = [caution.sentence for caution in verdict.cautions if not caution.blocks]
    return {
        "word": texts.word,
        "color": texts.color,
        "difference": texts.difference,
        "interval": texts.interval,
        "value": verdict.difference,
        # The sentences that block a verdict are its explanation.
        "detail": " ".join([explain_verdict(verdict), *cautions]),
    }
