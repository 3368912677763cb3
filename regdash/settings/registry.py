"""Ordered collections of items with keys: techniques, metrics, kinds of network."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

from regdash.settings.messages import InputError, shorten


class Keyed(Protocol):
    """Anything with a key: an object, or a class with the key as class variable."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Items in display order, with unique keys.

    Reading is thread-safe; add items only while nothing is running.
    """

    def __init__(self, noun: str, items: Iterable[T]) -> None:
        """Register the first items.

        Args:
            noun: Name of an item in messages, such as `technique`.
            items: In display order.

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
        """Return the item with this key, or None."""
        return next((item for item in self._items if item.key == key), None)

    def by_key(self, key: str) -> T:
        """Return the item with this key.

        Raises:
            InputError: There is none; the sentence names those available.
        """
        item = self.find(key)
        if item is None:
            raise InputError(
                [f"There is no {self.noun} {shorten(key)}. Available: {', '.join(self.keys)}."]
            )
        return item

    @contextmanager
    def added(self, item: T) -> Iterator[T]:
        """Register one more item at the end until the end of the context, such as a plug-in's.

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
