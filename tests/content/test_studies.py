"""The ready-made studies."""

import pytest

from regdash.content.studies import READY_STUDIES, find_ready_study
from regdash.settings.messages import InputError


def test_keys_and_titles_differ() -> None:
    assert len({ready.key for ready in READY_STUDIES}) == len(READY_STUDIES)
    assert len({ready.title for ready in READY_STUDIES}) == len(READY_STUDIES)


@pytest.mark.parametrize("ready", READY_STUDIES, ids=lambda ready: ready.key)
def test_each_asks_a_question_and_can_be_trained(ready) -> None:
    assert ready.title.endswith("?")
    assert ready.expect.endswith((".", "?"))
    study = ready.build()
    assert study == ready.build()
    assert len({spec.hash for spec in study.trials()}) == study.count
    assert len(study.seeds) >= 2  # so that it can say how sure it is


def test_an_unknown_key_is_answered_with_all() -> None:
    assert find_ready_study("l2") is READY_STUDIES[0]
    with pytest.raises(InputError, match=r"no ready-made study 'l3'.*l2, dropout"):
        find_ready_study("l3")
