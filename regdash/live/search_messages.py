"""What the element of a study draws, as JSON data: a search, whose cells are its trials."""

from typing import Any

from regdash.figures.search import (
    describe_contour,
    describe_history,
    describe_importance,
    describe_parallel,
    describe_slice,
)
from regdash.figures.study_look import PALETTE
from regdash.judging.searches import SearchPoint, SearchResults
from regdash.live.study_messages import (
    describe_columns,
    describe_curves,
    describe_figures,
    describe_trials,
)
from regdash.metrics import METRICS
from regdash.services.study_status import StudyStatus
from regdash.settings.formatting import format_status
from regdash.studies.search import Search


def describe(status: StudyStatus, results: SearchResults) -> dict[str, Any]:
    """Describe a search; see `study_messages.describe`. Its one axis is the number of the trial."""
    search = status.study
    assert isinstance(search, Search)
    return {
        "setup": _setup(search, results),
        "charts": _charts(search, results),
        "cells": {
            str(at): _cell(search, results, point) for at, point in enumerate(results.points)
        },
    }


def _setup(search: Search, results: SearchResults) -> dict[str, Any]:
    epochs = max((point.method.spec.epochs for point in results.points), default=search.base.epochs)
    settings = [
        {"key": each.key, "title": each.full_title, "said": False} for each in search.dimensions
    ]
    return {
        "axes": [
            {
                "title": "Trial",
                "labels": [str(point.number) for point in results.points],
                "phrases": [_phrase(search, point) for point in results.points],
                "positions": [point.number for point in results.points],
            }
        ],
        "palette": PALETTE,
        "curves": describe_curves(epochs),
        "columns": settings + describe_columns(),
        "notes": [{"key": "state", "title": "State"}, {"key": "mark", "title": "Best"}],
        "rules": "",
    }


def _phrase(search: Search, point: SearchPoint) -> str:
    return f"trial {point.number}, {search.phrase(point.values)}"


def _charts(search: Search, results: SearchResults) -> dict[str, Any]:
    title = METRICS[results.objective].title
    charts: dict[str, Any] = {
        "history": {
            "title": f"{title}: trials, and the best so far",
            "cursor": "value",
            **describe_history(search, results),
        }
    }
    for index, each in enumerate(search.ranges):
        charts[f"slice {each.dimension}"] = {
            "title": f"{title} by {each.found.full_title}; earlier trials are fainter",
            **describe_slice(search, results, index),
        }
    if len(search.ranges) > 1:
        charts["parallel"] = {
            "title": "All settings at once; drag along an axis to choose",
            **describe_parallel(search, results),
        }
    if results.importance is not None:
        charts["importance"] = {
            "title": "What mattered for a good result",
            **describe_importance(search, results),
        }
        contour = describe_contour(search, results)
        if contour is not None:
            charts["contour"] = {"title": f"{title} by the two that mattered most", **contour}
    return charts


def _cell(search: Search, results: SearchResults, point: SearchPoint) -> dict[str, Any]:
    (run,) = point.method.runs
    best = point is results.best
    state = "pruned" if point in results.pruned else format_status(run.status)
    values = {
        dimension.key: dimension.write(value)
        for dimension, value in zip(search.dimensions, point.values, strict=True)
    }
    words = ["best"] * best + ([] if run.complete else [state])
    if state == "pruned":
        words[-1] += f" after epoch {len(point.trial.epochs)}"
    return {
        "mark": "best" if best else "",
        "state": state,
        "said": words,
        "figures": {**values, **describe_figures(point.method)},
        "trials": describe_trials(point.method),
    }
