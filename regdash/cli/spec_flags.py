"""The flags that say what to train: a preset, or settings and techniques."""

import argparse

from regdash.content.presets import find_preset
from regdash.services.spec_text import build_spec
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.spec.settings import nest_settings, setting_names


def add_spec_flags(parser: argparse.ArgumentParser) -> None:
    """Add `--preset`, `--technique` and a flag for every setting to a command."""
    parser.add_argument("--preset", metavar="KEY", help="a ready-made race; see `regdash presets`")
    parser.add_argument(
        "--technique",
        action="append",
        default=[],
        metavar="KEY=SETTINGS",
        help="such as l2=1e-4 or dropout=0.25,input_rate=0.2; repeat for several in one run",
    )
    for name, setting in setting_names().items():
        help = setting.dial.help
        flag = "--" + name.replace("_", "-")
        # Values stay text here: the spec validates them, with the same messages as in the UI.
        if name == "seed":
            parser.add_argument(
                flag,
                action="append",
                metavar="N",
                help=f"{help} Repeat for several; default for a preset: its own seeds.",
            )
        else:
            parser.add_argument(flag, metavar="VALUE", help=help.replace("%", "%%"))


def given_flags(options: argparse.Namespace) -> list[str]:
    """Return the names of the flags of `add_spec_flags` that were given."""
    names = ["preset", "technique", *setting_names()]
    return ["--" + name.replace("_", "-") for name in names if getattr(options, name)]


def read_specs(options: argparse.Namespace) -> list[RunSpec]:
    """Build the specs that the flags describe.

    Raises:
        InputError: One sentence per problem.
    """
    given = {
        name: getattr(options, name)
        for name in setting_names()
        if name != "seed" and getattr(options, name) is not None
    }
    if options.preset:
        preset = find_preset(options.preset)
        if options.technique:
            raise InputError(
                [
                    f"--technique {shorten(options.technique[0])} and --preset {options.preset}:"
                    " a preset has its own techniques; use only one of the two options."
                ]
            )
        return preset.lineup(_read_seeds(options), **nest_settings(given))
    spec = build_spec(given, options.technique)
    return [spec.replace(seed=seed) for seed in options.seed or [spec.seed]]


def _read_seeds(options: argparse.Namespace) -> list[int]:
    """Return the seeds given on the command line, as the spec parses them."""
    return [RunSpec().replace(seed=seed).seed for seed in options.seed or []]
