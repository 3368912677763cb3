"""Choosing the data set that is composed with."""

from collections import Counter

import streamlit as st

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import usual_train_size
from regdash.spec import DataSpec
from regdash.ui.dials import begin_kept, has_changed, keep, last_value

_KEY = "set_dataset"
_CHOOSE_NEXT = "choose_data_set"


def choose_data_set(dataset: str) -> None:
    """Choose a set when the page is drawn next; for where the select box was drawn already."""
    st.session_state[_CHOOSE_NEXT] = dataset


def show_data_set(initial: str) -> str:
    """Show the select box of the data sets there are; returns the id of the chosen one."""
    names = _names(collection.list_datasets())
    begin_kept(_KEY, initial)
    st.session_state[_KEY] = st.session_state.pop(_CHOOSE_NEXT, st.session_state[_KEY])
    if st.session_state[_KEY] not in names:
        st.session_state[_KEY] = DIGITS.id  # it was removed
    dataset = st.selectbox(
        "Data set",
        list(names),
        format_func=lambda id: names[id],
        key=_KEY,
        help="Bring your own images on the Data page.",
    )
    keep(_KEY, dataset)
    _follow(dataset)
    return dataset


def _names(sets: list[DatasetInfo]) -> dict[str, str]:
    """What to call each, no two alike."""
    counts = Counter(info.name for info in sets)
    return {
        info.id: info.name if counts[info.name] == 1 else f"{info.name} ({info.id[:6]})"
        for info in sets
    }


def _follow(dataset: str) -> None:
    """Another set brings its usual number of training images along."""
    if not has_changed("dataset_before", dataset):
        return
    share = last_value("set_validation_share", DataSpec().validation_share)
    st.session_state["set_train_size"] = usual_train_size(dataset, share)
