"""Which index of the palette a method of a comparison gets."""

from collections.abc import Sequence


def choose_style_index(method: str, taken: Sequence[tuple[str, int]]) -> int:
    """The index of a method: repeats share it, two methods never do.

    Args:
        method: Key of the method that is to be trained.
        taken: Method and index of every run that the comparison has, in their order. Runs that were
            deleted are not among them: the gaps they leave are not filled.
    """
    own = [index for known, index in taken if known == method]
    return own[0] if own else max((index for _, index in taken), default=-1) + 1
