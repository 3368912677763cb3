"""Which index of the palette a method of a comparison gets."""

from collections.abc import Iterable


def choose_style_index(method: str, taken: Iterable[tuple[str, int]]) -> int:
    """The index of a method: repeats share it, two methods never do.

    Args:
        method: Key of the method that is to be trained.
        taken: Method and index of every run that the comparison has; a run that was deleted does
            not count, its index may be given again once it was the highest.
    """
    known = dict(taken)
    return known.get(method, max(known.values(), default=-1) + 1)
