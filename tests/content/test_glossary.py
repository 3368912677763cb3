"""The glossary, and where its terms are in a text."""

import pytest

from regdash.content.glossary import GLOSSARY, explain, split_terms
from regdash.content.presets import PRESETS
from regdash.techniques import TECHNIQUES


def terms_in(text: str) -> list[str]:
    return [part.text for part in split_terms(text) if part.term is not None]


def test_every_name_means_one_thing() -> None:
    names = [name for term in GLOSSARY for name in term.names]
    assert len(names) == len(set(names))
    assert all(name == name.lower() for name in names)


@pytest.mark.parametrize("term", GLOSSARY, ids=lambda term: term.names[0])
def test_an_explanation_is_one_or_a_few_short_sentences(term) -> None:
    assert term.text[0].isupper()
    assert term.text.endswith(".")
    assert len(term.text) <= 220


@pytest.mark.parametrize(
    "name", ["loss", "nats", "validation", "seed", "L2", "gap", "baseline", "dropout", "Epoch"]
)
def test_the_terms_that_visitors_stumble_over_are_explained(name: str) -> None:
    assert explain(name)
    with pytest.raises(KeyError):
        explain("no such term")


def test_techniques_are_explained_as_in_the_composer() -> None:
    assert explain("dropout").startswith(TECHNIQUES.by_key("dropout").sentences[0])


def test_a_text_is_split_at_terms_and_otherwise_unchanged() -> None:
    text = "Its validation loss rises; L2 lowers the LOSS, over 5 seeds. Losses? Glossy, seedy."
    assert terms_in(text) == ["validation loss", "L2", "LOSS", "seeds"]
    assert "".join(part.text for part in split_terms(text)) == text


def test_a_term_is_marked_where_it_occurs_first() -> None:
    assert terms_in("Dropout, or more dropout, and validation loss before validation") == [
        "Dropout",
        "validation loss",
        "validation",
    ]
    assert list(split_terms("")) == []


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_the_cards_have_terms_to_explain(preset) -> None:
    assert terms_in(preset.line)
