"""The ready-made study *Past the peak*: double descent, and what ridge does to it."""

from regdash.random_features.curve import CurveSettings, usual_sizes
from regdash.spec import DataSpec

KEY = "peak"

TITLE = "Past the peak"

EXPECT = (
    "Validation loss peaks where a model can just fit every label, and falls again with more features:"
    " double descent (Belkin et al. 2019). Ridge should remove the peak (Nakkiran et al. 2021)."
)
"""What is to be expected, said before it is computed."""

ABOUT_MODEL = (
    "This is a linear model on random features, not a Keras network: each feature is relu(w·x + b) with w"
    " and b drawn once, and only the weights of the outputs are fitted, exactly. Ridge adds its strength"
    " times their squared sum to the mean squared error; without it, the smallest of the weights that fit"
    " best are taken (Hastie et al. 2022)."
)
"""What is computed."""

ABOUT_FIGURES = (
    "Bold line: median over the seeds of the features; dots: single seeds. At the dotted line there are as"
    " many features as training images, so that the model can just fit every label."
)
"""How it is drawn."""

SETTINGS = CurveSettings(
    # Wrong labels make the peak higher, as in Nakkiran et al. 2020; few images, so that it takes seconds.
    data=DataSpec(train_size=300, validation_share=0.1, label_noise=0.15),
    sizes=usual_sizes(300),
    strengths=(0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1),
    seeds=(1, 2, 3, 4, 5),
    validation_images=1000,
)

USUAL_SECONDS = 4.0
"""Time it takes; measured on two cores."""
