"""Ready-made studies: questions about strength, size and data that a family of runs answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.study import Study


@dataclass(frozen=True)
class ReadyStudy:
    """A question, and the study that answers it."""

    key: str
    title: str
    """The question."""
    expect: str
    """What is to be expected, said before it is trained; one or two sentences."""
    base: Mapping[str, Any]
    """Settings of the spec that all trials share."""
    vary: tuple[str, ...]
    """Each axis as `Axis.from_text` reads it."""
    seeds: tuple[int, ...] = field(default=(1, 2, 3))

    def build(self) -> Study:
        """Return the study, equal at each call."""
        axes = [Axis.from_text(text) for text in self.vary]
        return Study.build(RunSpec.from_dict(dict(self.base)), axes, self.seeds)


# Few images and wrong labels, so that there is something to memorize; see `presets._overfit`.
_NOISY: dict[str, Any] = {
    "data": {"train_size": 1000, "validation_share": 0.1, "label_noise": 0.15},
    "network": {"hidden_layers": [256, 256]},
    "epochs": 30,
    "batch_size": 32,
}

READY_STUDIES: tuple[ReadyStudy, ...] = (
    ReadyStudy(
        "l2",
        "How strong should L2 be?",
        "Too weak, and the network memorizes the wrong labels; too strong, and it learns nothing. The"
        " best strength lies between, and the weights shrink all the way.",
        _NOISY,
        ("l2=1e-6..1e-1:11:log",),
    ),
    ReadyStudy(
        "dropout",
        "How much dropout?",
        "Srivastava et al. (2014, figure 9) find a flat minimum of the test error around a rate of 0.4 to"
        " 0.5, and underfitting above.",
        {
            "data": {"train_size": 2000, "validation_share": 0.1},
            "network": {"hidden_layers": [256, 256]},
            "epochs": 30,
        },
        ("dropout=0,0.1,0.2,0.3,0.4,0.5,0.6,0.7,0.8,0.9",),
    ),
    ReadyStudy(
        "width",
        "Bigger networks, more overfitting?",
        "The textbook's picture: training error falls with the size of the network, and validation error"
        " falls and rises again, here with 15% wrong labels to memorize. Beyond it, very large networks may"
        " get better once more (Nakkiran et al. 2020).",
        {
            "data": {"train_size": 2000, "validation_share": 0.1, "label_noise": 0.15},
            "network": {"hidden_layers": [64]},
            "epochs": 100,
        },
        ("width=2,4,8,16,32,64,128,256,512,1024",),
    ),
    ReadyStudy(
        "data",
        "How much data?",
        "More images are the best regularization. Srivastava et al. (2014, figure 10) find that dropout"
        " helps little on 100 images, most in between, and less again on very many; here is the plain"
        " network.",
        {"network": {"hidden_layers": [256, 256]}, "epochs": 20, "batch_size": 32},
        ("train_size=100,200,500,1000,2000,5000,10000,34300",),
    ),
    ReadyStudy(
        "small",
        "Can a small network do it?",
        "The question at the end of the article: does a small network, which cannot memorize as much,"
        " need L2 at all?",
        _NOISY,
        ("width=16,32,64,128,500", "l2=0,1e-3,3e-3,1e-2,3e-2,5e-2"),
        seeds=(1, 2),
    ),
    ReadyStudy(
        "patience",
        "When should I stop?",
        "With little patience, training ends before the network has learned; with much, it goes on while"
        " validation loss rises. Keeping the best weights makes the choice matter less.",
        {
            **_NOISY,
            "epochs": 60,
            "techniques": {
                "early_stopping": {"monitor": "val_loss", "restore_best_weights": False}
            },
        },
        ("early_stopping.patience=1,2,3,5,8,12,20,30",),
    ),
)


def find_ready_study(key: str) -> ReadyStudy:
    """Find a ready-made study by its key.

    Raises:
        InputError: There is none with that key.
    """
    for ready in READY_STUDIES:
        if ready.key == key:
            return ready
    known = ", ".join(ready.key for ready in READY_STUDIES)
    raise InputError([f"There is no ready-made study '{key}'. There are: {known}."])
