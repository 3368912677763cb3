"""Case study: the article's argument in order, trained here, with verdicts."""

import streamlit as st

from regdash.content import case_study
from regdash.services.judgement import judge_comparison
from regdash.services.selection import Selection
from regdash.settings.markdown import plain
from regdash.ui import dialogs, export, link, navigation
from regdash.ui.case_study.chapter import show_chapter
from regdash.ui.case_study.controls import find_open, show_controls
from regdash.ui.case_study.summary import show_summary
from regdash.ui.follow import follow_runs, show_stop_all
from regdash.ui.judgement.reveal import show_reveal
from regdash.ui.services import begin_warm_up, run_service, runs_of
from regdash.ui.unreadable import show_unreadable


def show_page() -> None:
    """Draw the page."""
    navigation.go_to_compare()
    st.header("The case study, trained here", anchor=False)
    st.markdown(
        "An article on overfitting in deep learning tries one technique after another on handwritten"
        " digits, with one run each. Here are its steps in order, each compared with the plain network"
        " over several seeds. Where the article's code doesn't do what its text says, there are two"
        " versions: *as published* and *as intended*."
    )
    comparison = find_open()
    show_controls(comparison)
    results = None
    if comparison is not None:
        runs = runs_of(comparison.id)
        selection = Selection.with_own_references(comparison, runs)
        heading, stop = st.columns([6, 1.4], vertical_alignment="center")
        heading.subheader(plain(comparison.title), anchor=False)
        with stop:
            show_stop_all(runs)
        unreadable = run_service().store.unreadable_runs(comparison.id)
        dialogs.open_requested([*runs, *unreadable])
        export.open_requested(selection)
        if runs:
            follow_runs(comparison, runs, own_references=True, has_composer=False)
        show_unreadable(unreadable)
        if runs:
            st.page_link(
                "../pages/compare.py",
                label="Open in Compare: every figure, test and setting of these runs",
                icon=":material/open_in_new:",
                query_params={link.COMPARISON: comparison.id},
            )
            show_reveal(comparison, runs)
            results = judge_comparison(run_service().store, selection)
    for number, chapter in enumerate(case_study.CHAPTERS, 1):
        show_chapter(number, chapter, results)
    if results is not None:
        show_summary(results)
    begin_warm_up()


show_page()
