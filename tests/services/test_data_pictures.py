"""The picture of the class balance has the numbers of the page's figure."""

import pytest

from regdash.figures.balance import draw_balance
from regdash.services.data_pictures import count_images, describe_balance, explain_balance
from regdash.settings.messages import InputError
from regdash.spec import DataSpec

SPEC = DataSpec(train_size=300, validation_share=0.1, label_noise=0.2)


def test_it_has_the_numbers_of_the_page() -> None:
    picture = describe_balance(SPEC)
    figure = draw_balance(picture.class_names, count_images(SPEC))
    assert list(picture.counts) == [bars.name for bars in figure.data]
    for counts, bars in zip(picture.counts.values(), figure.data, strict=True):
        assert counts.tolist() == list(bars.y)
    assert picture.counts["Training"].sum() == 300
    assert picture.title == "Images per class: Digits"
    assert picture.subtitle.startswith("300 training images · ")
    assert picture.subtitle.endswith("10,000 test images · 20% label noise")
    assert explain_balance(SPEC) in picture.caption
    assert "(labels as trained on)" in picture.caption
    assert "Split seed 1." in picture.caption


def test_an_unknown_set_is_explained() -> None:
    with pytest.raises(InputError):
        describe_balance(DataSpec(dataset="0123456789abcdef"))
