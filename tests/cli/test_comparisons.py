"""`regdash comparisons`."""

from pathlib import Path

import pytest

from regdash.cli import main
from regdash.services.runs import RunService
from tests.support.recorded_store import copy_recorded
from tests.support.unreadable import make_unreadable


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["comparisons", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def test_an_empty_store(home: Path, capsys) -> None:
    assert call(capsys) == (
        0,
        "There are no comparisons yet; `regdash run` trains the first.\n",
        "",
    )


def test_the_ids_are_those_that_other_commands_take(home: Path, capsys) -> None:
    copy_recorded(home)
    status, out, _ = call(capsys)
    assert status == 0
    heads = [line for line in out.splitlines() if not line.startswith(" ")]
    service = RunService(home)
    comparisons = service.store.comparisons(20)
    for head, comparison in zip(heads, comparisons, strict=True):
        assert head.startswith(f"{comparison.id}  '{comparison.title}', ")
        assert f" {len(service.store.runs(comparison.id))} runs, " in head
    make_unreadable(home, service.store.runs(comparisons[0].id)[0].id, techniques={"mixup": {}})
    service.close()
    status, out, _ = call(capsys, "--limit", "1")
    assert "1 of a newer version or with missing plug-ins" in out
    assert f"{len(comparisons) - 1} more; --limit N shows them" in out
    assert main(["figure", out.split()[0], "--out", str(home / "figure.png")]) == 0


def test_a_search_and_a_hostile_title(home: Path, capsys) -> None:
    copy_recorded(home)
    service = RunService(home)
    first = service.store.comparisons(1)[0]
    service.store.rename_comparison(first.id, "\x1b[31m red")
    service.close()
    status, out, _ = call(capsys, "RED")
    assert (status, out.count("runs")) == (0, 1)
    assert "\x1b" not in out
    assert call(capsys, "no such text")[1] == "No comparison contains 'no such text'.\n"


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "many", "1.5", "²"])
def test_a_limit_that_is_not_possible(home: Path, capsys, limit: str) -> None:
    status, out, err = call(capsys, f"--limit={limit}")
    assert (status, out) == (2, "")
    assert f"--limit: received '{limit}'; allowed: a whole number from 1 to 1000." in err


def test_a_limit_of_thousands_of_digits(home: Path, capsys) -> None:
    status, out, err = call(capsys, f"--limit={'1' * 5000}")
    assert (status, out) == (2, "")
    assert "allowed: a whole number from 1 to 1000." in err
