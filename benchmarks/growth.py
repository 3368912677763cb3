"""How does the cost grow with images, width, runs and stored epochs, compared with linear growth?

Each question measures the cost at several sizes; the slope is that of a line through the logarithms
of both: 1 is linear growth, less is slower, 2 is quadratic growth. A plot of each, with linear
growth through the largest size, is written to `benchmarks/plots/`.

    python -m benchmarks.growth
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import numpy as np
import plotly.graph_objects as go
from sqlalchemy import create_engine, update

from benchmarks.filling import curve, fill, specs
from benchmarks.ours import epoch_seconds, fit_ours
from benchmarks.report import Finding, Spread, print_findings, timed
from regdash.content.presets import find_preset
from regdash.datasets.preparation import prepare
from regdash.live.feed import LiveFeed
from regdash.services.runs import RunService
from regdash.store.tables import RunRow
from regdash.training.runtime import load_keras

PLOTS = Path(__file__).with_name("plots")


@dataclass
class Growth:
    """Costs at increasing sizes."""

    name: str
    size_title: str
    cost_title: str
    unit: str
    sizes: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)

    @property
    def slope(self) -> float:
        """Slope of the line through the logarithms of sizes and costs."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.costs), 1)[0])

    @property
    def last_slope(self) -> float:
        """The same between the two largest sizes, where fixed costs matter least."""
        return float(np.diff(np.log(self.costs[-2:]))[0] / np.diff(np.log(self.sizes[-2:]))[0])


def measure(growth: Growth, sizes: Sequence[int], cost: Callable[[int], float]) -> Growth:
    """Measure the cost at each size; return the same `growth`."""
    for size in sizes:
        growth.sizes.append(size)
        growth.costs.append(cost(size))
    return growth


def main() -> None:
    """Measure, plot and print."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    load_keras()
    questions = [images(), width(), runs(), first_look(), tick_epochs(), tick_runs()]
    PLOTS.mkdir(exist_ok=True)
    for growth in questions:
        draw(growth).write_image(PLOTS / f"{growth.name}.svg", width=560, height=360)
    print_findings(
        "How does the cost grow, compared with linear growth?",
        [describe(growth) for growth in questions],
        measured={
            growth.name: {
                growth.size_title: growth.sizes,
                growth.cost_title: growth.costs,
                "slope between the two largest": growth.last_slope,
            }
            for growth in questions
        },
    )


def describe(growth: Growth) -> Finding:
    """Report the cost at the largest size, with the slope as the ratio."""
    smallest, largest = (f"{size:,.0f}" for size in (growth.sizes[0], growth.sizes[-1]))
    return Finding(
        f"{growth.cost_title}; {growth.size_title.lower()}: slope from {smallest} to {largest},"
        f" cost at {largest}",
        growth.unit,
        Spread.of(growth.costs[-1:]),
        "linear growth: slope 1",
        ratio=growth.slope,
    )


def images() -> Growth:
    """Measure the seconds of an epoch by number of training images."""

    def cost(size: int) -> float:
        spec = find_preset("article").specs(epochs=4, data={"train_size": size})[0]
        return median(epoch_seconds(spec)[1:])

    growth = Growth("images", "Training images", "Epoch of 784-500x5-10", "s")
    return measure(growth, [500, 1000, 2000, 4000, 8000, 16_000, 32_000], cost)


def width() -> Growth:
    """Measure the seconds of an epoch by units per hidden layer."""

    def cost(units: int) -> float:
        spec = find_preset("article").specs(
            epochs=4, data={"train_size": 4000}, network={"hidden_layers": [units] * 5}
        )[0]
        return median(epoch_seconds(spec)[1:])

    growth = Growth("width", "Units per hidden layer", "Epoch of 4,000 images, five layers", "s")
    return measure(growth, [32, 64, 128, 256, 512, 1024], cost)


def runs() -> Growth:
    """Measure the seconds until all runs of a race have ended, by number of runs."""
    spec = find_preset("overfit").specs(epochs=10)[0]
    fit_ours(spec)  # load and compile what all of them share

    def cost(count: int) -> float:
        with tempfile.TemporaryDirectory() as home:
            service = RunService(Path(home))
            comparison = service.store.add_comparison("Growth")
            wanted = [spec.replace(seed=seed) for seed in range(1, count + 1)]
            seconds = timed(lambda: service.wait(service.submit(comparison, wanted)))
            service.close()
        return seconds

    prepare(spec.data)
    cost(8)  # eight programs, one for each run that is active at once
    growth = Growth("runs", "Runs of a race", "Race of 1,000 images, 10 epochs", "s")
    return measure(growth, [1, 2, 4, 8, 16, 32], cost)


def first_look() -> Growth:
    """Measure the server milliseconds to send all curves to a new page, by stored epochs."""

    def cost(epochs: int) -> float:
        with tempfile.TemporaryDirectory() as home:
            comparison = fill(Path(home), "Growth", specs(10, epochs), epochs)
            service = RunService(Path(home))
            found = service.store.runs(comparison)
            feed = LiveFeed(service)
            seconds = timed(lambda: feed.news(found))
            service.close()
        return 1000 * seconds

    growth = Growth("first_look", "Stored epochs of each of 10 runs", "First update", "ms")
    return measure(growth, [100, 300, 1000, 3000, 9000], cost)


def tick_epochs() -> Growth:
    """Measure the milliseconds of an update with one new epoch, by stored epochs."""
    growth = Growth("tick_epochs", "Stored epochs of each of 10 runs", "Update", "ms")
    return measure(growth, [100, 300, 1000, 3000, 9000], lambda epochs: tick(10, epochs))


def tick_runs() -> Growth:
    """Measure the milliseconds of an update with one new epoch, by visible runs."""
    growth = Growth("tick_runs", "Visible runs with 200 epochs each", "Update", "ms")
    return measure(growth, [1, 3, 10, 30, 100], lambda count: tick(count, 200))


def tick(count: int, epochs: int, ticks: int = 30) -> float:
    """Return the server milliseconds to store an epoch and send it to an open page."""
    with tempfile.TemporaryDirectory() as home:
        comparison = fill(Path(home), "Growth", specs(count, epochs + ticks), epochs, "running")
        service = RunService(Path(home))
        store = service.store
        feed = LiveFeed(service)
        ids = [run.id for run in store.runs(comparison)]
        keep_running(Path(home), ids)
        feed.news(store.runs(comparison))
        seconds = []
        for number in range(ticks):
            (record,) = curve(0, epochs + 1 + number, epochs + 1 + number)
            began = time.perf_counter()
            store.add_epoch(ids[0], record)
            feed.news(store.runs(comparison))
            seconds.append(time.perf_counter() - began)
        service.close()
    return 1000 * median(seconds)


def keep_running(folder: Path, ids: Sequence[str]) -> None:
    """Undo that the service took runs that nobody trains for interrupted ones."""
    engine = create_engine(f"sqlite:///{folder / 'regdash.sqlite'}")
    with engine.begin() as connection:
        connection.execute(
            update(RunRow).where(RunRow.id.in_(ids)).values(status="running", ended=None)
        )
    engine.dispose()


def draw(growth: Growth) -> go.Figure:
    """Plot the measured costs, and linear growth through the largest."""
    sizes, costs = np.array(growth.sizes), np.array(growth.costs)
    figure = go.Figure(layout={"template": "plotly_white", "font": {"size": 13}})
    line = costs[-1] * sizes / sizes[-1]
    figure.add_scatter(
        x=sizes, y=line, mode="lines", name="linear growth", line={"dash": "dash", "color": "gray"}
    )
    figure.add_scatter(
        x=sizes,
        y=costs,
        mode="lines+markers",
        name=f"measured, slope {growth.slope:.2f}",
        line={"color": "#3f90da", "width": 3},
    )
    figure.update_xaxes(type="log", title=growth.size_title, dtick="D2")
    figure.update_yaxes(type="log", title=f"{growth.cost_title} ({growth.unit})", dtick="D2")
    figure.update_layout(
        margin={"l": 70, "r": 20, "t": 20, "b": 60},
        legend={"x": 0.02, "y": 0.98, "bgcolor": "rgba(255,255,255,0.7)"},
    )
    return figure


if __name__ == "__main__":
    main()
