"""`regdash study --ready peak`: the whole study, with what it promises."""

from pathlib import Path

import pytest

from regdash.cli import main


def test_it_prints_tables_and_findings(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "--ready", "peak", "--quiet"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("Past the peak: medians over 5 seeds of the features.\n")
    tables = out.split("\n\n")[1:4]
    assert [table.splitlines()[0] for table in tables] == [
        f"{title}, 300 training images"
        for title in ("Validation loss", "Validation error", "Training error")
    ]
    heads, *rows = (line.split() for line in tables[0].splitlines()[1:])
    assert heads[:6] == ["features", "no", "ridge", "ridge", "1e-5", "ridge"]
    loss = {row[0]: [float(cell) for cell in row[1:]] for row in rows}
    # Highest where the model can just fit every label; ridge 1e-3 removes the peak.
    without = {size: values[0] for size, values in loss.items()}
    assert max(without, key=without.__getitem__) == "300"
    assert without["300"] > 50 * without["52"]
    assert without["5,000"] < without["52"]
    assert loss["300"][3] < loss["52"][3]
    assert "Without ridge, the validation loss falls to " in out
    assert "peaks at " in out
    assert "Ridge 1e-3 is the weakest that removes the peak" in out
    assert "not a Keras network" in out


@pytest.mark.parametrize(
    ("flag", "words"),
    [
        ("--title=My study", "is not stored; leave --title out"),
        ("--seeds=2", "--ready and --seeds"),
    ],
)
def test_what_it_cannot_take_is_explained(home: Path, capsys, flag: str, words: str) -> None:
    assert main(["study", "--ready", "peak", flag]) == 2
    assert words in capsys.readouterr().err
