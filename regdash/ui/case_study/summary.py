"""Summary of the case study: claims and measurements."""

import pandas as pd
import streamlit as st

from regdash.content import case_study
from regdash.judging.methods import accuracy_name
from regdash.judging.verdict import Verdict
from regdash.services.judgement import Judgement
from regdash.settings.formatting import NOTHING, count_of, format_mean, format_range
from regdash.settings.markdown import plain
from regdash.ui.judgement.marks import badge

_WORDS = ("better", "worse", "not distinguishable")
"""Verdicts on methods; with any other word there is no verdict yet."""


def show_summary(results: Judgement) -> None:
    """Show a table with one row per network."""
    st.divider()
    st.subheader("Summary", anchor="summary")
    size = results.selection.runs[0].spec.data.train_size
    seeds = max(len(method.complete) for method in results.by_key.values())
    which = "of the best validation epoch" if results.at == "best" else "that were kept"
    st.markdown(
        f"784-500x5-10 on {size:,} digits, {count_of(seeds, 'seed')}; accuracy on"
        f" {results.on} images, with the weights {which}."
    )
    rows = [
        _row(chapter, key, results)
        for chapter in case_study.CHAPTERS
        for key in chapter.methods
        if key in results.by_key
    ]
    if not rows:
        st.caption("The runs of all steps were deleted.")
        return
    st.table(pd.DataFrame(rows).set_index("Network"), border="horizontal")
    st.caption(
        "± is the standard deviation over seeds (spread). Differences, with their 95% interval over"
        " new seeds and new images (certainty), are from the baseline; for whitening and stopping,"
        " from dropout. Verdicts allow for looking after every seed, and are corrected for all"
        " networks compared with the same reference (Holm)."
        + ("" if results.revealed else " On validation images until test results are revealed.")
    )


def _row(chapter: case_study.Chapter, key: str, results: Judgement) -> dict[str, str]:
    method, verdict = results.by_key[key], results.verdicts.get(key)
    values = method.values(accuracy_name(results.on), results.at)
    return {
        "Network": plain(method.name),
        "Accuracy": format_mean(values),
        "Difference, points": _difference(verdict),
        "Verdict": badge(verdict.word) if verdict else _no_verdict_reason(key),
        "The article": chapter.claim or NOTHING,
        "Confirmed here?": describe_confirmation(chapter.expects, verdict),
    }


def _no_verdict_reason(key: str) -> str:
    return "baseline" if key == "baseline" else "its reference was deleted"


def _difference(verdict: Verdict | None) -> str:
    if verdict is None or verdict.accuracies is None or verdict.interval is None:
        return NOTHING
    return f"{verdict.points} ({format_range(verdict.interval.low, verdict.interval.high)})"


def describe_confirmation(expects: case_study.Expectation | None, verdict: Verdict | None) -> str:
    """Return whether a verdict confirms what the article says, in words."""
    if expects is None or verdict is None or verdict.word not in _WORDS:
        return NOTHING
    answers = {
        "better": {"better": "yes", "worse": "no, it's worse"},
        "no better": {"better": "no, it's better", "worse": "yes"},
    }
    # "Not distinguishable" proves neither a gain nor that there is none.
    return answers[expects].get(
        verdict.word, "not shown" if expects == "better" else "not contradicted"
    )
