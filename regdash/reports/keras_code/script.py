"""Assembles the sections of a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from regdash.datasets.info import DatasetInfo
from regdash.reports.keras_code.data import write_data, write_seeds
from regdash.reports.keras_code.network import write_network, write_optimizer
from regdash.reports.keras_code.padding import WIDENED, needs_widened
from regdash.reports.keras_code.parts import Parts
from regdash.reports.keras_code.settings import write_imports, write_settings
from regdash.reports.keras_code.training import write_main, write_training
from regdash.reports.keras_code.values import Values
from regdash.settings.messages import InputError
from regdash.spec import RunSpec


@dataclass(frozen=True)
class Section:
    """A part of a script, and a cell of a notebook."""

    title: str
    code: str


_COMMAND_LINE = """
if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Train with plain Keras, as RegDash does.")
    parser.add_argument("--data", default=DATA, help="path of the images; see DATA")
    main(parser.parse_args().data)
""".strip()


def write_script(specs: Sequence[RunSpec], names: Sequence[str], info: DatasetInfo) -> str:
    """Write runs as a Python script that needs Keras 3 and NumPy, but not RegDash.

    Args:
        specs: The runs, at least one.
        names: One name per run; any text.
        info: Their data set.

    Returns:
        A script for Python 3.11 or newer; equal arguments give equal text.

    Raises:
        InputError: There are no runs, they use several data sets or kinds of network, or a kind of
            network cannot be written.
    """
    sections = write_sections(specs, names, info)
    imports, *others = [section.code for section in sections]
    return f"{imports}\n\n" + "\n\n\n".join([*others, _COMMAND_LINE]) + "\n"


def write_sections(
    specs: Sequence[RunSpec], names: Sequence[str], info: DatasetInfo
) -> list[Section]:
    """Return the sections of a script, without what reads the command line.

    Arguments and errors are those of `write_script`.
    """
    _check(specs)
    values = Values(specs)
    data = write_data(values, info)
    parts = Parts(values)
    helpers = [*([WIDENED] if needs_widened(values, parts) else []), *parts.helpers()]
    network = "\n\n\n".join([*helpers, write_network(values, parts)])
    optimizer = write_optimizer(values, parts)
    training = write_training(values, parts)
    return [
        Section("Imports", write_imports(values, info, parts)),
        Section("Settings", write_settings(values, names, info, parts)),
        Section("Seeds and order of the images", write_seeds()),
        Section("Data", data),
        Section("Network", network),
        Section("Training", f"{optimizer}\n\n\n{training}"),
        Section("Results", write_main(values)),
    ]


def _check(specs: Sequence[RunSpec]) -> None:
    if not specs:
        raise InputError(["There are no runs to write as code; choose at least one."])
    datasets = sorted({spec.data.dataset for spec in specs})
    if len(datasets) > 1:
        raise InputError(
            [
                f"The runs use {len(datasets)} data sets ({', '.join(datasets)}), but a script has"
                " one: choose runs of one data set."
            ]
        )
    kinds = sorted({spec.network.title for spec in specs})
    if len(kinds) > 1:
        raise InputError(
            [
                f"The runs have several kinds of network ({', '.join(kinds)}), but a script has one:"
                " choose runs of one kind."
            ]
        )
