"""The code that trains, measures and compares the runs."""

from regdash.reports.keras_code.data import data_differs
from regdash.reports.keras_code.parts import Parts
from regdash.reports.keras_code.values import Values
from regdash.settings.code_text import indent, write_call
from regdash.spec import MEASURED_TRAINING_IMAGES

_MEASURE = '''
def measure(network, x, y):
    """Return mean cross-entropy in nats and accuracy, in inference mode.

    The loss of `evaluate` would also contain penalties and label smoothing, so that networks with
    different techniques could not be compared by it.
    """
    measured = network.evaluate(x, y, batch_size=MEASURED_AT_ONCE, verbose=0, return_dict=True)
    return measured["cross_entropy"], measured["accuracy"]


class Report(keras.callbacks.Callback):
    """Print every epoch, measured on training and validation images in the same way.

    The training loss that Keras shows is a mean over the epoch, with dropout on and while the
    weights move: its distance to the validation loss is no measure of overfitting.
    """

    def __init__(self, x, y):
        super().__init__()
        self.sample = x, y

    def on_epoch_end(self, epoch, logs=None):
        loss, accuracy = measure(self.model, *self.sample)
        print(
            f"epoch {epoch + 1}: training loss {loss:.4f}, accuracy {accuracy:.2%};"
            f" validation loss {logs['val_cross_entropy']:.4f},"
            f" accuracy {logs['val_accuracy']:.2%}",
            flush=True,
        )
'''.strip()

_KEPT = [
    "# Unless a callback has restored those of an earlier epoch. Validation images chose it, so its",
    "# accuracy on them is slightly too good: RegDash corrects that by nested cross-validation.",
    "for callback in callbacks:",
    '    if getattr(callback, "best_weights", None) is not None:',
    "        kept = callback.best_epoch + 1",
]


def write_training(values: Values, parts: Parts) -> str:
    """Return the functions that train one run and measure it."""
    seed, size = values.setting("seed"), values.setting("batch_size")
    batches = "\n".join(
        [
            f"def batches({values.parameters('x', 'y')}):",
            '    """Yield batches without end, every epoch in an order of its own."""',
            "    for epoch in count():",
            f"        for chosen in epoch_order({seed}, epoch, len(x), min({size}, len(x))):",
            "            yield x[chosen], y[chosen]",
        ]
    )
    return "\n\n\n".join([batches, _MEASURE, _train(values, parts, size)])


def _train(values: Values, parts: Parts, size: str) -> str:
    setup, loss = parts.assigned("loss_arguments", "0.0")
    chosen = parts.statements("callbacks", lambda item: write_call("callbacks.append", [item]))
    name = "run.name" if values.several else "NAME"
    lines = [
        f"def train({values.parameters('data')}):",
        '    """Train a run; return what it ends with, measured on validation and test images."""',
        "    (x, y), validation, test = data",
        f"    network = build_network({values.parameters('x')})",
        *indent(setup),
        "    network.compile(",
        f"        optimizer=build_optimizer({values.parameters()}),",
        *indent([f"loss={write_call('keras.losses.CategoricalCrossentropy', loss)},"], 2),
        '        metrics=["accuracy", keras.metrics.CategoricalCrossentropy(name="cross_entropy")],',
        "        # Compiled by XLA, as in RegDash: otherwise TensorFlow draws other random numbers.",
        "        jit_compile=True,",
        "    )",
        f"    callbacks = [Report(x[:{MEASURED_TRAINING_IMAGES}], y[:{MEASURED_TRAINING_IMAGES}])]",
        *indent(chosen),
        "    history = network.fit(",
        f"        batches({values.parameters('x', 'y')}),",
        f"        steps_per_epoch=math.ceil(len(x) / {size}),",
        f"        epochs={values.setting('epochs')},",
        "        validation_data=validation,",
        "        validation_batch_size=MEASURED_AT_ONCE,",
        "        callbacks=callbacks,",
        "        shuffle=False,  # the generator does it",
        "        verbose=0,",
        "    )",
        "    # The weights of the last epoch are kept.",
        "    trained = kept = len(history.epoch)",
        *(indent(_KEPT) if chosen else []),
        "    result = [trained, kept, *measure(network, *validation)]",
        "    if REVEAL_TEST:",
        "        result += measure(network, *test)",
        f"    return {name}, *result",
    ]
    return "\n".join(lines)


_TABLE = '''
def print_table(results):
    """Print one row per run, at the kept epoch."""
    heads = ["epochs", "kept epoch", "validation loss", "validation accuracy"]
    heads += ["test loss", "test accuracy"] if REVEAL_TEST else []
    width = max(len(name) for name, *_ in results)
    print("\\n" + "  ".join([" " * width, *heads]))
    for name, trained, kept, *measured in results:
        cells = [str(trained), str(kept)]
        for loss, accuracy in zip(measured[::2], measured[1::2], strict=True):
            cells += [f"{loss:.4f}", f"{accuracy:.2%}"]
        row = [cell.rjust(len(head)) for cell, head in zip(cells, heads, strict=True)]
        print("  ".join([name.ljust(width), *row]))
'''.strip()


def write_main(values: Values) -> str:
    """Return the functions `print_table` and `main`."""
    if not values.several:
        lines = ["    print_table([train(prepare(path))])"]
    else:
        shared = not data_differs(values)
        lines = [
            *(["    data = prepare(path)"] if shared else []),
            "    results = []",
            "    for run in RUNS:",
            '        print(f"\\n{run.name}")',
            f"        results.append(train({'data' if shared else 'prepare(path, run)'}, run))",
            "    print_table(results)",
        ]
    return "\n".join([_TABLE, "", "", "def main(path):", *lines])
