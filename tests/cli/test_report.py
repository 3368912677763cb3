"""`regdash figure` and `regdash report`, without a browser open."""

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from pypdf import PdfReader

from regdash.cli import main
from regdash.services.printing import find_browser
from regdash.store.store import Store
from tests.support.recorded_store import copy_recorded, largest_comparison


@pytest.fixture
def comparison(home: Path) -> str:
    """The comparison of a recorded store with most runs."""
    return largest_comparison(copy_recorded(home))


def test_a_figure_is_written_in_the_format_of_its_name(comparison: str, tmp_path: Path) -> None:
    png = tmp_path / "a.png"
    assert main(["figure", comparison, "--out", str(png), "--scale", "1"]) == 0
    assert Image.open(png).size == (1280, 720)
    pdf = tmp_path / "a.PDF"
    options = ["--chart", "gap", "--target", "column", "--look", "print"]
    assert main(["figure", comparison, *options, "--no-table", "--out", str(pdf)]) == 0
    text = PdfReader(pdf).pages[0].extract_text()
    assert "Generalization gap (nats)" in text
    assert "Verdict" not in text


def test_only_charts_without_negative_values_have_a_log_axis(
    comparison: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "a.png"
    figure = ["figure", comparison, "--out", str(out), "--scale", "1"]
    assert main([*figure, "--chart", "gap", "--log", "gap"]) == 2
    assert "--log gap: not possible, since values of this chart may be" in capsys.readouterr().err
    assert not out.exists()
    with pytest.raises(SystemExit):
        main([*figure, "--log", "losses"])
    assert "invalid choice: 'losses'" in capsys.readouterr().err
    assert main([*figure, "--chart", "loss", "--log", "loss"]) == 0


def test_methods_side_by_side_and_their_differences_are_drawn(
    comparison: str, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(home)
    runs = store.runs(comparison)
    store.close()
    ids = [run.id for run in runs if run.method in {run.method for run in runs[:5]}]
    out = tmp_path / "a.pdf"
    assert main(["figure", *ids, "--content", "panels", "--target", "page", "--out", str(out)]) == 0
    text = " ".join(PdfReader(out).pages[0].extract_text().split())
    assert "+ dropout 0" in text
    assert "+ L2 0.03" not in text  # the name says it
    assert "Tinted: settings in which a method differs" in text
    assert main(["figure", comparison, "--content", "forest", "--out", str(out)]) == 0
    assert "percentage points" in PdfReader(out).pages[0].extract_text()
    capsys.readouterr()
    assert main(["figure", comparison, "--content", "panels"]) == 2
    assert "7 methods are shown, 2 to 6 fit" in capsys.readouterr().err
    assert main(["figure", comparison, "--content", "forest", "--log", "loss"]) == 2
    assert "--log: not possible with --content forest" in capsys.readouterr().err


def test_a_report_is_written_as_page_and_as_zip(
    comparison: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "remarks.md").write_text("Some *remarks*")
    assert main(["report", comparison, "--title", "Mine", "--remarks", "remarks.md"]) == 0
    (page,) = tmp_path.glob("*.html")
    html = page.read_text("utf-8")
    assert "<h1>Mine</h1>" in html
    assert "Some <em>remarks</em>" in html
    assert main(["report", comparison, "--out", "all.zip"]) == 0
    first = (tmp_path / "all.zip").read_bytes()
    assert main(["report", comparison, "--out", "all.zip"]) == 0
    assert first == (tmp_path / "all.zip").read_bytes()
    assert "figures/charts.pdf" in ZipFile(io.BytesIO(first)).namelist()


def test_a_preset_is_trained_and_reported(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny
) -> None:
    from regdash.content import presets

    specs = [tiny(epochs=2), tiny(epochs=2, techniques={"l2": {}})]
    short = presets.Preset("short", "A short race", "Two networks.", lambda: specs, seeds=1)
    monkeypatch.setattr(presets, "PRESETS", (*presets.PRESETS, short))
    out = tmp_path / "report.html"
    assert main(["report", "--preset", "short", "--quiet", "--out", str(out)]) == 0
    html = out.read_text("utf-8")
    assert "A short race" in html
    assert "L2" in html


@pytest.mark.skipif(find_browser() is None, reason="There is no browser on this machine.")
def test_a_report_is_printed(comparison: str, tmp_path: Path) -> None:
    out = tmp_path / "report.pdf"
    assert main(["report", comparison, "--out", str(out)]) == 0
    assert "What helped?" in "".join(page.extract_text() for page in PdfReader(out).pages)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a comparison or runs by their ids, or --preset"),
        (["x", "--preset", "overfit"], "one of the two"),
        (["nothing"], "This store has no comparison or run with the id 'nothing', or this version"),
        (
            ["x", "--out", "a.gif"],
            "--out a.gif: choose a name that ends with one of .png, .svg, .pdf.",
        ),
    ],
)
def test_bad_input_is_explained(
    comparison: str, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["figure", *arguments]) == 2
    assert sentence in capsys.readouterr().err


def test_what_cannot_be_read_or_written_is_explained(
    comparison: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", comparison, "--out", str(tmp_path / "none" / "a.html")]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["report", comparison, "--remarks", str(tmp_path / "none.md")]) == 2
    assert "--remarks" in capsys.readouterr().err
