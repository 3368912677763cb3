"""Messages for the live element: everything once, then only changes."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from zlib import crc32

import numpy as np

from regdash.figures.curves import Line, describe_curves
from regdash.judging.names import name_repeats
from regdash.live.drawn import DrawnEpochs, points_per_run
from regdash.live.rows import group_row, run_row
from regdash.live.verdicts import Cell, VerdictCells
from regdash.metrics import METRICS
from regdash.metrics.history import History
from regdash.services.estimates import estimate_queue
from regdash.services.methods import group_runs, name_methods
from regdash.services.run_states import RunState, one_per_seed
from regdash.services.runs import RunService
from regdash.stats.spread import t_factor
from regdash.store.records import Comparison, Run


class LiveFeed:
    """Tracks runs for one element, which must receive all updates in order.

    Args:
        service: The runs.
        verdicts: Whether rows contain verdicts; charts alone do not need them.
        own_references: Whether the methods of a case study are judged against their own references,
            as on its page, instead of the baseline.
    """

    def __init__(
        self, service: RunService, *, verdicts: bool = True, own_references: bool = False
    ) -> None:
        self._service = service
        self._verdicts = VerdictCells(service.store, own_references) if verdicts else None
        self._histories: dict[str, History] = {}
        self._epochs: dict[str, DrawnEpochs] = {}
        self._named: tuple[list[tuple[str, str]], dict[str, str]] = ([], {})
        self._sent: dict[str, tuple[int, int]] = {}
        self._sent_rows: dict[str, dict[str, Any]] = {}
        self._sent_order: list[str] | None = None
        self._sent_page_state = ""
        self._drawn: tuple[Line, ...] | None = None

    def updates(self, runs: Sequence[Run], comparison: Comparison | None = None) -> dict[str, Any]:
        """Describe what has changed since the last call; the first time, everything.

        Args:
            runs: In the order of the table; repeats are grouped at the position of the first.
            comparison: Determines the epoch shown, the verdicts, and whether test results are
                revealed; None: the kept epoch, no verdicts, and not revealed.

        Returns:
            JSON data, empty if nothing has changed, else some of: `setup`, the table's headings and
            the figures for light and dark pages (see `_setup`); `order`, ids of the table's rows:
            runs, and groups followed by their members; `lines`, the changed rows by id; `points`,
            for each run with new points the `version` of its selection (if it changed, these are
            all points) and the new `rows` (see `encode_rows`); `page_state`, see
            `page_state_of`.
        """
        self._histories = self._service.store.histories.load(runs)
        for method, group in group_runs(runs).items():
            self._epochs.setdefault(method, DrawnEpochs()).update(
                [run.id for run in group],
                [self._histories[run.id] for run in group],
                points_per_run(len(runs)),
            )
        page_state = page_state_of(runs, comparison)
        verdicts: Mapping[str, Cell] = {}
        if runs and comparison is not None and self._verdicts is not None:
            verdicts = self._verdicts.update(page_state, runs, comparison)
        rows = {row["id"]: row for row in self._rows(runs, comparison, verdicts)}
        found: dict[str, Any] = {}
        drawn = _drawn_lines(rows.values(), {run.id: run for run in runs})
        if drawn != self._drawn:
            self._drawn = drawn
            found["setup"] = _setup(drawn, len(runs))
        changed = {id: row for id, row in rows.items() if row != self._sent_rows.get(id)}
        if changed:
            found["lines"] = changed
        if list(rows) != self._sent_order:
            found["order"] = list(rows)
        points = {run.id: new for run in runs if (new := self._new_points(run)) is not None}
        if points:
            found["points"] = points
        if page_state != self._sent_page_state:
            found["page_state"] = page_state
        self._sent_rows, self._sent_order, self._sent_page_state = rows, list(rows), page_state
        return found

    def _rows(
        self, runs: Sequence[Run], comparison: Comparison | None, verdicts: Mapping[str, Cell]
    ) -> list[dict[str, Any]]:
        at = comparison.at if comparison else "kept"
        revealed = comparison is not None and comparison.revealed is not None
        names = self._names_of(runs)
        sharing = sum(run.status == "running" for run in runs)
        active = any(run.active for run in runs)
        times = estimate_queue(self._service) if active else {}
        rows = []
        for method, group in group_runs(runs).items():
            states = [
                RunState(
                    run,
                    self._histories[run.id],
                    self._service.progress(run.id),
                    at,
                    times.get(run.id),
                )
                for run in group
            ]
            verdict = verdicts.get(method)
            if len(group) == 1:
                row = run_row(states[0], names[method], sharing=sharing, revealed=revealed)
                rows.append({**row, "verdict": verdict})
                continue
            id = group_id(method)
            row = group_row(id, names[method], states, revealed=revealed)
            rows.append({**row, "verdict": verdict})
            counted = one_per_seed(states)
            for state, seed in zip(states, name_repeats([r.spec for r in group]), strict=True):
                duplicate = state.run.complete and state not in counted
                rows.append(
                    run_row(
                        state,
                        seed,
                        sharing=sharing,
                        revealed=revealed,
                        group=id,
                        duplicate=duplicate,
                    )
                )
        return rows

    def _names_of(self, runs: Sequence[Run]) -> dict[str, str]:
        """Return the names of the methods; cached, since comparing all settings takes long."""
        key = [(run.id, run.name) for run in runs]
        if self._named[0] != key:
            self._named = (key, name_methods(runs))
        return self._named[1]

    def _new_points(self, run: Run) -> dict[str, Any] | None:
        history, drawn = self._histories[run.id], self._epochs[run.method]
        version, count = self._sent.get(run.id, (-1, 0))
        if (version, count) == (drawn.version, len(history)):
            return None
        self._sent[run.id] = (drawn.version, len(history))
        # Points of another version are invalid.
        first = count if version == drawn.version else 0
        chosen = drawn.among(first, len(history))
        return {"version": drawn.version, "rows": encode_rows(history, chosen)}


def encode_rows(history: History, chosen: np.ndarray) -> str:
    """Encode all drawn curves in some epochs of a run; see `encode_curves`."""
    return encode_curves(history, chosen, METRICS.drawn)


def encode_curves(history: History, chosen: np.ndarray, curves: Sequence[str]) -> str:
    """Encode some epochs of a run for an element.

    Args:
        history: History of the run.
        chosen: Positions of the epochs, int64, from 0.
        curves: Keys of the curves.

    Returns:
        Base64 of float32 (epochs, len(curves)), row by row, NaN where not measured; the setup names
        the curves.
    """
    points = np.stack([history[curve][chosen] for curve in curves], axis=1)
    return base64.b64encode(points.astype("<f4").tobytes()).decode("ascii")


def decode_rows(text: str, curves: Sequence[str]) -> dict[str, np.ndarray]:
    """Decode the text of `encode_rows`: float32 (epochs,) for each of the setup's curves."""
    points = np.frombuffer(base64.b64decode(text), "<f4").reshape(-1, len(curves))
    return dict(zip(curves, points.T, strict=True))


def page_state_of(runs: Sequence[Run], comparison: Comparison | None = None) -> str:
    """Return a hash of everything the page around the element depends on, such as verdicts."""
    chosen = comparison and (
        comparison.at,
        comparison.on,
        comparison.baseline,
        comparison.revealed,
        comparison.title,
        comparison.deleted,
    )
    state = [chosen, *((run.id, run.name, run.active) for run in runs)]
    return f"{crc32(repr(state).encode()):08x}"


def group_id(method: str) -> str:
    """Return the id of the line that represents all runs of a method."""
    return f"method:{method}"


def _drawn_lines(rows: Iterable[dict[str, Any]], runs: dict[str, Run]) -> tuple[Line, ...]:
    lines = []
    for row in rows:
        members = row.get("members", [])
        first = runs[members[0] if members else row["id"]]
        lines.append(
            Line(
                id=row["id"],
                name=row["name"],
                style_index=first.style_index,
                epochs=first.spec.epochs,
                stopped_epoch=row["stopped_epoch"],
                seeds=row.get("seeds", 1),
                group=row["group"],
            )
        )
    return tuple(lines)


def _setup(lines: Sequence[Line], runs: int) -> dict[str, Any]:
    """Describe everything that stays the same while runs progress.

    Returns:
        `figures` for light and dark pages, without points, and `drawing`, a hash of them;
        `columns`, the table's headings, each with the key of its cells; `curves`, the names of
        a point's values; `t_factors`, half the interval of a mean of n seeds in standard
        deviations.
    """
    return {
        "figures": _draw_figures(lines),
        "drawing": crc32(repr(lines).encode()),
        "columns": [
            {
                "key": metric.key,
                "title": metric.title,
                "help": column.help,
                "better": metric.direction,
                "from_test": metric.from_test,
            }
            for metric, column in METRICS.columns
        ],
        "curves": METRICS.drawn,
        "t_factors": {n: t_factor(n) for n in range(2, max(3, runs + 1))},
    }


def _draw_figures(lines: Sequence[Line]) -> dict[str, dict[str, Any]]:
    return {
        theme: {
            chart.key: {
                "figure": describe_curves(chart, lines, dark=theme == "dark"),
                "chart": asdict(chart),
            }
            for chart in METRICS.charts.values()
        }
        for theme in ("light", "dark")
    }
