"""Ordered lists of things that are found by their keys: techniques, metrics, kinds of network."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from regdash.settings.messages import InputError, shorten


class Keyed(Protocol):
    """Anything with a key of its own: an object, or a class with the key as class variable."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Items in the order they are shown, each with a key of its own.

    Reading is safe from many threads; items are added while nothing is running.
    """

    def __init__(self, noun: str, items: Iterable[T]) -> None:
        """Register the first items.

        Args:
            noun: What an item is, for messages, such as `technique`.
            items: In the order they are shown.

        Raises:
            ValueError: Two items have the same key.
        """
        self.noun = noun
        self._items: tuple[T, ...] = ()
        for item in items:
            self._add(item)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, position: int) -> T:
        return self._items[position]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all items, in their order."""
        return tuple(item.key for item in self._items)

    def find(self, key: str) -> T | None:
        """The item with this key, or None."""
        return next((item for item in self._items if item.key == key), None)

    def by_key(self, key: str) -> T:
        """The item with this key.

        Raises:
            InputError: There is none; the sentence names those that exist.
        """
        item = self.find(key)
        if item is None:
            raise InputError(
                [f"There is no {self.noun} {shorten(key)}. There are: {', '.join(self.keys)}."]
            )
        return item

    @contextmanager
    def added(self, item: T) -> Iterator[T]:
        """Register one more item at the end while the context lasts, such as a plug-in's.

        Raises:
            ValueError: Its key is taken.
        """
        self._add(item)
        try:
            yield item
        finally:
            self._items = tuple(other for other in self._items if other is not item)

    def _add(self, item: T) -> None:
        if item.key in self.keys:
            raise ValueError(f"There is already a {self.noun} with the key {item.key!r}.")
        self._items = (*self._items, item)
