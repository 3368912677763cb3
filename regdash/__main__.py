"""`python -m regdash`: the command line."""

from regdash.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
