"""Messages for the element that shows a study: everything once, then only changes."""

import json
from typing import Any
from zlib import crc32

import numpy as np

from regdash.judging.searches import SearchResults
from regdash.live import search_messages, study_messages
from regdash.live.feed import encode_curves
from regdash.live.study_messages import CURVES
from regdash.services.runs import RunService
from regdash.services.study_results import Results, TrialReader, list_findings, read_results
from regdash.services.study_status import StudyStatus, estimate_study, read_status, was_pruned
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.messages import InputError
from regdash.studies.search import Search

_MOST_EPOCHS = 100
"""Epochs of a trial that are drawn; more would be closer than pixels."""


class StudyFeed:
    """Tracks a study for one element, which must receive all updates in order.

    The first message has everything but verdicts, which need the predictions of all trials; they
    follow with the next one.
    """

    least_interval = 0.4
    """Seconds. Trials end less often than epochs, and each message has whole figures."""

    def __init__(self, service: RunService, comparison_id: str) -> None:
        """Track a study.

        Args:
            service: Where its trials are.
            comparison_id: The comparison that contains them.
        """
        self.active = True
        self._service = service
        self._comparison_id = comparison_id
        self._readers = {
            tested: TrialReader(service.store, predictions=tested) for tested in (False, True)
        }
        self._sent: dict[str, int] = {}
        self._sent_curves: set[str] = set()
        self._first = True
        self._state: tuple[str, bool] | None = None

    def updates(self) -> dict[str, Any]:
        """Describe what has changed since the last call; the first time, everything.

        Returns:
            JSON data, empty if nothing has changed, else some of: `setup`, `charts` and `cells`, see
            `study_messages`; `curves`, those of trials that have ended since, by id, see
            `encode_curves`; `progress`; `findings`, sentences; `page_state`, see `study_state`.
        """
        try:
            status = read_status(self._service, self._comparison_id)
        except InputError:
            self.active = False
            return {}
        running = status.state == "running"
        tested = not self._first and not running
        self.active = running or self._first
        progress = _progress(self._service, status)
        state = (study_state(status), tested)
        if state == self._state:  # epochs of trials in progress
            return {"progress": progress} if self._is_new("progress", progress) else {}
        self._state = state
        results = read_results(self._readers[tested], status)
        found = {
            **_describe(status, results, tested=tested),
            "progress": progress,
            "findings": list_findings(status, results, tested=tested),
            "page_state": state[0],
        }
        self._first = False
        changed = {key: value for key, value in found.items() if self._is_new(key, value)}
        curves = self._new_curves(status)
        return {**changed, "curves": curves} if curves else changed

    def _is_new(self, key: str, value: Any) -> bool:
        state = crc32(json.dumps(value).encode())
        known = self._sent.get(key) == state
        self._sent[key] = state
        return not known

    def _new_curves(self, status: StudyStatus) -> dict[str, str]:
        ended = [r for r in status.runs if not r.active and r.id not in self._sent_curves]
        histories = self._service.store.histories.load(ended)
        self._sent_curves.update(run.id for run in ended)
        found = {}
        for run in ended:
            history = histories[run.id]
            if len(history):
                steps = min(len(history), _MOST_EPOCHS)
                chosen = np.linspace(0, len(history) - 1, steps).round().astype(np.int64)
                found[run.id] = encode_curves(history, chosen, CURVES)
        return found


def _describe(status: StudyStatus, results: Results, *, tested: bool) -> dict[str, Any]:
    if isinstance(results, SearchResults):
        return search_messages.describe(status, results)
    return study_messages.describe(status, results, tested=tested)


def study_state(status: StudyStatus) -> str:
    """Return a hash of everything the page around the element depends on."""
    state = (
        status.state,
        status.ended,
        status.study.count,
        status.comparison.title,
        status.comparison.deleted,
    )
    return f"{crc32(repr(state).encode()):08x}"


def _progress(service: RunService, status: StudyStatus) -> dict[str, Any]:
    count = count_of(status.study.count, "trial")
    text = f"{status.ended} of {count} ended"
    count_pruned = sum(was_pruned(run) for run in status.runs)
    if count_pruned:
        text += f", {count_pruned} pruned"
    broken = sum(not (run.active or run.complete or was_pruned(run)) for run in status.runs)
    if broken:
        text += f", {broken} without a result"
    if status.state == "running":
        text += f", about {format_seconds(estimate_study(service, status))} left"
    elif status.state != "ended":
        text += f", {status.state}"
    elif isinstance(status.study, Search) and len(status.study.chosen) < status.study.trial_count:
        text += (
            ", then the time was over" if status.study.minutes else ", then nothing was left to try"
        )
    return {"text": text, "share": status.ended / status.study.count, "state": status.state}
