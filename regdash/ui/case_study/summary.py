"""The case study on one slide: claims and what was measured."""

import pandas as pd
import streamlit as st

from regdash import case_study
from regdash.analysis.methods import accuracy_name
from regdash.analysis.verdict import Verdict
from regdash.analysis.wording import NOTHING, count_of, format_mean, format_points, format_range
from regdash.ui.case_study.measured import Measured
from regdash.ui.judgement.marks import badge
from regdash.ui.plain import plain


def show_summary(measured: Measured) -> None:
    """Show the table, one row a contender."""
    st.divider()
    st.subheader("Summary", anchor="summary")
    size = measured.runs[0].spec.data.train_size
    seeds = max(len(method.runs) for method in measured.methods.values())
    st.markdown(
        f"784-500x5-10 on {size:,} digits, {count_of(seeds, 'seed')}; accuracy on"
        f" {measured.on} images, with the weights that were kept."
    )
    rows = [
        _row(chapter, key, measured)
        for chapter in case_study.CHAPTERS
        for key in chapter.contenders
        if key in measured.methods
    ]
    if not rows:
        st.caption("The runs of all steps were deleted.")
        return
    st.table(pd.DataFrame(rows).set_index("Network"), border="horizontal")
    st.caption(
        "± is the standard deviation of the seeds (spread). Differences with their 95% interval"
        " (certainty), against the baseline; whitening and stopping against dropout. Verdicts are"
        " corrected for all networks that face the same rival (Holm)."
        + (
            ""
            if seeds > 1
            else " With one run each two networks are compared: another seed may turn them around."
        )
        + ("" if measured.revealed else " On validation images, until test results are revealed.")
    )


def _row(chapter: case_study.Chapter, key: str, measured: Measured) -> dict[str, str]:
    method, verdict = measured.methods[key], measured.verdicts.get(key)
    values = method.values(accuracy_name(measured.on), "kept")
    return {
        "Network": plain(method.name),
        "Accuracy": format_mean(values),
        "Difference, points": _difference(verdict),
        "Verdict": badge(verdict.word) if verdict else _without_rival(key),
        "The article": chapter.claim or NOTHING,
        "Borne out here?": borne_out(chapter.expects, verdict),
    }


def _without_rival(key: str) -> str:
    return "baseline" if key == "baseline" else "its rival was deleted"


def _difference(verdict: Verdict | None) -> str:
    if verdict is None or verdict.difference is None or verdict.interval is None:
        return NOTHING
    interval = format_range(verdict.interval.low, verdict.interval.high)
    return f"{format_points(verdict.difference)} ({interval})"


def borne_out(expects: case_study.Expectation | None, verdict: Verdict | None) -> str:
    """Whether a verdict bears out what the article says."""
    if expects is None or verdict is None or verdict.word in ("not yet", "not comparable"):
        return NOTHING
    answers = {
        "better": {"better": "yes", "worse": "no, it is worse"},
        "no better": {"better": "no, it is better", "worse": "yes"},
    }
    # What cannot be told apart proves neither a gain nor that there is none.
    answer = answers[expects].get(
        verdict.word, "not shown" if expects == "better" else "not contradicted"
    )
    return answer + (" (one run each)" if verdict.about == "networks" else "")
