"""A kind of network, its settings and its flags; how it trains is tested with the training."""

import contextlib
import io
from pathlib import Path
from typing import ClassVar, Literal

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.cli import main
from regdash.content.presets import find_preset
from regdash.judging.differences import compare_settings
from regdash.judging.fairness import check_fairness
from regdash.judging.names import distinguish
from regdash.models import NETWORKS
from regdash.services.spec_text import build_spec, read_leniently, write_spec
from regdash.settings.fields import dial
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import nest_settings
from regdash.store.store import Store
from tests.support.evidence import make_method
from tests.support.networks import SoftmaxRegression

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")


class Maxout(SoftmaxRegression):
    """A kind that shares the setting `activation` with the first kind, with other choices."""

    key: ClassVar[str] = "maxout"
    title: ClassVar[str] = "Maxout"

    pieces: int = dial(2, "Pieces", "Of each unit.", fairness="warns", step=1, ge=2, le=9)
    activation: Literal["softmax", "sparsemax"] = dial(
        "softmax", "Activation", "Of the output.", phrase="{}", fairness="warns"
    )

    def label(self) -> str:
        return f"maxout {self.pieces}"


@pytest.fixture
def added():
    with NETWORKS.added(Maxout):
        yield


def test_text_and_store_preserve_it(home: Path, added) -> None:
    spec = build_spec({"network": "maxout", "pieces": "3", "epochs": "2"})
    assert spec.network == Maxout(pieces=3)
    assert write_spec(spec) == ({"network": "maxout", "pieces": "3", "epochs": "2"}, [])
    assert read_leniently(*write_spec(spec)) == (spec, [])
    store = Store(home)
    assert store.run(store.add_run(store.add_comparison(""), spec, "me")).spec == spec


def test_settings_of_another_kind_are_rejected(added) -> None:
    with pytest.raises(
        InputError, match=r"Maxout has no setting 'hidden_layers'\. Available: pieces"
    ):
        build_spec({"network": "maxout", "hidden_layers": "5"})
    with pytest.raises(InputError, match=r"Pieces \(pieces\): received '1'; allowed: a whole nu"):
        build_spec({"network": "maxout", "pieces": "1"})
    with pytest.raises(
        InputError, match=r"There is no kind of network 'cnn'\. Available: mlp, max"
    ):
        build_spec({"network": "cnn"})


def test_the_terminal_has_its_flags(added) -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main(["run", "--help"])
    help = out.getvalue()
    assert "--network VALUE" in help
    assert "--pieces VALUE" in help
    assert help.count("  --activation VALUE") == 1


def test_a_preset_takes_another_kind(added) -> None:
    specs = find_preset("overfit").specs(**nest_settings({"network": "maxout"}))
    assert {spec.network for spec in specs} == {Maxout()}


def test_comparisons_distinguish_the_kinds(added) -> None:
    other = make_method("m", [0.9] * 3, network={"kind": "maxout"})
    baseline = make_method("baseline", [0.9] * 3)
    assert [c.sentence for c in check_fairness(other, baseline)] == [
        "Kind of network Maxout, the baseline has Fully connected."
    ]
    more = make_method("m", [0.9] * 3, network={"kind": "maxout", "pieces": 4})
    assert [c.sentence for c in check_fairness(more, other)] == ["Pieces 4, m has 2."]
    mlp, maxout = RunSpec(), RunSpec.from_dict({"network": {"kind": "maxout"}})
    rows = {r.title: r.values for r in compare_settings([[mlp], [maxout]]) if r.differs}
    assert rows == {
        "Kind of network": ("Fully connected", "Maxout"),
        "Hidden layers": ("500x5", "–"),
        "Activation": ("–", "softmax"),
        "Initializer": ("glorot_uniform", "–"),
        "Pieces": ("–", "2"),
    }
    assert distinguish(["a", "a"], [mlp, maxout]) == [
        "a, Fully connected, 500x5, relu, glorot_uniform",
        "a, Maxout, pieces 2, softmax",
    ]


def test_the_composer_shows_the_settings_of_the_chosen_kind(home: Path, added) -> None:
    st.cache_resource.clear()
    app = AppTest.from_file(APP, default_timeout=60)
    app.run()
    assert app.selectbox(key="set_network").options == ["Fully connected", "Maxout"]
    assert app.text_input(key="set_hidden_layers").value == "500x2"
    app.selectbox(key="set_network").set_value("maxout").run()
    assert not app.exception
    assert not app.text_input
    assert app.number_input(key="set_maxout_pieces").value == 2
    assert app.selectbox(key="set_maxout_activation").value == "softmax"
    app.selectbox(key="set_network").set_value("mlp").run()
    assert app.text_input(key="set_hidden_layers").value == "500x2"
    assert not app.exception
    st.cache_resource.clear()


def test_one_kind_is_not_offered_as_a_choice(home: Path) -> None:
    st.cache_resource.clear()
    app = AppTest.from_file(APP, default_timeout=60)
    app.run()
    assert "set_network" not in [box.key for box in app.selectbox]
    assert "Kind of network" not in [r.title for r in compare_settings([[RunSpec()]])]
    st.cache_resource.clear()
