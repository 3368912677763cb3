import assert from "node:assert/strict";
import { test } from "node:test";

import { describeChart, describeEnded } from "../../regdash/ui/live/assets/spoken.js";
import { line } from "./support.js";

const cells = { val_accuracy: { text: "91.20%" } };

test("a chart is described by its title, axis and runs", () => {
  assert.equal(
    describeChart("Loss", ["baseline", "L2 3e-3", "dropout 0.5"], "epoch", false),
    "Loss by epoch of baseline, L2 3e-3 and dropout 0.5. The table of runs lists the results.",
  );
  assert.equal(describeChart("Loss", ["baseline"], "seconds", true), "Loss by training time of baseline.");
  assert.equal(describeChart("Loss", [], "epoch", false), "Loss: no run is selected.");
});

test("only runs that were active and have ended are described", () => {
  const lines = [
    line("a", { name: "baseline", status_text: "finished", cells }),
    line("b", { name: "L2 3e-3", status_text: "finished", cells }),
    line("c", { name: "dropout 0.5", status_text: "3/20", active: true, cells }),
  ];
  assert.deepEqual(describeEnded(new Set(["b", "c"]), lines), ["L2 3e-3 finished, accuracy 91.20%."]);
  assert.deepEqual(describeEnded(new Set(), lines), []);
});

test("a seed is described with its method, and the method itself not at all", () => {
  const lines = [
    line("g", { name: "dropout 0.5", members: ["a", "b"], status_text: "1 of 2 seeds ended", cells }),
    line("a", { name: "seed 1", group: "g", status_text: "stopped early at 7", cells }),
    line("b", { name: "seed 2", group: "g", status_text: "7/20", active: true, cells }),
  ];
  assert.deepEqual(describeEnded(new Set(["g", "a", "b"]), lines), [
    "dropout 0.5, seed 1 stopped early at 7, accuracy 91.20%.",
  ]);
});

test("a run that did not complete has no accuracy to report", () => {
  const lines = [line("a", { name: "baseline", status_text: "diverged after 2", broken: true, cells })];
  assert.deepEqual(describeEnded(new Set(["a"]), lines), ["baseline diverged after 2."]);
});
