"""The part of the sidebar that composes a search: ranges, number of trials, and how they are chosen."""

from dataclasses import dataclass

import streamlit as st

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import usual_range
from regdash.studies.base import Objective
from regdash.studies.dimensions import all_dimensions
from regdash.studies.search import MOST_DIALS, MOST_SEARCH_TRIALS, Range, Sampler, Search
from regdash.ui.dials import restore_value, save_value

_DIALS = ["l2", "dropout"]

_SAMPLER_NAMES: dict[Sampler, str] = {"tpe": "TPE", "random": "Random"}


@dataclass(frozen=True)
class SearchForm:
    """What was entered."""

    ranges: tuple[Range | InputError, ...]
    trials: int
    minutes: int
    """0: no limit."""
    sampler: Sampler
    prune: bool

    def build(self, base: RunSpec, objective: Objective) -> Search:
        """Return the search.

        Raises:
            InputError: One sentence per problem.
        """
        problems = [
            s for each in self.ranges if isinstance(each, InputError) for s in each.sentences
        ]
        if not self.ranges:
            problems.append("Vary: choose at least one setting.")
        if problems:
            raise InputError(problems)
        ranges = [each for each in self.ranges if isinstance(each, Range)]
        return Search.build(
            base,
            ranges,
            objective,
            trial_count=self.trials,
            minutes=self.minutes or None,
            sampler=self.sampler,
            prune=self.prune,
        )


def show_search_form() -> SearchForm:
    """Show the fields of a search; return what was entered."""
    with st.container(border=True, gap="small", key="study_ranges"):
        ranges = tuple(_show_range(key) for key in _choose_dimensions())
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        trials = _show_number("Trials", "study_trials_number", 30, f"Up to {MOST_SEARCH_TRIALS}.")
        sampler = _choose_sampler()
    with right:
        minutes = _show_number(
            "Minutes",
            "study_minutes",
            0,
            "No trial is begun after so many minutes of training; 0: no limit.",
        )
        prune = _choose_pruning()
    return SearchForm(ranges, trials, minutes, sampler, prune)


def _choose_dimensions() -> list[str]:
    key = "study_dials"
    known = all_dimensions()
    restore_value(key, _DIALS)
    chosen = st.multiselect(
        "Vary",
        [name for name in known if name != "seed"],
        st.session_state[key],
        format_func=lambda name: known[name].full_title,
        max_selections=MOST_DIALS,
        key=key,
        help=f"Up to {MOST_DIALS} settings. Each trial has a value of each.",
    )
    save_value(key, chosen)
    return list(chosen)


def _show_range(name: str) -> Range | InputError:
    key = f"study_range_{name}"
    dimension = all_dimensions()[name]
    restore_value(key, usual_range(dimension))
    text = st.text_input(
        dimension.full_title,
        st.session_state[key],
        key=key,
        help="From the lowest to the highest value, such as `1e-6..1e-1:log` or `0..0.8`.",
    )
    save_value(key, text)
    try:
        return Range.from_text(f"{name}={text}")
    except InputError as error:
        return error


def _show_number(label: str, key: str, default: int, help: str) -> int:
    restore_value(key, default)
    value = st.number_input(label, value=st.session_state[key], step=1, key=key, help=help)
    save_value(key, value)
    return int(value or 0)


def _choose_sampler() -> Sampler:
    key = "study_sampler"
    restore_value(key, "tpe")
    options = list(_SAMPLER_NAMES)
    value = st.selectbox(
        "Sampler",
        options,
        options.index(st.session_state[key]),
        format_func=lambda name: _SAMPLER_NAMES[name],
        key=key,
        help=" ".join(f"{_SAMPLER_NAMES[name]}: {_EXPLAINED[name]}" for name in options),
    )
    save_value(key, value)
    return value


_EXPLAINED: dict[Sampler, str] = {
    "tpe": "learns from earlier trials where good values are (tree-structured Parzen estimator).",
    "random": "does not learn, so that all parts of the ranges are seen equally.",
}


def _choose_pruning() -> bool:
    key = "study_prune"
    restore_value(key, False)
    value = st.toggle(
        "Prune trials",
        st.session_state[key],
        key=key,
        help="A trial whose best value so far is worse than the median of the complete trials after the same"
        " epoch is stopped, and its row says why. Not before a fifth of its epochs, and not before five"
        " trials are complete. That saves time, but where networks overfit, those that learn slowly fall"
        " behind first and may end better.",
    )
    save_value(key, value)
    return bool(value)
