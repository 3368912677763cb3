"""The first sections of a script: imports, constants and runs."""

from collections.abc import Sequence

from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.reports.keras_code.padding import has_other_numbers
from regdash.reports.keras_code.parts import Parts
from regdash.reports.keras_code.values import NOTHING, Values
from regdash.settings.code_text import write_call, write_comment, write_literal

NAME_LENGTH = 60
"""Characters of a run's name in a script."""

_LINE = 96

_ABOUT = '''
"""Train {what} with plain Keras as RegDash does, but without RegDash.

It needs Python 3.11, Keras 3.13 and TensorFlow: pip install "keras>=3.13" tensorflow

Images, split, order, initial weights, random draws and steps are those of RegDash, so that its
numbers are equal up to rounding. Rounding differs between machines and grows from step to step:
after many epochs, results may differ by as much as those of two seeds.
'''.strip()

_PADDED = """
Other numbers: RegDash pads wide hidden layers with some of these activations, but not with others.
That changes what random layers between them draw, so that runs with such layers may differ from
those of RegDash by as much as those of two seeds. Scripts for each activation do not have this.
""".strip()

_ENDINGS = """
Not in here: RegDash ends a run whose loss is not finite, or stays far above that of guessing.
""".strip()


def write_imports(values: Values, info: DatasetInfo, parts: Parts) -> str:
    """Return the docstring of a script and its imports; arguments as for `write_settings`."""
    specs = values.specs
    what = "a network" if len(specs) == 1 else f"and compare {len(specs)} networks"
    notes = [
        _ABOUT.format(what=what),
        *([_PADDED] if has_other_numbers(values, parts) else []),
        _ENDINGS,
    ]
    return "\n".join(
        [
            "\n\n".join(notes),
            '"""',
            "",
            "import argparse",
            "import math",
            "import os",
            "import zlib",
            *(["from dataclasses import dataclass"] if len(specs) > 1 else []),
            "from itertools import count",
            *([] if info.id == DIGITS.id else ["from pathlib import Path"]),
            "",
            'os.environ["KERAS_BACKEND"] = "tensorflow"',
            "",
            "import keras",
            "import numpy as np",
            *(
                ["import tensorflow as tf"]
                if any("tf." in text for text in parts.helpers())
                else []
            ),
        ]
    )


def write_settings(values: Values, names: Sequence[str], info: DatasetInfo, parts: Parts) -> str:
    """Return the constants, and the runs if there are several.

    Args:
        values: What the other sections refer to.
        names: One per run; any text.
        info: The data set.
        parts: What techniques add.
    """
    lines = [f"# Data set: {write_comment(info.name, NAME_LENGTH)}"]
    lines += _data_path(info)
    lines += _constant("CLASSES", repr(info.classes), "")
    if parts.expressions("augmentation"):
        lines += _constant("IMAGE_SHAPE", repr(info.image_shape), "Height, width, channels.")
    for name, (literal, comment) in values.constants.items():
        lines += _constant(name, literal, comment)
    lines += _constant("MEASURED_AT_ONCE", "5000", "Images per step of measuring.")
    lines += _constant(
        "REVEAL_TEST", "False", "True: also measure on test images, once all choices are made."
    )
    # Also printed, so invisible characters are written out.
    short = [write_comment(name, NAME_LENGTH) for name in names]
    if not values.several:
        return "\n".join([*lines, f"NAME = {write_literal(short[0])}"])
    return "\n".join([*lines, "", "", *_runs(values, short)])


def _data_path(info: DatasetInfo) -> list[str]:
    if info.id == DIGITS.id:
        return [
            "DATA = None  # Path of an npz file like that of Keras; None: Keras downloads MNIST."
        ]
    return [
        f"DATA = None  # Folder of the data set {info.id}: datasets/{info.id} in RegDash's home."
    ]


def _constant(name: str, literal: str, comment: str) -> list[str]:
    line = f"{name} = {literal}"
    if not comment:
        return [line]
    if len(line) + len(comment) + 4 <= _LINE:
        return [f"{line}  # {comment}"]
    return [f"# {comment}", line]


def _runs(values: Values, names: Sequence[str]) -> list[str]:
    own = {key: chosen for key, chosen in values.techniques() if not values.everywhere(key)}
    fields = sorted(values.fields.values(), key=lambda field: field.optional)
    needed = [f"    {field.annotation}" for field in fields if not field.optional]
    optional = [f"    {field.annotation}" for field in fields if field.optional]
    if own:
        optional.insert(0, "    techniques: tuple[str, ...] = ()")
    runs = []
    for number, name in enumerate(names):
        arguments = [write_literal(name)]
        arguments += [
            f"{field.name}={write_literal(field.values[number])}"
            for field in fields
            if field.values[number] is not NOTHING
        ]
        chosen = tuple(key for key, techniques in own.items() if techniques[number])
        if chosen:
            keys = ", ".join(map(write_literal, chosen))
            arguments.append(
                f"techniques=({keys},)" if len(chosen) == 1 else f"techniques=({keys})"
            )
        runs.append(write_call("Run", arguments))
    return [
        "@dataclass(frozen=True)",
        "class Run:",
        '    """What differs between the runs."""',
        "",
        "    name: str",
        *needed,
        *optional,
        "",
        "",
        "RUNS = [",
        *(f"    {line}" for run in runs for line in f"{run},".split("\n")),
        "]",
    ]
