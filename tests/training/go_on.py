"""Continues a run from its saved state, in a separate process.

    python -m tests.training.go_on FOLDER

FOLDER contains a training state and `spec.json`; the results are written to it.
"""

import json
import sys
from pathlib import Path

import numpy as np

from regdash.spec import RunSpec
from regdash.training.outcome import NetworkResult


def _values(result: NetworkResult) -> list[float]:
    return [result.epoch, result.test_loss, result.val_accuracy]


def main(folder: Path) -> None:
    from regdash.training.runtime import load_keras

    load_keras()
    from regdash.datasets.preparation import prepare
    from regdash.training.state import TrainingState
    from regdash.training.trainer import train
    from tests.support.recording import Recorder

    spec = RunSpec.from_dict(json.loads((folder / "spec.json").read_text()))
    recorder = Recorder()
    outcome = train(
        spec,
        lambda: prepare(spec.data),
        recorder,
        recorder,
        recorder,
        resume=TrainingState.load(folder),
    )
    found = {
        "records": [{"epoch": r.epoch, **r.values, "seconds": 0} for r in recorder.records],
        "stopped_epoch": outcome.stopped_epoch,
        "kept": _values(outcome.kept),
        "best": _values(outcome.best),
    }
    np.save(folder / "test.npy", outcome.test_probabilities)
    (folder / "found.json").write_text(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
