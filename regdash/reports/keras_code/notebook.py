"""Writes runs as a Jupyter notebook."""

import json
from collections.abc import Sequence
from typing import Any

from regdash.datasets.info import DatasetInfo
from regdash.reports.keras_code.script import write_sections
from regdash.spec import RunSpec


def write_notebook(specs: Sequence[RunSpec], names: Sequence[str], info: DatasetInfo) -> str:
    """Write runs as a notebook in plain Keras, with one cell per section of the script.

    Arguments and errors are those of `write_script`.

    Returns:
        JSON of the notebook format 4.5; equal arguments give equal text.
    """
    cells: list[dict[str, Any]] = []
    for section in write_sections(specs, names, info):
        code = section.code.replace("import argparse\n", "")
        cells.append(_cell("markdown", len(cells), f"## {section.title}"))
        cells.append(_cell("code", len(cells), code))
    cells.append(_cell("code", len(cells), "main(DATA)"))
    notebook = {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _cell(kind: str, number: int, text: str) -> dict[str, Any]:
    # Fixed ids: Jupyter would draw random ones, so that equal runs gave different files.
    cell: dict[str, Any] = {
        "cell_type": kind,
        "id": f"cell-{number}",
        "metadata": {},
        "source": text.splitlines(keepends=True),
    }
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return cell
