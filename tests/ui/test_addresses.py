import pytest

from regdash.ui.addresses import is_loopback


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.1.20", False),
        ("example.org", False),
        ("", False),
    ],
)
def test_addresses_of_this_machine_only(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
