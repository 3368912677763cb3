"""The composer's choice of a data set."""

from collections import Counter

import streamlit as st

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import usual_train_size
from regdash.spec import DataSpec
from regdash.ui.dials import has_changed, index_of, last_value, restore_value, save_value

_CHOOSE_NEXT = "choose_data_set"


def choose_data_set(dataset: str) -> None:
    """Choose a set at the next rerun; for use when the select box has already been drawn."""
    st.session_state[_CHOOSE_NEXT] = dataset


def chosen_next() -> str | None:
    """Return the set that `choose_data_set` chose since the last call; None if it chose none."""
    dataset: str | None = st.session_state.pop(_CHOOSE_NEXT, None)
    return dataset


def show_data_set(initial: str, prefix: str) -> str:
    """Show the select box of all data sets; return the id of the chosen one.

    When the choice changes, the number of training images becomes the usual one of the set.

    Args:
        initial: Id of a set.
        prefix: Prefix of the keys of the widgets that belong together.
    """
    key = f"{prefix}dataset"
    names = _names(collection.list_datasets())
    restore_value(key, initial)
    if st.session_state[key] not in names:
        st.session_state[key] = DIGITS.id  # it was removed
    dataset = st.selectbox(
        "Data set",
        list(names),
        index_of(st.session_state[key], list(names)),
        format_func=lambda id: names[id],
        key=key,
        help="Bring your own images on the Data page.",
    )
    save_value(key, dataset)
    _follow(dataset, prefix)
    return dataset


def _names(sets: list[DatasetInfo]) -> dict[str, str]:
    """Return a unique name for each set."""
    counts = Counter(info.name for info in sets)
    return {
        info.id: info.name if counts[info.name] == 1 else f"{info.name} ({info.id[:6]})"
        for info in sets
    }


def _follow(dataset: str, prefix: str) -> None:
    """Set the usual number of training images of the set when that changes."""
    if not has_changed(f"{prefix}dataset_before", dataset):
        return
    share = last_value(f"{prefix}validation_share", DataSpec().validation_share)
    st.session_state[f"{prefix}train_size"] = usual_train_size(dataset, share)
