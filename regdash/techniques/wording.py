"""Formatting of numbers in a technique's label."""


def format_strength(value: float) -> str:
    """Format a strength compactly: `1e-4`, `3e-05` becomes `3e-5`, `0.25` stays."""
    if value and abs(value) < 0.01:
        mantissa, exponent = f"{value:.3e}".split("e")
        return f"{float(mantissa):g}e{int(exponent)}"
    return f"{value:g}"
