"""An open study: its head with actions, its figures, and its trials."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from regdash.live.study_feed import study_state
from regdash.services.setups import describe_setup
from regdash.services.studies import find_obstacles
from regdash.services.study_pictures import describe_study
from regdash.services.study_results import (
    TrialReader,
    find_best,
    list_confirmations,
    read_results,
)
from regdash.services.study_status import StudyStatus
from regdash.settings.formatting import count_of, format_status
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.studies.search import SAMPLERS, Search
from regdash.ui import link, navigation, title_dialog
from regdash.ui.composer import copy_run
from regdash.ui.export import show_picture_button
from regdash.ui.live import study_element
from regdash.ui.services import run_service
from regdash.ui.studies import actions

_ELEMENT = "study"

_MORE_SEEDS = 2

_MORE_TRIALS = 10


def show_study(status: StudyStatus) -> None:
    """Show a study and what can be done with it."""
    with st.container(key="comparison_header", gap=None):
        _show_title(status)
        st.caption(plain(_describe(status)))
    title_dialog.open_requested([status.comparison])
    if status.state in ("paused", "interrupted") and status.incomplete:
        for sentence in find_obstacles(status):
            st.warning(plain(sentence), icon=":material/error:")
    study_element(
        status.comparison.id,
        study_state(status),
        key=_ELEMENT,
        on_action=lambda: _act(status),
    )
    _show_next(status)
    _show_trials(status)


def _show_title(status: StudyStatus) -> None:
    comparison = status.comparison
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key="comparison_title"
    ):
        title_dialog.show_title(comparison, "study")
        st.space("stretch")
        if status.state == "running":
            _button(
                "Pause",
                "pause",
                actions.pause,
                comparison.id,
                "Trials in progress are trained to their end",
            )
            _button(
                "Cancel",
                "stop",
                actions.cancel,
                comparison.id,
                "Stop the trials in progress; what has ended is kept",
            )
        elif status.incomplete:
            _button(
                "Continue", "play_arrow", actions.resume, comparison.id, "Train what is missing"
            )
        _button("All studies", "list", link.open_comparison, None, "")


def _button(
    label: str, icon: str, act: Callable[..., None], argument: str | None, help: str
) -> None:
    st.button(
        label,
        icon=f":material/{icon}:",
        on_click=act,
        args=(argument,),
        key=f"study_{icon}",
        help=help or None,
    )


def _describe(status: StudyStatus) -> str:
    study = status.study
    if isinstance(study, Search):
        return " · ".join([*_describe_search(study), describe_setup(study.base)])
    varied = [
        f"{axis.found.full_title}: {count_of(len(axis.values), 'value')}, {axis.found.write(axis.typed_values[0])} to"
        f" {axis.found.write(axis.typed_values[-1])}"
        for axis in study.axes
    ]
    return " · ".join([*varied, count_of(len(study.seeds), "seed"), describe_setup(study.base)])


def _describe_search(search: Search) -> list[str]:
    varied = [
        f"{each.found.full_title}: {' to '.join(each.found.write(end) for end in each.ends)}"
        for each in search.ranges
    ]
    limit = f", at most {search.minutes:g} min" if search.minutes else ""
    return [*varied, f"{count_of(search.trial_count, 'trial')}{limit}, {SAMPLERS[search.sampler]}"]


def _act(status: StudyStatus) -> None:
    action = st.session_state[_ELEMENT].get("action") or {}
    if action.get("kind") == "open" and any(run.id == action.get("trial") for run in status.runs):
        navigation.request_compare(status.comparison.id)


def _show_next(status: StudyStatus) -> None:
    """Show what can be done with the best value so far, and where it was confirmed."""
    comparison = status.comparison
    varies_seed = any(dimension.key == "seed" for dimension in status.study.dimensions)
    measured = any(run.complete for run in status.runs)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="study_next"):
        st.button(
            "Use these settings",
            icon=":material/tune:",
            disabled=not measured,
            on_click=_use_best,
            args=(status,),
            key="study_use",
            help="Fill the composer of Compare with the best value so far",
        )
        st.button(
            "Confirm on fresh seeds",
            icon=":material/verified:",
            disabled=not measured or varies_seed,
            on_click=actions.confirm,
            args=(comparison.id,),
            key="study_confirm",
            help="Train the best value and the base with 5 seeds that this study never saw: the best of many"
            " owes a part of its result to luck",
        )
        _show_extend(status, disabled=status.state == "running" or varies_seed)
        st.button(
            "Open in Compare",
            icon=":material/open_in_new:",
            disabled=not status.runs,
            on_click=navigation.request_compare,
            args=(comparison.id,),
            key="study_compare",
            help="All trials with their curves, verdicts, pictures, report and export",
        )
        if measured:
            show_picture_button(
                "Picture", lambda: describe_study(run_service().store, status), key="study"
            )
    for confirmation in list_confirmations(run_service(), comparison.id):
        st.button(
            f"Confirmed in '{plain(confirmation.title)}'",
            icon=":material/verified:",
            type="tertiary",
            on_click=navigation.request_compare,
            args=(confirmation.id,),
            key=f"confirmation_{confirmation.id}",
        )


def _show_extend(status: StudyStatus, *, disabled: bool) -> None:
    if isinstance(status.study, Search):
        st.button(
            f"{_MORE_TRIALS} more trials",
            icon=":material/add:",
            disabled=disabled,
            on_click=actions.extend_search,
            args=(status.comparison.id, _MORE_TRIALS),
            key="study_extend",
            help="Try more combinations, chosen from what is known by now",
        )
        return
    st.button(
        f"{_MORE_SEEDS} more seeds",
        icon=":material/exposure_plus_2:",
        disabled=disabled,
        on_click=actions.extend,
        args=(status.comparison.id, _MORE_SEEDS),
        key="study_extend",
        help="Train each value with two more seeds",
    )


def _use_best(status: StudyStatus) -> None:
    def use() -> None:
        reader = TrialReader(run_service().store, predictions=False)
        best = find_best(status, read_results(reader, status))
        run = next((run for run in status.runs if best and run.spec.method == best.method), None)
        if run is None:
            raise InputError(["There is no best value yet: no trial has been trained to its end."])
        copy_run(run)
        navigation.request_compare(None)

    actions.attempt(use)


def _show_trials(status: StudyStatus) -> None:
    with st.expander(
        f"Trials ({len(status.runs)})", icon=":material/table_rows:", key="study_trials"
    ):
        if not status.runs:
            st.caption("Waiting for the first trial.")
            return
        histories = run_service().store.histories.load(status.runs)
        rows = []
        for run in status.runs:
            values = status.study.values_of(run.spec)
            kept = run.kept_epoch
            record = histories[run.id].records[kept - 1] if kept else None
            rows.append(
                {
                    **{
                        dimension.full_title: value
                        for dimension, value in zip(status.study.dimensions, values, strict=True)
                    },
                    "Seed": run.spec.seed,
                    "Status": format_status(run.status),
                    "Kept epoch": kept,
                    "Validation loss": record and record.get("val_loss"),
                    "Validation accuracy, %": record and 100 * record.val_accuracy,
                    "Message": run.message,
                }
            )
        st.dataframe(pd.DataFrame(rows), hide_index=True, key="study_trials_table")
