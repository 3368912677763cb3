"""`regdash study` and `regdash studies`."""

from pathlib import Path

import pytest

from regdash.cli import main

SMALL = ["--train-size=100", "--validation-share=0.1", "--hidden-layers=8", "--epochs=2", "--quiet"]


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


def test_a_line_its_table_and_more_seeds(home: Path, capsys) -> None:
    status, out, err = call(
        capsys, "study", "--vary", "l2=1e-5,1.0", "--seeds=2", "--title", "My study", *SMALL
    )
    assert status == 0
    assert ": 4 trials, about " in err
    assert out.startswith("My study: 4 of 4 trials ended.\n")
    lines = out.splitlines()
    assert lines[1].split()[:4] == ["l2", "strength", "val.", "loss"]
    assert [line.split()[0] for line in lines[2:4]] == ["1e-5", "1"]
    assert lines[3].endswith("underfits")
    assert "Best validation loss: L2 1e-5, with " in out
    assert "Fits: validation loss within one standard error of the best value's." in out
    study = out.rpartition("Study ")[2].partition(":")[0]

    status, out, _ = call(capsys, "study", "--continue", study, "--more-seeds=1", "--quiet")
    assert (status, out.splitlines()[0]) == (0, "My study: 6 of 6 trials ended.")
    assert call(capsys, "studies")[1] == f"{study}  'My study', 6 of 6 trials ended, ended\n"
    status, out, _ = call(capsys, "study", "--confirm", study, "--quiet")
    assert status == 0
    assert "Val. loss of the best value: " in out
    assert out.rstrip().endswith("on fresh seeds.")
    # Its runs are those of an ordinary comparison.
    assert call(capsys, "figure", study, "--out", str(home / "figure.png"))[0] == 0
    drawn = home / "study.svg"
    assert call(capsys, "figure", study, "--content=study", "--out", str(drawn))[0] == 0
    assert "underfits" in drawn.read_text("utf-8")


def test_a_grid_and_one_seed(home: Path, capsys) -> None:
    status, out, _ = call(
        capsys, "study", "--vary=l2=1e-4,1e-3", "--vary=depth=1,2", "--seeds=1", *SMALL
    )
    lines = out.splitlines()
    assert (status, lines[0][-20:]) == (0, "4 of 4 trials ended.")
    assert lines[1] == "Mean val. loss; columns: depth"
    assert lines[2].split() == ["l2", "strength", "1", "2"]
    assert [line.split()[0] for line in lines[3:5]] == ["1e-4", "1e-3"]
    means = [cell for line in lines[3:5] for cell in line.split()[1:]]
    assert sum(cell.endswith("*") for cell in means) == 1
    assert min(means, key=lambda cell: float(cell.rstrip("*"))).endswith("*")
    status, out, _ = call(capsys, "study", "--vary=seed=5,6,7", *SMALL)
    assert "3 of 3 trials ended." in out
    assert [line.split()[0] for line in out.splitlines()[2:5]] == ["5", "6", "7"]


def test_an_empty_store(home: Path, capsys) -> None:
    assert "There are no studies yet" in call(capsys, "studies")[1]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ([], "--vary: say what to vary, such as --vary l2=1e-6..1e-1:11:log."),
        (["--vary=l2=1e-1..1e-6"], "the range 0.1 to 1e-6 is empty"),
        (["--vary=l2=0..1:5:log"], "a log scale has no 0"),
        (["--vary=l2=1e-3"], "received 1 different value; allowed: 2 to 30."),
        (["--vary=l2=1e-6..1e-1:10000"], "received 10,000 values; allowed: 2 to 30."),
        (["--vary=lambda=1,2"], "Nothing is called 'lambda'. To vary: l2, "),
        (["--vary=dropout.input_rate=0.1,0.2"], "Dropout is not one of the techniques; add it"),
        (
            ["--vary=dropout=0.5,1.5"],
            "Hidden rate (rate): received 1.5; allowed: a number from 0 to",
        ),
        (["--vary=l2=1e-6..1e-1", "--vary=l2=1,2"], "l2 is varied twice"),
        (
            ["--vary=l2=1e-3,1e-2", "--vary=l1=1e-3,1e-2", "--vary=width=4,8"],
            "--vary: received 3 times; allowed: once for a line, twice for a grid.",
        ),
        (["--vary=train_size=100,90000"], "with 10% held out for validation there are 44,100"),
        (
            ["--vary=l2=1e-6..1e-1", "--seeds=0"],
            "--seeds: received '0'; allowed: a whole number from",
        ),
        (["--vary=l2=1e-6..1e-1", "--seeds=3", "--seed=1"], "--seeds and --seed: use only one"),
        (["--vary=seed=1,2", "--seeds=3"], "the seed itself is varied"),
        (["--vary=l2=1e-6..1e-1", "--preset=overfit"], "--preset overfit: a study varies one spec"),
        (["--continue=nothing"], "There is no study 'nothing'. `regdash studies` lists the ids."),
        (
            ["--continue=nothing", "--vary=l2=1,2"],
            "--continue and --vary: a study keeps what it was",
        ),
        (["--confirm=nothing"], "There is no study 'nothing'"),
        (["--confirm=nothing", "--seeds=9"], "--confirm: it needs the id of a study alone"),
        (["--confirm=nothing", "--vary=l2=1,2"], "--confirm: it needs the id of a study alone"),
        (["--more-seeds=2"], "--more-seeds: it extends a study; name that with --continue ID."),
    ],
)
def test_bad_input_is_explained_and_nothing_is_stored(
    home: Path, capsys, flags: list[str], words: str
) -> None:
    small = [] if flags and flags[0].startswith(("--continue", "--confirm")) else SMALL
    status, out, err = call(capsys, "study", *flags, *small)
    assert (status, out) == (2, "")
    assert err.startswith("regdash: ")
    assert words in err
    assert "There are no studies yet" in call(capsys, "studies")[1]


def test_a_search_and_more_trials(home: Path, capsys) -> None:
    ranges = ["--search=l2=1e-6..1e-1:log", "--search=width=4..16"]
    status, out, err = call(
        capsys, "study", *ranges, "--trials=3", "--sampler=random", "--prune", *SMALL
    )
    assert (status, err.count("3 trials, about ")) == (0, 1)
    lines = out.splitlines()
    assert lines[0] == "Search over L2 strength, Width: 3 of 3 trials ended."
    assert lines[1].split() == ["trial", "l2", "strength", "width", "val.", "loss"]
    losses = [float(line.split()[-1]) for line in lines[2:5]]
    assert losses == sorted(losses)
    study = out.rpartition("Study ")[2].partition(":")[0]
    status, out, _ = call(capsys, "study", "--continue", study, "--more-trials=2", "--quiet")
    assert (status, out.splitlines()[0]) == (
        0,
        "Search over L2 strength, Width: 5 of 5 trials ended.",
    )
    status, _, err = call(capsys, "study", "--continue", study, "--more-seeds=2")
    assert (status, "More seeds: a search trains" in err) == (2, True)


@pytest.mark.parametrize(
    ("flags", "problem"),
    [
        (["--search=l2=1e-6..1e-1", "--vary=l2=1e-3,1e-2"], "--search and --vary"),
        (["--search=l2=1e-6..1e-1", "--seeds=3"], "--search and --seeds"),
        (["--vary=l2=1e-3,1e-2", "--trials=3"], "--trials: only a search has it"),
        (["--vary=l2=1e-3,1e-2", "--prune"], "--prune: only a search has it"),
        (["--search=l2=0..1e-1:log"], "a log scale has no 0"),
        (["--search=l2=1e-6..1e-1", "--trials=10000"], "--trials: received '10000'"),
        (["--search=l2=1e-6..1e-1", "--minutes=soon"], "--minutes: received 'soon'"),
        (["--more-trials=3"], "--more-trials: it extends a search"),
    ],
)
def test_bad_searches_are_explained(home: Path, capsys, flags: list[str], problem: str) -> None:
    status, _, err = call(capsys, "study", *flags)
    assert status == 2
    assert problem in err
