"""Links that carry the specs of a comparison."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from regdash.content.presets import PRESETS
from regdash.datasets.importing import import_images
from regdash.models import NETWORKS
from regdash.services.packed_text import LONGEST_TEXT, pack, unpack
from regdash.services.setups import with_pair
from regdash.services.sharing import (
    LONGEST_PICTURED,
    MOST_RUNS,
    link_picture,
    read_shared_text,
    shared_text,
)
from regdash.settings.fields import Dial
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.canonical import canonical_form
from regdash.spec.settings import all_settings
from regdash.store.writing import NAME_LIMIT
from regdash.techniques import TECHNIQUES
from tests.support.archives import npz, shapes, upload
from tests.support.networks import SmallCNN

GOLDEN = "1.ePnyPluWQ44tQ0RsYcaOgaGRsYmpmbmFZWJSckpqGpZ4Qo0mUwMDpOgwxxsbZiY6xkZExIUhSuGDFi-EQxpmjgnIYQSSOSgAo011LGNjkaMAORUDHY0t_qERAS9jMQLOSsm3UiEzNzEdKF-LEmPYIsglptTAINUyC0wZKJSVWikAmcZJhgo2SXZKtQCnJpD9"

ADDRESS = "http://127.0.0.1:8501/?comparison=0123abcd&specs="


def values_of(dial: Dial) -> st.SearchStrategy[Any]:
    """Values that a setting of a technique takes."""
    if dial.choices:
        return st.sampled_from(dial.choices)
    if dial.kind is bool:
        return st.booleans()
    if dial.kind is int:
        return st.integers(int(dial.low or 0), int(dial.high or 100))
    return st.floats(dial.low, dial.high, exclude_min=True, exclude_max=True)


def techniques() -> st.SearchStrategy[dict[str, Any]]:
    one = {
        cls.key: st.fixed_dictionaries({}, optional={d.name: values_of(d) for d in cls.dials()})
        for cls in TECHNIQUES
    }
    keys = st.lists(st.sampled_from(TECHNIQUES.keys), max_size=3, unique=True)
    return keys.flatmap(lambda chosen: st.fixed_dictionaries({key: one[key] for key in chosen}))


def setups() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "data": st.fixed_dictionaries(
                {"train_size": st.integers(100, 20_000)},
                optional={
                    "validation_share": st.sampled_from([0.1, 0.3, 0.5]),
                    "label_noise": st.sampled_from([0.0, 0.15]),
                    "dataset": st.sampled_from(["digits", "0123456789abcdef"]),
                },
            ),
            "optimizer": st.fixed_dictionaries(
                {"name": st.sampled_from(["adam", "sgd", "rmsprop"])},
                optional={"learning_rate": st.floats(1e-6, 10), "momentum": st.floats(0, 0.999)},
            ),
        },
        optional={
            "network": st.fixed_dictionaries(
                {"hidden_layers": st.lists(st.integers(1, 512), min_size=1, max_size=3)},
                optional={"activation": st.sampled_from(["relu", "tanh"])},
            ),
            "epochs": st.integers(1, 10_000),
            "batch_size": st.integers(1, 100),
        },
    )


SEEDS = st.integers(0, 2**31 - 1)
PAIRS = st.lists(
    st.tuples(SEEDS, st.just(1) | SEEDS) | st.tuples(st.integers(1, 5), st.just(1)),
    min_size=1,
    max_size=5,
    unique=True,
)


@st.composite
def comparisons(draw: st.DrawFn) -> list[RunSpec]:
    """Runs of one to four methods, seed by seed; most have the same set-up and seeds."""
    setup, shared = draw(setups()), draw(PAIRS)
    runs: dict[str, RunSpec] = {}
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        deviation = draw(st.just({}) | setups())
        try:
            spec = RunSpec.from_dict({**setup, **deviation, "techniques": draw(techniques())})
        except InputError:
            assume(False)
        pairs = draw(st.just(shared) | PAIRS)
        rows.append([with_pair(spec, pair) for pair in pairs])
    distinct = list({row[0].method: row for row in rows}.values())
    for rank in range(max(map(len, distinct))):
        runs |= {row[rank].hash: row[rank] for row in distinct if rank < len(row)}
    return list(runs.values())


@settings(max_examples=40, deadline=None)
@given(comparisons(), st.text(max_size=60), st.integers(0, 5))
def test_the_specs_come_back(specs: list[RunSpec], title: str, number: int) -> None:
    methods = [spec.method for spec in specs]
    baseline = methods[number] if number < len(methods) else None
    text = shared_text(title, specs, baseline)
    shared = read_shared_text(text)
    assert list(shared.specs) == specs
    assert [spec.hash for spec in shared.specs] == [spec.hash for spec in specs]
    assert shared.baseline == baseline
    assert read_shared_text(ADDRESS + text) == shared
    assert shared_text(shared.title, shared.specs, baseline) == shared_text(
        shared.title, specs, baseline
    )


def problems_of(text: str) -> list[str]:
    try:
        assert read_shared_text(text).specs
    except InputError as error:
        return error.sentences
    return []


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "title",
                        "spec",
                        "form",
                        "seeds",
                        "methods",
                        "baseline",
                        "names",
                        "data",
                        "techniques",
                        "l2",
                        "network",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_other_json_is_refused_in_a_sentence(value: Any) -> None:
    honest = {"title": "A", "spec": 1, "seeds": [1], "methods": [{}]}
    for written in (value, *({**honest, key: value} for key in (*honest, "form", "names"))):
        text = pack(json.dumps(written).encode())
        sentences = problems_of(text)
        assert len(sentences) <= 1
        assert len("".join(sentences)) < 700


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_a_race_fits_into_a_code_that_is_read_from_afar(preset) -> None:
    specs = preset.lineup()
    text = shared_text(preset.title, specs, specs[0].method)
    assert list(read_shared_text(text).specs) == specs
    assert len(text) < 150
    size = ElementTree.fromstring(link_picture(ADDRESS + text)).attrib["viewBox"].split()[2]
    assert int(size) <= 49 + 8


def test_texts_of_version_1_stay_readable() -> None:
    """Never change this text: links that people keep would no longer open."""
    shared = read_shared_text(GOLDEN)
    assert shared.title == "Déjà vu: \N{GREEK SMALL LETTER ALPHA} <b>"
    assert shared.names == {"0123456789abcdef": "My images"}
    methods = list(dict.fromkeys(spec.method for spec in shared.specs))
    assert shared.baseline == methods[1]
    # Identities are recorded: they do not change either.
    assert [(spec.hash, spec.pair) for spec in shared.specs] == [
        ("3668bc054deb55eb", (1, 1)),
        ("af9f2d64bb94fe11", (1, 1)),
        ("a3ab20fa9cfa6ca0", (1, 1)),
        ("503ab6708d8827b8", (2, 1)),
        ("7f2599563c5670d2", (2, 1)),
        ("9c87d13f424123f7", (2, 1)),
        ("d3a2ed6ce93e9dd9", (5, 9)),
    ]


def test_equal_runs_and_orders_are_written_once(tiny) -> None:
    one, two, plain = tiny(techniques={"l2": {}}), tiny(techniques={"l2": {}}, seed=2), tiny()
    text = shared_text("A", [one, two, one, plain])
    assert read_shared_text(text).specs == (one, plain, two)


def test_every_setting_that_varies_within_a_method_is_a_seed() -> None:
    """The text has pairs of seeds; another such setting needs a new version of it."""
    repeated = {setting.name for setting in all_settings() if setting.dial.fairness == "repeats"}
    assert repeated == {"seed", "split_seed"}


def test_other_kinds_of_network(tiny) -> None:
    with NETWORKS.added(SmallCNN):
        specs = [tiny(network={"kind": "small_cnn", "filters": 8}), tiny()]
        text = shared_text("Kinds", specs)
        assert list(read_shared_text(text).specs) == specs
    with pytest.raises(InputError, match="method 1 uses the kind of network small_cnn, which"):
        read_shared_text(text)


def test_images_that_were_imported_are_named(home: Path) -> None:
    pixels, labels = shapes(60)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))], name="Bars").info.id
    spec = RunSpec.from_dict({"data": {"dataset": id, "train_size": 20}})
    assert read_shared_text(shared_text("A", [spec])).names == {id: "Bars"}


def changed(**changes: Any) -> str:
    """A text with other JSON."""
    contents = json.loads(unpack(shared_text("A", [RunSpec()])))
    return pack(json.dumps({**contents, **changes}).encode())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (changed(spec=7), "method 1 was written in version 7 of the format"),
        (changed(form={"augment": 1}), "method 1 uses the setting 'augment', which this version"),
        (
            changed(methods=[{}, {"form": {"techniques": {"mixup": {}}}}]),
            "method 2 uses the technique mixup, which this version of RegDash does not have",
        ),
        (
            changed(methods=[{"form": {"techniques": {"l2": {"size": 1}}}}]),
            "uses the setting 'size' of L2",
        ),
        (
            changed(form={"epochs": 0}),
            "Epochs (epochs): received 0; allowed: a whole number from 1",
        ),
        (
            changed(methods=[{"form": {"techniques": {"l1_l2": {}, "l2": {}}}}]),
            "L1 + L2 already contains L2",
        ),
        (changed(form={"data": 3}), "received 3"),
        (changed(methods=[]), "damaged (methods is not what RegDash writes)"),
        (changed(seeds=[]), "damaged (seeds"),
        (changed(seeds=[True]), "damaged (seeds.0"),
        (changed(seeds=[2**31]), "damaged (seeds.0"),
        (changed(seeds=[-1]), "damaged (seeds.0"),
        (changed(baseline=-1), "damaged (baseline"),
        (changed(title=3), "damaged (title"),
        (changed(more=1), "damaged (more"),
        (changed(spec=0), "damaged (spec"),
        (pack(b"[" * 100_000), "damaged (its JSON"),
        (pack(b"{" * 100), "damaged (its JSON"),
        (pack(b'{"title":"\\ud800"}'), "damaged"),
        (
            changed(seeds=list(range(100)), methods=[{}] * 6),
            f"The link has 600 runs; allowed: at most {MOST_RUNS}.",
        ),
        (
            changed(form={"data": {"dataset": "../../etc/passwd", "train_size": 9}}),
            "'../../etc/passwd' is not the id of a data set",
        ),
        ("http://127.0.0.1:8501/?comparison=abcd", "has no 'specs', which describes its runs"),
        ("http://[", "has no 'specs'"),
    ],
)
def test_bad_texts_are_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        read_shared_text(text)
    assert len(caught.value.sentences) == 1


def test_names_that_this_version_lacks_are_not_repeated_in_full() -> None:
    many = {f"t{number}" + "x" * 80: {} for number in range(200)}
    with pytest.raises(InputError, match="uses the technique") as caught:
        read_shared_text(changed(form={"techniques": many}))
    assert len(str(caught.value)) < 600
    more = {f"t{number}" + "x" * 80: {} for number in range(500)}
    with pytest.raises(InputError, match=r"method 1 has more than 20,000 characters of settings"):
        read_shared_text(changed(form={"techniques": more}))


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("<script>alert(1)</script> **x**", "<script>alert(1)</script> **x**"),
        ("a\n\tb\0\x1b[31m", "a b[31m"),
        ("\u202eright", "\u202eright"),
        ("x" * 10_000, "x" * NAME_LIMIT),
        (" \n", "Shared comparison"),
        ("\N{FAMILY}\u200d\N{HEAVY BLACK HEART}", "\N{FAMILY}\u200d\N{HEAVY BLACK HEART}"),
    ],
)
def test_titles_are_one_line_of_text(title: str, shown: str) -> None:
    assert read_shared_text(shared_text(title, [RunSpec()])).title == shown
    assert read_shared_text(changed(title=title)).title == shown


def test_a_mail_may_break_a_link() -> None:
    text = shared_text("A", [RunSpec()])
    assert read_shared_text(f"  {ADDRESS}{text[:20]}\r\n {text[20:]}\n").specs == (RunSpec(),)


def test_a_baseline_that_is_not_there_is_none(tiny) -> None:
    assert read_shared_text(shared_text("A", [tiny()], "ffff")).baseline is None
    assert read_shared_text(changed(baseline=7)).baseline is None


def test_what_does_not_fit_is_not_written() -> None:
    with pytest.raises(InputError, match="without runs cannot be shared"):
        shared_text("A", [])
    many = [RunSpec().replace(seed=seed) for seed in range(MOST_RUNS + 1)]
    with pytest.raises(InputError, match=r"501 runs; a link can have at most 500\. Use 'regdash"):
        shared_text("A", many)
    assert len(shared_text("A", many[:-1])) < LONGEST_TEXT
    varied = [
        RunSpec.from_dict({"optimizer": {"learning_rate": 0.1 / (7 + n)}, "seed": n * 977})
        for n in range(MOST_RUNS)
    ]
    with pytest.raises(
        InputError, match=r"settings have .* characters; a link can have at most 7,500"
    ):
        shared_text("A", varied)


def test_what_is_usual_is_left_out() -> None:
    form = canonical_form(RunSpec())
    assert json.loads(unpack(shared_text("A", [RunSpec()]))) == {
        "title": "A",
        "spec": 1,
        "form": {"data": form["data"], "optimizer": form["optimizer"]},
        "methods": [{}],
        "seeds": [1],
    }


def test_the_picture_is_black_on_white_and_sized_by_the_page() -> None:
    picture = ElementTree.fromstring(link_picture(ADDRESS + "1.abc"))
    background, code = picture.findall("path")
    assert (background.attrib["fill"], code.attrib["stroke"]) == ("#fff", "#000")
    assert set(picture.attrib) == {"viewBox", "class", "shape-rendering"}
    size = int(picture.attrib["viewBox"].split()[2])
    assert background.attrib["d"] == f"M0 0h{size}v{size}h-{size}z"
    # Four modules of margin, as readers need.
    assert code.attrib["d"].startswith("M4 4.5h7")
    assert picture.findtext("title") == "QR code of the link"


@pytest.mark.parametrize("address", ["", "x" * (LONGEST_PICTURED + 1), "é" * 1451])
def test_an_address_of_no_or_too_many_bytes_has_no_picture(address: str) -> None:
    with pytest.raises(InputError, match=r"has room for 1 to 2,900\. Copy the link instead"):
        link_picture(address)


def test_the_longest_picture() -> None:
    assert link_picture("x" * LONGEST_PICTURED).startswith("<svg")
