"""One chapter of the case study: technique, claim of the article, and measurements."""

import streamlit as st

from regdash.content import case_study
from regdash.judging.deltas import compare_figures
from regdash.judging.diagnosis import diagnose
from regdash.judging.methods import Method
from regdash.services.judgement import Judgement
from regdash.settings.choices import EpochChoice
from regdash.settings.formatting import GAP, NORM, SHARE, count_of, join_words
from regdash.settings.markdown import plain
from regdash.techniques import Technique
from regdash.ui.follow import show_charts
from regdash.ui.judgement.verdicts import show_verdict


def show_chapter(number: int, chapter: case_study.Chapter, results: Judgement | None) -> None:
    """Show a chapter; without results, only its text."""
    st.divider()
    st.subheader(f"{number}. {chapter.title}", anchor=chapter.key)
    st.markdown(chapter.text)
    if chapter.technique is not None:
        _show_technique(chapter)
    if chapter.code_note:
        st.info(chapter.code_note, icon=":material/history_edu:")
    if chapter.claim:
        st.markdown(f"**The article:** {chapter.claim}")
    if results is not None:
        _show_results(chapter, results)


def _show_technique(chapter: case_study.Chapter) -> None:
    assert chapter.technique is not None
    method = case_study.find_method(chapter.methods[-1])
    spec = method.spec("full", 1)
    used = next(t for t in spec.techniques if isinstance(t, chapter.technique))
    words, formula = st.columns([3, 2], vertical_alignment="center")
    words.markdown("\n".join(f"- {sentence}" for sentence in used.sentences))
    formula.latex(used.formula)
    with st.expander("Keras code", icon=":material/code:"):
        st.code(_code(spec.techniques), language="python")


def _code(techniques: tuple[Technique, ...]) -> str:
    return "\n".join(line for technique in techniques for line in technique.keras_code())


def _show_results(chapter: case_study.Chapter, results: Judgement) -> None:
    reference = case_study.find_method(chapter.methods[0]).reference
    keys = list(dict.fromkeys((reference, *chapter.methods)))
    runs = [run for key in keys for run in results.selection.runs if run.method == key]
    methods = [results.by_key[key] for key in keys if key in results.by_key]
    if not any(run.records for method in methods for run in method.runs):
        active = any(method.active for method in methods)
        st.caption(
            "Waiting for the first epochs." if active else "No runs of this step have been trained."
        )
        return
    show_charts(
        f"chart_{chapter.key}", runs, ("loss", chapter.right_chart), results.selection.comparison
    )
    baseline = results.by_key.get(reference)
    for key in chapter.methods:
        method = results.by_key.get(key)
        if method is None:
            st.caption("The runs of this step were deleted.")
            continue
        if key in results.verdicts:
            show_verdict(method, results.verdicts[key])
        if baseline is not None:
            _show_facts(method, baseline, results.at)
    if baseline is None:
        st.caption(
            f"No verdict: the runs of {case_study.find_method(reference).name} were deleted."
        )
    elif reference != "baseline":
        st.caption(f"Compared with {plain(baseline.name)}, which this step extends.")


def _show_facts(method: Method, reference: Method, at: EpochChoice) -> None:
    """Show the diagnosis and changes other than in accuracy."""
    facts = []
    begun = [run for run in method.runs if run.records]
    if begun:
        which = f"Seed {begun[0].spec.seed}: " if len(begun) > 1 else ""
        found = diagnose(begun[0])
        facts.append(f"{which}{plain(found.sentence)} ({found.code})")
    stopped = [len(run.records) for run in method.complete if run.status == "stopped_early"]
    if stopped:
        epochs = join_words([str(epoch) for epoch in stopped])
        facts.append(
            f"Stopped after {epochs} epochs"
            f" ({len(stopped)} of {count_of(len(method.complete), 'seed')})."
        )
    if method.key != reference.key:
        facts += _changes(method, reference, at)
    if facts:
        st.caption(" ".join(facts))


def _changes(method: Method, reference: Method, at: EpochChoice) -> list[str]:
    mine, theirs = (
        {name: delta.value.mean for name, delta in compare_figures(m, reference, at).items()}
        for m in (method, reference)
    )
    if "loss_gap" not in mine or "loss_gap" not in theirs:
        return []
    facts = [f"Gap {GAP.change(mine['loss_gap'], theirs['loss_gap'])} nats."]
    if "near_zero" in mine and "near_zero" in theirs:
        facts.append(
            f"Weights near zero: {SHARE.text(mine['near_zero'])} ({plain(reference.name)}:"
            f" {SHARE.text(theirs['near_zero'])}); norm {NORM.text(mine['weight_norm'])}"
            f" ({NORM.text(theirs['weight_norm'])})."
        )
    return facts
