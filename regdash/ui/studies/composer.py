"""The sidebar that composes a study: what is varied, and what all its trials share."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from regdash.datasets.checks import data_problems
from regdash.services.estimates import estimate_runs
from regdash.services.setups import describe_setup
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import MOST, Axis, usual_values
from regdash.studies.base import Objective
from regdash.studies.dimensions import Dimension, all_dimensions
from regdash.studies.reading import AnyStudy
from regdash.studies.search import Search
from regdash.studies.study import MOST_SEEDS, Study
from regdash.ui.composer import SetupDials, footer, state
from regdash.ui.composer.technique_dials import show_techniques
from regdash.ui.dials import has_changed, restore_all, restore_value, save_value
from regdash.ui.services import run_service
from regdash.ui.studies import actions
from regdash.ui.studies.search_form import show_search_form

_REQUESTED = "study_start_requested"

_NOTHING = "nothing else"

_OBJECTIVES: dict[Objective, str] = {"val_loss": "Loss", "val_accuracy": "Accuracy"}

Place = Literal["first", "second"]

Kind = Literal["line", "search"]

_KINDS: dict[Kind, str] = {"line": "All values", "search": "Search"}


@dataclass(frozen=True)
class LineForm:
    """What was entered for a line or a grid."""

    axes: tuple[Axis | InputError | None, ...]
    seeds: int

    def build(self, base: RunSpec, objective: Objective) -> Study:
        """Return the study.

        Raises:
            InputError: One sentence per problem.
        """
        problems = [s for axis in self.axes if isinstance(axis, InputError) for s in axis.sentences]
        if not 1 <= self.seeds <= MOST_SEEDS:
            problems.append(f"Seeds: received {self.seeds:,}; allowed: 1 to {MOST_SEEDS}.")
        if problems:
            raise InputError(problems)
        chosen = [axis for axis in self.axes if isinstance(axis, Axis)]
        varies_seed = any(axis.dimension == "seed" for axis in chosen)
        numbers = range(base.seed, base.seed + (1 if varies_seed else self.seeds))
        return Study.build(base, chosen, list(numbers), objective)


def show_composer() -> None:
    """Show what is varied, the techniques and the set-up, what Start will do, and Start."""
    restore_all("studies")
    state.fill_composer(None, None)
    st.subheader("New study", anchor=False)
    described = st.empty()
    form = show_search_form() if _choose_kind() == "search" else _show_line_form()
    objective = _show_objective()
    techniques = show_techniques()
    dials = SetupDials(state.PREFIX, seeds=True)
    with st.expander("Set-up", icon=":material/tune:", key="composer_setup"):
        dials.show_rest()
    parts = footer.footer()
    study: AnyStudy | None = None
    try:
        base = dials.spec(techniques)
        described.caption(plain(describe_setup(base)))
        composed = form.build(base, objective)
        missing = data_problems(composed.examples())
        if missing:
            raise InputError(missing)
        study = composed
    except InputError as error:
        with parts.message:
            footer.show_problems(error)
    with parts.message:
        if study is not None:
            _show_plan(study)
    with parts.buttons:
        # The press is noted, so that it is not lost when a rerun for the last edit interrupts its own.
        st.button(
            "Start study",
            type="primary",
            icon=":material/play_arrow:",
            disabled=study is None,
            width="stretch",
            key="start_study",
            on_click=_request_start,
        )
    if st.session_state.pop(_REQUESTED, False) and study is not None:
        actions.start(study)
        st.rerun()


def _choose_kind() -> Kind:
    key = "study_kind"
    restore_value(key, "line")
    options = list(_KINDS)
    value = st.segmented_control(
        "Kind of study",
        options,
        default=st.session_state[key],
        format_func=lambda name: _KINDS[name],
        key=key,
        label_visibility="collapsed",
        required=True,
        width="stretch",
    )
    save_value(key, value)
    return value or "line"


def _show_line_form() -> LineForm:
    with st.container(border=True, gap="small", key="study_axes"):
        axes = (_show_axis("first"), _show_axis("second"))
    return LineForm(axes, _show_seeds())


def _request_start() -> None:
    st.session_state[_REQUESTED] = True


def _show_axis(place: Place) -> Axis | InputError | None:
    """Show what is varied and its values; return them, why they are not possible, or None: nothing."""
    known = all_dimensions()
    options = list(known) if place == "first" else [_NOTHING, *known]
    key = f"study_{place}"
    restore_value(key, "l2" if place == "first" else _NOTHING)
    chosen = st.selectbox(
        "Vary" if place == "first" else "And vary",
        options,
        options.index(st.session_state[key]),
        format_func=lambda name: known[name].full_title if name in known else name.capitalize(),
        key=key,
    )
    save_value(key, chosen)
    if chosen == _NOTHING:
        return None
    return _show_values(known[chosen], place)


def _show_values(dimension: Dimension, place: Place) -> Axis | InputError:
    """Show the fields for a range or a list; return the values, or what is wrong with them."""
    key = f"study_{place}_values"
    if has_changed(f"study_{place}_before", dimension.key) or key not in st.session_state:
        st.session_state[key] = st.session_state.get(
            f"{key}_of_{dimension.key}", usual_values(dimension)
        )
    text = st.text_input(
        "Values",
        key=key,
        help=(
            "A range with the number of values, such as `1e-6..1e-1:11:log` or `0..0.8:9`, or a list, such as"
            f" `16,64,256`. Up to {MOST}."
        ),
    )
    st.session_state[f"{key}_of_{dimension.key}"] = text
    save_value(key, text)
    try:
        axis = Axis.from_text(f"{dimension.key}={text}")
    except InputError as error:
        return error
    values = [axis.found.write(value) for value in axis.typed_values]
    st.caption(f"{count_of(len(values), 'value')}: {', '.join(values)}")
    return axis


def _show_seeds() -> int:
    key = "study_seeds_number"
    restore_value(key, 3)
    value = st.number_input(
        "Seeds",
        value=st.session_state[key],
        step=1,
        key=key,
        help="Each combination of values is trained with so many seeds; with three or more, the page can say"
        " how sure the best value is.",
    )
    save_value(key, value)
    return int(value or 0)


def _show_objective() -> Objective:
    key = "study_objective"
    restore_value(key, "val_loss")
    value = st.selectbox(
        "Best by",
        list(_OBJECTIVES),
        list(_OBJECTIVES).index(st.session_state[key]),
        format_func=lambda name: _OBJECTIVES[name],
        key=key,
        help="Measured on validation images at the kept epoch, without penalties. Test images choose nothing.",
    )
    save_value(key, value)
    return value


def _show_plan(study: AnyStudy) -> None:
    names = [dimension.full_title for dimension in study.dimensions]
    st.markdown(f"**{plain(' and '.join(names))}**")
    if isinstance(study, Search):
        # Which trials there will be is not known; these are the cheapest and the most expensive.
        examples = study.examples()
        seconds = estimate_runs(run_service(), examples) / len(examples) * study.count
        if study.minutes is not None:
            seconds = min(seconds, 60 * study.minutes)
    else:
        seconds = estimate_runs(run_service(), study.trials())
    st.caption(f"{count_of(study.count, 'trial')}, about {format_seconds(seconds)}.")
