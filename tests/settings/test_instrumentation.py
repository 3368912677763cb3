import pytest

from regdash.settings.instrumentation import emit, observed_by, timed


@timed("count", lambda found: {"letters": len(found)})
def spell(word: str) -> str:
    if not word:
        raise ValueError("Nothing to spell.")
    return word * 2


def test_observers_are_told_until_the_end_of_their_block() -> None:
    told: list = []
    emit("before")
    with observed_by(lambda kind, values: told.append((kind, values))):
        emit("epoch", run="a", epoch=1)
        assert spell("ab") == "abab"
        with pytest.raises(ValueError, match="Nothing to spell"):
            spell("")
    assert spell("ab") == "abab"
    first, second = told
    assert first == ("epoch", {"run": "a", "epoch": 1})
    kind, values = second
    assert (kind, values["letters"]) == ("count", 4)
    assert values["seconds"] >= 0
    assert values["cpu"] >= 0
