"""RegDash: see regularization work, on real Keras networks, live in the browser.

From Python, `train` specs, then `compare` or `judge` the runs; see `regdash.api`.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from regdash.api import ComparedMethod, JudgedMethod, compare, judge, train
    from regdash.judging.methods import Method, TrainedRun
    from regdash.judging.verdict import Verdict
    from regdash.metrics.record import EpochRecord
    from regdash.settings.messages import InputError
    from regdash.spec import RunSpec

__all__ = [
    "ComparedMethod",
    "EpochRecord",
    "InputError",
    "JudgedMethod",
    "Method",
    "RunSpec",
    "TrainedRun",
    "Verdict",
    "__version__",
    "compare",
    "judge",
    "train",
]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Imported on first use, so that the server and the command line start fast.
    if name in __all__:
        from regdash import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
