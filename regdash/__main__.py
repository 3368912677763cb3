"""`regdash` and `python -m regdash`: the commands of the terminal, and the dashboard."""

import sys
from collections.abc import Sequence

from regdash import cli
from regdash.ui.server.command import add_serve_command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; without one, open the dashboard.

    Args:
        arguments: Of the command line; left out, those of this process.

    Returns:
        The exit status; 2: bad input.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    return cli.main(given or ["serve"], more_commands=[add_serve_command])


if __name__ == "__main__":
    raise SystemExit(main())
