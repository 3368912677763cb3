import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regdash.reports.file_names import LONGEST, safe_file_name, unique_file_names

RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(10))}


@given(st.text(max_size=200))
@example("con")
@example("LPT1.csv")
@example("COM\u00b9")
@example("a\u202egpj.exe")
@example("../../etc/passwd")
@example("x" * 10_000)
@example("\U0001f600" * 50)
@example("\u0301")
def test_names_are_safe_on_every_system(title: str) -> None:
    name = safe_file_name(title)
    assert 0 < len(name.encode()) <= LONGEST + len("file-")
    assert not set(name) & set('<>:"/\\|?*\0 ')
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") for c in name)
    assert name.split(".")[0].upper() not in RESERVED
    assert re.match(r"[^-.~]", name)
    assert not name.endswith((".", " "))
    assert unicodedata.normalize("NFC", name) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Watch a network overfit", "Watch-a-network-overfit"),
        ("Größe ± 0.5", "Größe-0.5"),
        ("数字 MNIST", "数字-MNIST"),
        ("  ", "runs"),
        ("nul", "file-nul"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
    ],
)
def test_readable_titles_stay_readable(title: str, name: str) -> None:
    assert safe_file_name(title) == name


@settings(max_examples=25)
@given(st.lists(st.text(alphabet="aAbä/1-", max_size=3), max_size=6, unique=True))
def test_names_of_several_titles_differ(tmp_path_factory: pytest.TempPathFactory, titles) -> None:
    names = unique_file_names(titles)
    folder = tmp_path_factory.mktemp("names")
    for name in names:
        (Path(folder) / name).touch(exist_ok=False)
    assert len({name.casefold() for name in names}) == len(titles)
