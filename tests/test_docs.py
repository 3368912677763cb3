"""That the documents agree with the code and with each other."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
RECORDS = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        path, _, anchor = target.partition("#")
        if path.startswith("https:"):
            continue
        there = (document.parent / path).resolve() if path else document
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def anchors(document: Path) -> set[str]:
    """Where links into a document can lead, as GitHub names its headings."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h).lower().replace(" ", "-") for h in headings}


def test_the_architecture_has_the_layers_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    block = re.search(r"```\n(ui .*?)```", ARCHITECTURE, re.DOTALL)
    assert block
    told = [line.split()[0] for line in block[1].splitlines()]
    position = 0
    for layer in layers:
        packages = {package.strip().removeprefix("regdash.") for package in layer.split("|")}
        places = sorted(told.index(package) for package in packages)
        assert places[0] >= position, layer
        position = places[-1] + 1
        joined = [block[1].splitlines()[place].split()[1] == "|" for place in places]
        assert all(joined[:-1]), layer


def test_every_package_is_on_a_layer() -> None:
    packages = {path.parent.name for path in (ROOT / "regdash").glob("*/__init__.py")}
    told = set(re.findall(r"^(\w+) ", ARCHITECTURE, re.MULTILINE))
    assert packages <= told


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_decision_records_have_one_form(record: Path) -> None:
    text = record.read_text("utf-8")
    number = record.stem.split("-")[0]
    assert text.startswith(f"# {number}: ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert f"({record.name})" in (record.parent / "README.md").read_text("utf-8")
