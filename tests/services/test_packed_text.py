import base64
import json
import re
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regdash.services.packed_text import LONGEST_TEXT, MOST_UNPACKED, pack, unpack
from regdash.settings.messages import InputError


def written(data: bytes) -> str:
    """What an attacker writes who does not use the dictionary."""
    return "1." + base64.urlsafe_b64encode(data).decode().rstrip("=")


@given(st.binary(max_size=2_000))
def test_what_is_packed_is_unpacked(data: bytes) -> None:
    text = pack(data)
    assert re.fullmatch(r"1\.[A-Za-z0-9_-]+", text)
    assert unpack(text) == data
    assert pack(data) == text


def test_usual_settings_are_short() -> None:
    usual = {
        "form": {"data": {"dataset": "digits", "train_size": 2000}, "epochs": 30},
        "methods": [{}, {"form": {"techniques": {"dropout": {"rate": 0.4}}}}],
        "seeds": [1, 2, 3],
    }
    data = json.dumps(usual, sort_keys=True, separators=(",", ":")).encode()
    assert len(pack(data)) < len(written(zlib.compress(data, 9))) * 0.7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged (expected a version, a dot, letters and digits; received '')"),
        ("1.", "received '1.'"),
        ("0.abcd", "received '0.abcd'"),
        ("eJwr", "received 'eJwr'"),
        ("1.a b", "received '1.a b'"),
        ("1.<b>", "received '1.<b>'"),
        ("1.\N{ARABIC-INDIC DIGIT ONE}", "expected a version"),
        (
            "2.abcd",
            "written in version 2 of its format; this version of RegDash reads versions up to 1",
        ),
        ("999999.abcd", "Update RegDash."),
        ("1.abcd", "characters are missing or changed"),
        ("1.abcde", "characters are missing or changed"),
        (written(b""), "expected a version"),
        (written(zlib.compress(b"{}") + b"more"), "its end is missing or changed"),
        (pack(b"{" + bytes(range(200)))[:-8], "its end is missing or changed"),
        ("1." + "a" * LONGEST_TEXT, f"{LONGEST_TEXT + 2:,} characters; allowed: at most 7,500"),
        (written(zlib.compress(b" " * (MOST_UNPACKED + 1))), "unpacks to more than 200,000 bytes"),
        (written(zlib.compress(b"\0" * 5_000_000, 9)), "unpacks to more than 200,000 bytes"),
    ],
)
def test_other_texts_are_refused(text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        unpack(text)
    assert len(caught.value.sentences) == 1
    assert len(str(caught.value)) < 300


def test_every_changed_character_is_noticed() -> None:
    text = pack(b'{"title":"A race"}')
    for position in range(2, len(text) - 1):  # the last one has bits that are not used
        changed = "A" if text[position] != "A" else "B"
        with pytest.raises(InputError, match="damaged"):
            unpack(text[:position] + changed + text[position + 1 :])


def test_texts_of_a_version_stay_readable() -> None:
    """Never change this text: links that people keep would no longer open."""
    text = "1.ePnyPluWwxFbxMeOMWrkGBEXOaYDH-zEhTJGbsBeyiAVJbgiAlvo-wFDsVIBHKLFSrUADh6FHQ"
    assert json.loads(unpack(text))["title"] == "Noisy labels"
