from regdash.judging.styles import choose_style_index


def test_repeats_share_an_index_and_methods_do_not() -> None:
    taken: list[tuple[str, int]] = []
    for method in ("a", "b", "a", "c"):
        taken.append((method, choose_style_index(method, taken)))
    assert taken == [("a", 0), ("b", 1), ("a", 0), ("c", 2)]


def test_a_gap_that_deleted_runs_left_is_not_filled() -> None:
    assert choose_style_index("d", [("a", 0), ("c", 2)]) == 3
    assert choose_style_index("d", [("c", 2)]) == 3
    assert choose_style_index("a", [("a", 5), ("c", 2)]) == 5


def test_repeats_from_before_there_were_methods_count_as_the_first() -> None:
    # There each repeat had an index of its own.
    assert choose_style_index("a", [("a", 0), ("a", 1), ("b", 2)]) == 0
