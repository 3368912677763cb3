"""The Data page in Streamlit's AppTest."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.datasets import collection
from regdash.datasets.importing import import_images
from regdash.store.store import Store
from tests.app.test_compare import APP, texts
from tests.support.archives import image_file, npz, shapes, upload, zip_of

PAGE = "../pages/data.py"


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


def open_data(app: AppTest) -> AppTest:
    app.run()
    app.switch_page(PAGE).run()
    assert not app.exception
    return app


def test_the_digits_are_counted(app: AppTest) -> None:
    open_data(app)
    assert {m.label: m.value for m in app.metric} == {
        "Training images": "1,000",
        "Validation images": "14,700",
        "Test images": "10,000",
        "In training and test": "0",
    }


def test_an_upload_is_imported_and_chosen(app: AppTest, home: Path) -> None:
    pixels, labels = shapes(60)
    data = zip_of(
        {f"{c}/{i}.png": image_file(p) for i, (p, c) in enumerate(zip(pixels, labels, strict=True))}
    )
    open_data(app)
    app.file_uploader[0].upload("bars.zip", data).run()
    next(b for b in app.button if b.label == "Import").click().run()
    for _ in range(50):
        if app.success:
            break
        app.run()
    assert not app.exception
    assert "**bars** is ready" in texts(app.success)
    assert app.selectbox(key="set_dataset").value == collection.resolve("bars")
    assert app.number_input(key="set_train_size").value == 34
    assert "Left out" not in texts(app.markdown)


def test_another_data_set_gets_its_default_size_and_a_new_comparison(
    app: AppTest, home: Path
) -> None:
    pixels, labels = shapes(90)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))], name="Bars").info.id
    app.query_params["train_size"] = "200"
    app.query_params["validation_share"] = "0.1"
    app.query_params["hidden_layers"] = "8"
    app.query_params["epochs"] = "1"
    app.run()
    app.button(key="start").click().run()
    first = app.query_params["comparison"]
    app.selectbox(key="set_dataset").set_value(id).run()
    assert app.number_input(key="set_train_size").value == 65  # 72 labeled, 7 held out
    app.button(key="start").click().run()
    assert not app.exception
    assert app.query_params["comparison"] != first
    store = Store(home)
    assert len(store.comparisons()) == 2
    store.close()


def test_an_invalid_setting_is_explained_and_the_page_stays_usable(app: AppTest) -> None:
    open_data(app)
    app.number_input(key="set_train_size").set_value(50_000).run()
    assert not app.exception
    assert "with 30% held out for validation there are 34,300" in texts(app.error)
    assert "A setting in the composer is invalid" in texts(app.info)


def test_invalid_limits_are_explained(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGDASH_MAX_IMAGES", "-1")
    open_data(app)
    assert "received '-1'; allowed\\: a whole number from 1" in texts(app.error)


def test_settings_keep_their_values_across_pages(app: AppTest) -> None:
    app.run()
    app.button_group(key="set_techniques").set_value(["dropout"]).run()
    app.slider(key="set_dropout_rate").set_value(0.6).run()
    for page in (PAGE, "../pages/case_study.py", PAGE, "../pages/compare.py"):
        app.switch_page(page).run()
        assert not app.exception
        assert not app.error
    assert app.slider(key="set_dropout_rate").value == 0.6
    assert app.slider(key="set_validation_share").value == 0.3
    assert app.number_input(key="set_batch_size").value == 128


def test_the_preview_names_the_steps_of_its_draws(app: AppTest) -> None:
    open_data(app)
    app.button_group(key="set_techniques").set_value(["augmentation"]).run()
    app.button_group(key="data_view").set_value("What the network sees").run()
    assert "training steps 1 to 4 of the run, for images at these positions" in texts(app.caption)
    next(b for b in app.button if b.label == "Draw again").click().run()
    assert "training steps 5 to 8 of the run," in texts(app.caption)
    app.number_input(key="set_batch_size").set_value(4).run()  # 6 images take two batches
    assert "training steps 9 to 16 of the run," in texts(app.caption)
    assert not app.exception
