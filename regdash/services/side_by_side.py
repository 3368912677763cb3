"""Pictures with methods side by side, each with charts of its own."""

from collections.abc import Sequence
from dataclasses import replace

from regdash.figures.view import ChartView
from regdash.judging.differences import list_changes
from regdash.metrics import METRICS
from regdash.reports.pictures.content import Card, SideBySide
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import TARGETS, TargetKey
from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.pictures import describe_shared, verdict_of
from regdash.services.run_states import RunState, counted_states, describe_cells
from regdash.services.selection import Selection
from regdash.services.shown_methods import EPOCHS, MADE_WITH, Shown, explain_intervals
from regdash.settings.formatting import NOTHING
from regdash.settings.messages import InputError
from regdash.store.store import Store

FEWEST, MOST = 2, 6
"""Number of methods, or of runs of one method, that can be shown side by side."""

_FIGURES = {"val_accuracy": "{}", "val_loss": "loss {}", "loss_gap": "gap {}"}
"""Metrics with how they are written, the most important first."""


def describe_side_by_side(store: Store, selection: Selection, view: ChartView) -> SideBySide:
    """Describe a picture with one card for each shown method; if there is only one, for each run.

    Args:
        store: Contains the curves and predictions of the runs.
        selection: The comparison, and the runs to show.
        view: Charts, axes, and hidden rows.

    Raises:
        InputError: There are too many methods or runs, or too few.
    """
    comparison = selection.comparison
    shown = Shown.of_methods(store, selection, view)
    judgement = None
    if len(shown.states) == 1:
        shown = shown.of_runs()
    else:
        judgement = judge_comparison(store, selection)
    _check(len(shown.states), "runs" if judgement is None else "methods")
    revealed = comparison.revealed is not None
    cards = [_card(shown, key, judgement, revealed) for key in shown.states]
    panels = [panel for card in cards for panel in card.panels]
    sentences = shown.describe(panels)
    if any(card.figures for card in cards):
        sentences.append(f"Figures: at {EPOCHS[shown.at]}, validation accuracy first.")
    if judgement is not None:
        sentences += [*_explain_changes(cards), *explain_intervals(judgement, on=judgement.on)]
    return SideBySide(
        comparison.title,
        describe_shared(comparison, selection.runs),
        cards,
        " ".join([*sentences, MADE_WITH]),
    )


def fit_charts(picture: SideBySide, target: TargetKey) -> SideBySide:
    """Return the picture with only its first chart if there is no room for all of them."""
    if fits(picture, TARGETS[target]):
        return picture
    cards = [replace(card, panels=card.panels[:1]) for card in picture.cards]
    return replace(picture, cards=cards)


def _check(count: int, what: str) -> None:
    if count > MOST:
        raise InputError(
            [
                f"Side by side: {count} {what} are shown, {FEWEST} to {MOST} fit. Hide some on the"
                " page, or name the runs you want."
            ]
        )
    if count < FEWEST:
        raise InputError(
            [f"Side by side: at least {FEWEST} methods, or {FEWEST} runs of one, must be shown."]
        )


def _card(shown: Shown, key: str, judgement: Judgement | None, revealed: bool) -> Card:
    states = shown.states[key]
    return Card(
        name=shown.names[key],
        style_index=states[0].run.style_index,
        panels=shown.panels(key),
        figures=_figures(states, revealed),
        changes=[] if judgement is None else _changes(key, judgement),
        verdict=None if judgement is None else verdict_of(key, judgement),
    )


def _figures(states: Sequence[RunState], revealed: bool) -> list[str]:
    cells = describe_cells(counted_states(states), revealed)
    texts = {key: cells[key]["text"] for key in _FIGURES if key in METRICS}
    return [_FIGURES[key].format(text) for key, text in texts.items() if text != NOTHING]


def _changes(key: str, judgement: Judgement) -> list[str]:
    """Return what a method has differently from the one it is compared with.

    Nothing if its name says the same.
    """
    reference = judgement.by_key.get(judgement.references.get(key, key))
    if reference is None:
        return []
    method = judgement.by_key[key]
    changes = list_changes(method.spec, reference.spec)
    return [] if " ".join(changes) == f"+ {method.name}" else changes


def _explain_changes(cards: Sequence[Card]) -> list[str]:
    if not any(card.changes for card in cards):
        return []
    return [
        "Tinted: settings in which a method differs from the one it is compared with, unless its"
        " name says them."
    ]
