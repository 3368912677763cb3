from contextlib import suppress
from dataclasses import dataclass

import pytest

from regdash.settings.messages import InputError
from regdash.settings.registry import Registry


@dataclass(frozen=True)
class Fruit:
    key: str


APPLE, PEAR, PLUM = Fruit("apple"), Fruit("pear"), Fruit("plum")


def test_items_keep_their_order_and_are_found_by_key() -> None:
    fruits = Registry("fruit", (PEAR, APPLE))
    assert list(fruits) == [PEAR, APPLE]
    assert (len(fruits), fruits[1], fruits.keys) == (2, APPLE, ("pear", "apple"))
    assert fruits.by_key("apple") is APPLE
    assert fruits.find("plum") is None


def test_an_unknown_key_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError) as caught:
        Registry("fruit", (PEAR, APPLE)).by_key("plum")
    assert caught.value.sentences == ["There is no fruit 'plum'. There are: pear, apple."]


def test_an_added_item_leaves_with_its_context() -> None:
    fruits = Registry("fruit", (APPLE,))
    with suppress(RuntimeError), fruits.added(PLUM) as added:
        assert added is PLUM
        assert list(fruits) == [APPLE, PLUM]
        raise RuntimeError("inside")
    assert list(fruits) == [APPLE]


def test_keys_are_taken_once() -> None:
    with pytest.raises(ValueError, match="already a fruit with the key 'apple'"):
        Registry("fruit", (APPLE, Fruit("apple")))
    fruits = Registry("fruit", (APPLE,))
    with pytest.raises(ValueError, match="already"), fruits.added(Fruit("apple")):
        pass
    assert list(fruits) == [APPLE]
