import threading

from regdash.executors import EXECUTORS, ThreadExecutor


def test_one_daemon_thread_per_job() -> None:
    executor = EXECUTORS.by_key("threads")()
    assert isinstance(executor, ThreadExecutor)
    assert (executor.slots, executor.max_active) == (1, 8)
    seen: list[threading.Thread] = []
    all_started = threading.Barrier(3, timeout=5)

    def work() -> None:
        seen.append(threading.current_thread())
        all_started.wait()

    executor.start(work, "train a")
    executor.start(work, "train b")
    all_started.wait()
    executor.close()
    assert sorted(thread.name for thread in seen) == ["train a", "train b"]
    assert all(thread.daemon for thread in seen)
