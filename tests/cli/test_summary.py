from pathlib import Path

import pytest

from regdash.cli.summary import print_summary
from regdash.store.store import Store
from tests.support.unreadable import make_unreadable


def test_unreadable_runs_are_listed_with_the_reason(
    home: Path, tiny, capsys: pytest.CaptureFixture[str]
) -> None:
    store = Store(home)
    comparison = store.add_comparison("Mixed")
    plain = store.add_run(comparison, tiny(), "me")
    mixup = store.add_run(comparison, tiny(seed=2), "me", name="mixup 0.2")
    for run_id in (plain, mixup):
        store.end_run(run_id, "stopped", "Stopped by hand.")
    make_unreadable(home, mixup, techniques={"mixup": {}})
    print_summary(store, comparison, store.runs(comparison))
    out = capsys.readouterr().out
    assert "baseline  stopped" in out
    assert (
        "Not shown: 'mixup 0.2' uses the technique mixup, which this version of RegDash does not have."
        in out
    )
