import pytest

from regdash.services.schedule import Task, simulate


def test_one_task() -> None:
    assert simulate([Task("a", 0.5, 10, overhead=2)], 8) == {"a": (0, 7)}
    assert simulate([], 8) == {}


def test_active_tasks_take_turns() -> None:
    found = simulate([Task("short", 1, 2), Task("long", 1, 5)], 8)
    assert found["short"] == (0, 4)
    assert found["long"] == (0, 7)


def test_tasks_wait_for_others_and_for_a_free_place() -> None:
    tasks = [
        Task("a1", 1, 2),
        Task("b1", 1, 3),
        Task("a2", 1, 2, after={"a1", "b1"}),
        Task("b2", 1, 3, after={"a1", "b1"}),
    ]
    found = simulate(tasks, 8)
    assert (found["a2"].start, found["b2"].start) == (5, 5)
    assert found["b2"].end == 10
    one_by_one = simulate([Task(name, 1, 2) for name in "abc"], 1)
    assert one_by_one == {"a": (0, 2), "b": (2, 4), "c": (4, 6)}


def test_a_running_task_has_only_what_is_left() -> None:
    found = simulate([Task("running", 2, 0.5, active=True), Task("queued", 1, 3)], 1)
    assert found == {"running": (0, 1), "queued": (1, 4)}


def test_the_work_is_independent_of_how_many_are_active() -> None:
    tasks = [Task(str(n), 0.1 * n, 7, overhead=0.3) for n in range(1, 12)]
    whole = sum(task.pace * task.epochs + task.overhead for task in tasks)
    for places in (1, 3, 20):
        assert max(t.end for t in simulate(tasks, places).values()) == pytest.approx(whole)


def test_a_task_that_waits_for_itself_has_no_times() -> None:
    assert simulate([Task("a", 1, 1, after={"a"}), Task("b", 1, 1)], 8) == {"b": (0, 1)}
