"""What the buttons do: line runs up, start them, stop them."""

from collections.abc import Iterable
from itertools import count

import streamlit as st

from regdash.content.presets import Preset
from regdash.datasets.checks import check_data
from regdash.services.repeats import MOST_SEEDS, plan_repeats
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Run, RunRequest
from regdash.ui import link
from regdash.ui.plain import plain
from regdash.ui.services import scheduler

_STARTED = "race_started"


def lineup() -> list[RunSpec]:
    """Specs that wait for Start."""
    waiting: list[RunSpec] = st.session_state.setdefault("lineup", [])
    return waiting


def add(spec: RunSpec) -> None:
    """Line a run up."""
    lineup().append(spec)


def remove(index: int) -> None:
    """Take a run out of the line-up."""
    del lineup()[index]


def start(spec: RunSpec | None) -> None:
    """Start what is lined up, or else this run, in the open comparison or a new one.

    Runs on another data set than the open comparison's get one of their own: nothing could be
    said of them side by side.
    """
    specs = list(lineup()) or ([spec] if spec else [])
    lineup().clear()
    for dataset in dict.fromkeys(spec.data.dataset for spec in specs):
        _start_together([spec for spec in specs if spec.data.dataset == dataset], dataset)
    st.session_state[_STARTED] = True


def _start_together(specs: list[RunSpec], dataset: str) -> None:
    """Start runs on one data set."""
    if not _can_start(specs):
        return
    comparison_id = link.open_comparison_id()
    if comparison_id is None or not _fits(comparison_id, dataset):
        comparison_id = scheduler().store.add_comparison(
            specs[0].name if len(specs) == 1 else "Race of " + ", ".join(s.name for s in specs)
        )
    scheduler().submit(comparison_id, specs)
    link.open_comparison(comparison_id)


def was_started() -> bool:
    """Whether `start` was called since this was last asked."""
    return bool(st.session_state.pop(_STARTED, False))


def _fits(comparison_id: str, dataset: str) -> bool:
    store = scheduler().store
    return store.comparison(comparison_id) is not None and all(
        run.spec.data.dataset == dataset for run in store.runs(comparison_id)
    )


def start_preset(preset: Preset) -> None:
    """Start a ready-made race in a comparison of its own."""
    comparison_id = scheduler().store.add_comparison(preset.title)
    scheduler().submit(comparison_id, preset.lineup())
    link.open_comparison(comparison_id)


def start_again(run: Run) -> None:
    """Run the same with the next seed that its method does not have yet."""
    twins = [r for r in scheduler().store.runs(run.comparison_id) if r.method == run.method]
    taken = {twin.spec.seed for twin in twins}
    following = (seed % MOST_SEEDS for seed in count(run.spec.seed + 1))
    seed = next(seed for seed in following if seed not in taken)
    order = RunRequest(run.spec.replace(seed=seed), run.method, run.name)
    if _can_start([order.spec]):
        scheduler().submit(run.comparison_id, [order])


def data_problems(specs: Iterable[RunSpec]) -> list[str]:
    """Sentences saying why runs cannot be trained on the data that are here; empty if they can."""
    problems: list[str] = []
    # Repeats of a method need the same data, so they are checked once.
    for spec in {(spec.data, spec.techniques): spec for spec in specs}.values():
        try:
            check_data(spec)
        except InputError as error:
            problems += error.sentences
    return list(dict.fromkeys(problems))


def _can_start(specs: Iterable[RunSpec]) -> bool:
    """Whether the data of these runs are here; if not, say so."""
    problems = data_problems(specs)
    for problem in problems:
        st.toast(plain(problem), icon=":material/error:")
    return not problems


def plan(runs: list[Run], methods: list[str], seeds: int, vary_split: bool) -> list[RunRequest]:
    """What is missing until these methods have that many seeds.

    Runs that were stopped or interrupted do not count. Those that diverged do: they would again.
    """
    usable = [r for r in runs if r.active or r.complete or r.status == "diverged"]
    groups = {m: [r for r in usable if r.method == m] for m in methods}
    groups = {m: group for m, group in groups.items() if group}
    if not groups:
        return []
    firsts = [group[0] for group in groups.values()]
    planned = plan_repeats(
        [[run.spec for run in group] for group in groups.values()], seeds, vary_split=vary_split
    )
    return [RunRequest(spec, firsts[at].method, firsts[at].name) for at, spec in planned]


def start_repeats(comparison_id: str, orders: list[RunRequest]) -> None:
    """Start what was planned."""
    if _can_start(order.spec for order in orders):
        scheduler().submit(comparison_id, orders)


def stop_all(runs: list[Run]) -> None:
    """Stop every run of a comparison that is queued or going."""
    for run in runs:
        if run.active:
            scheduler().stop(run.id)
