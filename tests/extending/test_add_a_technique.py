"""One class and its place in the registry are all a technique takes."""

import contextlib
import io
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.cli import main
from regdash.datasets.digits import DIGITS
from regdash.judging.differences import compare_settings
from regdash.judging.fairness import check_fairness
from regdash.judging.names import distinguish
from regdash.reports.keras_code import write_script
from regdash.services.spec_text import read_leniently, write_spec
from regdash.settings.code_text import CodeText
from regdash.settings.fields import dial
from regdash.settings.types import SeedFor, Shape
from regdash.spec import RunSpec
from regdash.spec.canonical import canonical_form
from regdash.store.store import Store
from regdash.techniques import TECHNIQUES, Technique
from regdash.techniques.keras_code import KerasCode
from tests.support.evidence import make_method
from tests.support.recording import train_recorded

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")


class GaussianDropout(Technique):
    """Multiply the outputs of every hidden layer by noise."""

    key: ClassVar[str] = "gaussian_dropout"
    title: ClassVar[str] = "Gaussian dropout"
    sentences: ClassVar[tuple[str, str, str]] = (
        "Multiplies outputs by noise.",
        "It helps.",
        "Be careful.",
    )
    formula: ClassVar[str] = r"\tilde h = h \cdot N(1, p / (1 - p))"

    rate: float = dial(0.25, "Rate", "How much noise.", step=0.05, gt=0.0, le=0.9)

    def label(self) -> str:
        return f"Gaussian dropout {self.rate:g}"

    def code_parts(self, text: CodeText) -> KerasCode:
        layer = text.call(
            "keras.layers.GaussianDropout",
            text.setting("rate"),
            seed='"gaussian dropout", index',
        )
        return KerasCode(after_activation=(layer,))

    def layers_after_activation(self, index: int, shape: Shape, seed_for: SeedFor) -> list:
        import keras

        return [keras.layers.GaussianDropout(self.rate, seed=seed_for("gaussian dropout", index))]


@pytest.fixture(autouse=True)
def added():
    with TECHNIQUES.added(GaussianDropout):
        yield


def test_it_trains_and_is_stored(home: Path, tiny) -> None:
    spec = tiny(techniques={"gaussian_dropout": {"rate": 0.5}})
    _, plain = train_recorded(tiny())
    _, recorder = train_recorded(spec)
    assert np.isfinite(recorder.curve()).all()
    assert recorder.curve() != plain.curve()
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), spec, "me")
    store.close()
    assert Store(home).run(run_id).spec == spec


def test_terminal_link_and_comparisons_know_it(tiny) -> None:
    spec = RunSpec.from_dict({"techniques": {"gaussian_dropout": {"rate": "0.5"}, "l2": {}}})
    assert spec.name == "L2 1e-4 + Gaussian dropout 0.5"
    assert canonical_form(spec)["techniques"] == {"l2": {}, "gaussian_dropout": {"rate": 0.5}}
    settings, techniques = write_spec(spec)
    assert techniques == ["l2", "gaussian_dropout=rate=0.5"]
    assert read_leniently(settings, techniques) == (spec, [])
    with contextlib.redirect_stdout(io.StringIO()) as out:
        main(["techniques"])
    assert (
        "gaussian_dropout: Gaussian dropout. Multiplies outputs by noise.\n    rate=0.25  How much noise."
        in out.getvalue()
    )
    rows = {r.title: r.values for r in compare_settings([[RunSpec()], [spec]]) if r.differs}
    assert rows["Gaussian dropout: Rate"] == ("–", "0.5")
    weaker = spec.replace(techniques={"gaussian_dropout": {}})
    assert distinguish(["a", "a"], [spec, weaker]) == [
        "a, l2 + gaussian_dropout=rate=0.5",
        "a, gaussian_dropout",
    ]
    with_it = make_method("m", [0.9] * 3, techniques={"gaussian_dropout": {}})
    assert check_fairness(with_it, make_method("baseline", [0.9] * 3)) == []


def test_scripts_contain_it(tiny) -> None:
    spec = tiny(techniques={"gaussian_dropout": {"rate": 0.5}})
    script = write_script([spec], [spec.name], DIGITS)
    assert "GAUSSIAN_DROPOUT_RATE = 0.5  # How much noise." in script
    assert (
        "        layers.append(\n"
        "            keras.layers.GaussianDropout(\n"
        "                GAUSSIAN_DROPOUT_RATE,\n"
        '                seed=seed("gaussian dropout", index),\n'
    ) in script
    both = write_script([spec, tiny()], ["with", "without"], DIGITS)
    assert '        if "gaussian_dropout" in run.techniques:\n            layers.append(' in both
    assert spec.techniques[0].keras_code() == [
        "keras.layers.GaussianDropout(0.5)  # after each hidden layer"
    ]


def test_the_composer_offers_it(home: Path) -> None:
    st.cache_resource.clear()
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["technique"] = ["gaussian_dropout=0.5"]
    app.run()
    assert not app.exception
    pills = app.button_group(key="set_techniques")
    assert pills.options[-1] == "Gaussian dropout"
    assert app.slider(key="set_gaussian_dropout_rate").value == 0.5
    st.cache_resource.clear()
