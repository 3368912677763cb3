"""The sidebar for composing a run."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import cycle, repeat
from typing import Any, NamedTuple

import streamlit as st

from regdash.datasets.checks import complete_spec
from regdash.datasets.collection import info_of
from regdash.models import MLP
from regdash.settings.fields import Section
from regdash.settings.formatting import format_seconds
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings, nest_settings
from regdash.techniques import TECHNIQUES
from regdash.ui import link, race
from regdash.ui.data_set import show_data_set
from regdash.ui.dials import has_changed, restore_all, restore_value, save_value, show_dial
from regdash.ui.services import estimate


class Composed(NamedTuple):
    """The current state of the composer."""

    spec: RunSpec | None
    """None while the settings are invalid."""
    started: bool
    """Whether Start was just pressed."""


def show_composer(page: str) -> Composed:
    """Show the composer on a page; its buttons start runs in the open comparison or a new one."""
    restore_all(page)
    return Composed(_show_spec(), race.was_started())


def _show_spec() -> RunSpec | None:
    start, problems = _start_values()
    for problem in problems:
        st.warning(f"From the link: {plain(problem)}", icon=":material/link_off:")

    st.subheader("Compose a run", anchor=False)
    settings: dict[str, Any] = {}
    _show_section("data", start, settings)
    techniques = _show_techniques(start)
    _show_section("training", start, settings, columns=2)
    with st.expander("Split and label noise", icon=":material/call_split:"):
        _show_section("split", start, settings)
    with st.expander("Network and optimizer", icon=":material/hub:"):
        _show_section("network", start, settings)

    try:
        spec = complete_spec({**nest_settings(settings), "techniques": techniques})
    except InputError as error:
        for sentence in error.sentences:
            st.error(plain(sentence), icon=":material/error:")
        _show_buttons(None)
        return None
    link.write_composer(spec)
    st.markdown(f"**{spec.name}**")
    st.caption(f"About {format_seconds(estimate([spec]))} on this machine.")
    for technique in spec.techniques:
        for sentence in technique.cautions(info_of(spec.data.dataset).class_names):
            st.warning(sentence, icon=":material/warning:")
    _show_buttons(spec)
    return spec


def _show_section(
    section: Section, start: RunSpec, settings: dict[str, Any], columns: int = 1
) -> None:
    """Show the relevant settings of a section, and add their values to `settings` by name.

    Args:
        section: Which settings.
        start: Initial values.
        settings: Values of the settings shown so far; some are relevant only with certain others.
        columns: Number of settings per row.
    """
    places: Iterator[AbstractContextManager[Any]]
    places = cycle(st.columns(columns)) if columns > 1 else repeat(nullcontext())
    for setting in all_settings():
        if setting.dial.section == section and _is_relevant(setting, settings):
            with next(places):
                settings[setting.name] = _show_setting(setting, start)
        if setting.name == "optimizer" and setting.name in settings:
            _follow_optimizer(settings[setting.name])


def _is_relevant(setting: Setting, settings: Mapping[str, Any]) -> bool:
    """Return whether a setting has an effect with the values chosen so far."""
    dial = setting.dial
    if dial.only_with is not None and settings.get(dial.only_with[0]) != dial.only_with[1]:
        return False
    kind = settings.get("network", MLP.key)
    return len(dial.choices) != 1 and setting.network in ("", kind)


def _show_setting(setting: Setting, start: RunSpec) -> Any:
    value = setting.value(start)
    initial = setting.dial.default if value is None else value
    if setting.name == "dataset":
        return show_data_set(initial)
    # Kinds of network may share names, but not limits and choices.
    prefix = f"{setting.network}_" if setting.network not in ("", MLP.key) else ""
    return show_dial(setting.dial, f"set_{prefix}{setting.name}", initial)


def _start_values() -> tuple[RunSpec, list[str]]:
    """Return the spec and problems of the link with which this tab was opened."""
    if "composer_start" not in st.session_state:
        st.session_state["composer_start"] = link.read_composer()
    start: tuple[RunSpec, list[str]] = st.session_state["composer_start"]
    return start


def _show_techniques(start: RunSpec) -> dict[str, dict[str, Any]]:
    at_start = {technique.key: technique for technique in start.techniques}
    restore_value("set_techniques", list(at_start))
    chosen = st.pills(
        "Techniques",
        TECHNIQUES.keys,
        format_func=lambda key: TECHNIQUES.by_key(key).title,
        selection_mode="multi",
        key="set_techniques",
        help="None: the baseline. Several: all of them in one run.",
    )
    save_value("set_techniques", chosen)
    values: dict[str, dict[str, Any]] = {}
    for cls in TECHNIQUES:
        if cls.key not in chosen:
            continue
        initial = at_start.get(cls.key) or cls()
        with st.container(border=True, gap="small"):
            st.markdown(f"**{cls.title}**", help=" ".join(cls.sentences))
            values[cls.key] = {
                dial.name: show_dial(
                    dial, f"set_{cls.key}_{dial.name}", getattr(initial, dial.name)
                )
                for dial in cls.dials()
            }
    return values


def _follow_optimizer(name: str) -> None:
    """Set the usual learning rate of the optimizer when that changes."""
    if has_changed("optimizer_before", name):
        usual = RunSpec.from_dict({"optimizer": {"name": name}}).optimizer.learning_rate
        st.session_state["set_learning_rate"] = usual


def _show_buttons(spec: RunSpec | None) -> None:
    lineup = race.lineup()
    ready = spec is not None or bool(lineup)
    left, right = st.columns(2)
    # No callbacks: they would miss the last edit of a widget that still has the focus.
    if left.button(
        "Start" if not lineup else f"Start {len(lineup)} run{'s' * (len(lineup) > 1)}",
        type="primary",
        icon=":material/play_arrow:",
        disabled=not ready,
        width="stretch",
        key="start",
    ):
        race.start(spec)
        st.rerun()
    if (
        right.button(
            "Add to race",
            disabled=spec is None,
            width="stretch",
            key="add",
            help="Collect several runs; Start then starts all of them.",
        )
        and spec is not None
    ):
        race.add(spec)
        st.rerun()
    for index, waiting in enumerate(lineup):
        name, remove = st.columns([3, 1.5], vertical_alignment="center")
        name.caption(f"{waiting.name}, seed {waiting.seed}")
        remove.button(
            "Remove",
            type="tertiary",
            key=f"remove_{index}",
            on_click=race.remove,
            args=(index,),
        )
