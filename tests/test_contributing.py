"""That what CONTRIBUTING says works when it is followed to the letter."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.copied_tree import ROOT, CopiedTree

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


class Recipe(NamedTuple):
    """What a section has a developer write."""

    path: str
    module: str
    list_path: str
    line: str


def read_recipe(title: str) -> Recipe:
    """Read a section that adds one module and one line in a list."""
    section = TEXT.split(f"\n## {title}\n")[1].split("\n## ")[0]
    path = re.search(r"^   `(regdash/\S+\.py)`:$", section, re.MULTILINE)
    list_path = re.search(r"^2\. Import the class in `(\S+)`", section, re.MULTILINE)
    module, line = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert path
    assert list_path
    unindented = re.sub(r"^   ", "", module, flags=re.MULTILINE)
    return Recipe(path[1], unindented, list_path[1], line.strip())


@pytest.fixture
def tree(tmp_path: Path) -> CopiedTree:
    return CopiedTree(tmp_path)


def test_a_technique_is_a_module_and_a_line(tree: CopiedTree) -> None:
    recipe = read_recipe("Add a technique")
    tree.write(recipe.path, recipe.module)
    tree.add_to_list(recipe.list_path, recipe.line, "EarlyStopping", "GradientClipping")
    listed = tree.run("-m", "regdash", "techniques")
    assert "gradient_clipping: Gradient clipping. Shortens the gradient" in listed
    assert "max_norm=1.0  Longer gradients are shortened to it. (0.0001 to 1000)" in listed
    clipped = tree.train("--technique", "gradient_clipping=1e-3", "--optimizer", "sgd")
    assert clipped["status"] == "finished"
    assert clipped["name"] == "clipping 1e-3"
    script = tree.run("-m", "regdash", "code", "--technique", "gradient_clipping=0.5")
    assert "GRADIENT_CLIPPING_MAX_NORM = 0.5  # Longer gradients are shortened to it." in script
    assert "global_clipnorm=GRADIENT_CLIPPING_MAX_NORM" in script
    plain = tree.train("--optimizer", "sgd")
    # So short steps lead nowhere: the loss stays what it was, while the plain network learns.
    moved = abs(clipped["history"]["val_loss"][1] - clipped["history"]["val_loss"][0])
    assert moved < 1e-3 < plain["history"]["val_loss"][0] - plain["history"]["val_loss"][1]


def test_a_metric_is_a_module_and_a_line(tree: CopiedTree) -> None:
    recipe = read_recipe("Add a metric")
    tree.write(recipe.path, recipe.module)
    tree.add_to_list(recipe.list_path, recipe.line, "NearZero()", "BrierScore()")
    trained = tree.train()
    scores = trained["history"]["brier"]
    assert len(scores) == trained["spec"]["epochs"]
    assert all(0 < score < 2 for score in scores)
    shown = (
        "from regdash.metrics import METRICS;"
        " print('brier' in METRICS.charts, 'brier' in METRICS.drawn,"
        " *('brier' in [m.key for m in shown] for shown in"
        " ([m for m, _ in METRICS.columns], METRICS.figures, METRICS.summary)))"
    )
    assert tree.run("-c", shown).split() == ["True"] * 5
    printed = tree.run(
        *("-m", "regdash", "run", "--train-size", "300", "--hidden-layers", "16"),
        *("--epochs", "1", "--quiet"),
    )
    assert "Brier score" in printed or "brier score" in printed


def test_it_names_what_is_there() -> None:
    paths = re.findall(r"`((?:regdash|tests|benchmarks)/[\w./]+)`", TEXT)
    assert len(paths) > 20
    made = {read_recipe(f"Add a {thing}").path for thing in ("technique", "metric")}
    for path in set(paths) - made:
        assert (ROOT / path).exists(), path


def test_every_way_to_grow_is_described() -> None:
    things = (
        "technique", "metric", "setting", "page", "kind of network", "kind of job", "executor",
        "image layout", "diagnosis rule", "preset", "benchmark",
    )  # fmt: skip
    assert re.findall(r"^## Add an? (.+)$", TEXT, re.MULTILINE) == list(things)


def test_its_commands_exist() -> None:
    modules = re.findall(r"python -m ((?:tests|benchmarks)[\w.]*)", TEXT)
    assert len(modules) > 3
    for module in modules:
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module
