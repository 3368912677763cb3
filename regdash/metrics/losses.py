"""Cross-entropy without penalties, and the gap between training and validation."""

from collections.abc import Mapping

from regdash.metrics.base import Chart, Column, DerivedMetric, EpochMetric, Values
from regdash.metrics.context import EpochContext
from regdash.settings.formatting import GAP, LOSS

LOSS_CHART = Chart(
    "loss",
    "Loss",
    "Loss (nats)",
    "How wrong the predictions are, and how confidently so: cross-entropy in nats, without penalties."
    " 0 is perfect; guessing among ten classes has 2.3. Bold: validation images, which are held out"
    " from training. Dashed: training images.",
    marked=True,
)

GAP_CHART = Chart(
    "gap",
    "Gap",
    "Generalization gap (nats)",
    "Validation loss minus training loss: how much worse the network does on images it has not been"
    " trained on. It grows while the network overfits.",
    signed=True,
)


class TrainLoss(EpochMetric):
    """Mean cross-entropy on a fixed sample of training images, in nats."""

    key = "train_loss"
    title = "Train. loss"
    unit = "nats"
    direction = "lower"
    quantity = LOSS
    chart = LOSS_CHART
    role = "training"

    def measure(self, context: EpochContext) -> float:
        return context.train.loss


class ValLoss(EpochMetric):
    """Mean cross-entropy on the validation images, in nats."""

    key = "val_loss"
    title = "Val. loss"
    unit = "nats"
    direction = "lower"
    quantity = LOSS
    chart = LOSS_CHART
    column = Column(
        "Cross-entropy on the validation images at that epoch, in nats (units of the natural"
        " logarithm): lower is better"
    )
    in_figures = True

    def measure(self, context: EpochContext) -> float:
        return context.validation.loss


class LossGap(DerivedMetric):
    """Generalization gap in nats: validation loss - training loss, both without penalties."""

    key = "loss_gap"
    title = "Gap"
    unit = "nats"
    direction = "lower"
    quantity = GAP
    needs = ("val_loss", "train_loss")
    chart = GAP_CHART
    column = Column(
        "Generalization gap: validation loss minus training loss at that epoch, in nats; large where"
        " a network overfits"
    )
    in_figures = True

    def derive(self, values: Mapping[str, Values]) -> Values:
        return values["val_loss"] - values["train_loss"]
