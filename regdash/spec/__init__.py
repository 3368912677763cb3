"""What determines a run, and its parts."""

from regdash.spec.data import DataSpec
from regdash.spec.optimizer import OptimizerSpec
from regdash.spec.run import MEASURED_TRAINING_IMAGES, RunSpec

__all__ = ["MEASURED_TRAINING_IMAGES", "DataSpec", "OptimizerSpec", "RunSpec"]
