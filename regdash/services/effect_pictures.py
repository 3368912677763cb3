"""Pictures of the differences from a baseline, with their intervals and verdicts."""

from regdash.figures.effects import list_effects
from regdash.reports.pictures.content import Forest, ForestRow
from regdash.services.judgement import Judgement
from regdash.services.pictures import describe_shared, describe_verdict
from regdash.services.shown_methods import EPOCHS, MADE_WITH, explain_intervals
from regdash.settings.messages import InputError
from regdash.stats.proportions import LEVEL


def describe_effects(judgement: Judgement) -> Forest:
    """Describe a forest plot of the verdicts that have an interval.

    Raises:
        InputError: No verdict has an interval.
    """
    effects = list_effects(judgement.judged, judgement.at)
    if not effects:
        raise InputError(
            [
                "There are no differences with intervals yet: at least two methods must have finished"
                " runs that can be compared."
            ]
        )
    rows = [
        ForestRow(effect, describe_verdict(judgement.verdicts[effect.method])) for effect in effects
    ]
    first, *others = judgement.compared_with
    own = explain_intervals(judgement, on=judgement.on)
    reference = "the method it is compared with" if others else judgement.by_key[first].name
    sentences = [f"With the weights of {EPOCHS[judgement.at]}."]
    if any(effect.seeds for effect in effects):
        sentences.append("Small dots: individual seeds.")
    selection = judgement.selection
    return Forest(
        title=selection.comparison.title,
        subtitle=describe_shared(selection.comparison, selection.runs),
        rows=rows,
        x_label=f"Difference on {judgement.on} images, percentage points",
        caption=" ".join(
            [
                f"Accuracy minus that of {reference}, with its {LEVEL:.0%} interval.",
                *sentences,
                *(own if others else own[1:]),
                MADE_WITH,
            ]
        ),
    )
