"""The files that pages have written."""

from regdash.live.downloads import Download, Downloads


def a_file(size: int) -> Download:
    return Download(bytes(size), "zeros", "application/octet-stream")


def test_the_newest_files_are_kept() -> None:
    downloads = Downloads(most_files=2)
    tokens = [downloads.add(a_file(size)) for size in range(3)]
    assert len(set(tokens)) == 3
    assert downloads.find(tokens[0]) is None
    assert [downloads.find(token) for token in tokens[1:]] == [a_file(1), a_file(2)]


def test_their_total_size_is_limited_but_the_newest_is_kept() -> None:
    downloads = Downloads(most_bytes=10)
    small, other, large = (downloads.add(a_file(size)) for size in (5, 5, 11))
    assert downloads.find(small) is downloads.find(other) is None
    assert downloads.find(large) == a_file(11)
    newest = downloads.add(a_file(10))
    assert downloads.find(large) is None
    assert downloads.find(newest) == a_file(10)
