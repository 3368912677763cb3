import threading
import time

import pytest

from regdash.jobs.turnstile import Turnstile


def test_turnstile_is_first_come_first_served() -> None:
    turnstile, order = Turnstile(), []
    assert turnstile.enter()
    threads = []
    for name in "abc":
        thread = threading.Thread(
            target=lambda name=name: (turnstile.enter(), order.append(name), turnstile.leave())
        )
        thread.start()
        threads.append(thread)
        time.sleep(0.05)
    assert order == []
    turnstile.leave()
    for thread in threads:
        thread.join(5)
    assert order == ["a", "b", "c"]


def test_turnstile_admits_one_thread_per_slot_and_waiting_can_be_given_up() -> None:
    turnstile = Turnstile(slots=2)
    assert turnstile.enter()
    assert turnstile.enter()
    assert not turnstile.enter(give_up=lambda: True)
    turnstile.leave()
    assert turnstile.enter()
    with pytest.raises(ValueError, match="allowed: a whole number from 1"):
        Turnstile(0)
