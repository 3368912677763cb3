import assert from "node:assert/strict";
import { test } from "node:test";

import { colorize, meanRows, moved, rangeOf, traceCurves } from "../../regdash/ui/live/assets/study_curves.js";
import { near } from "./support.js";

const NAMES = ["epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy"];

function trial(id, seed, losses) {
  return { id, seed, rows: losses.map(([train, val], at) => [at + 1, train, val, 0.9, 0.8]) };
}

const ONE = trial("a", 1, [[1.0, 1.2], [0.5, 0.9], [0.2, 1.0]]);
const TWO = trial("b", 2, [[1.2, 1.4], [0.7, 1.1]]);

test("names of colors are replaced, at any depth; other texts stay", () => {
  const figure = { a: "$ink", b: [{ c: "$ink", d: "$unknown" }], e: 3, f: null, g: "ink" };
  assert.deepEqual(colorize(figure, { ink: "#fff" }), { a: "#fff", b: [{ c: "#fff", d: "$unknown" }], e: 3, f: null, g: "ink" });
});

test("means reach as far as all trials", () => {
  const rows = meanRows([ONE.rows, TWO.rows]);
  assert.equal(rows.length, 2);
  assert.ok(near(rows[1][1], 0.6) && near(rows[1][2], 1.0));
  assert.deepEqual(meanRows([]), []);
});

test("a value that is missing leaves a gap in the mean", () => {
  assert.ok(Number.isNaN(meanRows([[[1, null]], [[1, 2]]])[0][1]));
});

test("several seeds: a thin line each, and the means", () => {
  const traces = traceCurves([ONE, TWO], NAMES);
  assert.deepEqual(traces.map(({ meta }) => meta.role), ["member", "member", "training", "validation"]);
  assert.deepEqual(traces[0].y, [1.2, 0.9, 1.0]);
  assert.deepEqual(traces[3].x, [1, 2]);
  assert.match(traces[3].hovertemplate, /mean of the seeds/);
});

test("the chosen seed, or the only one, is drawn alone", () => {
  for (const traces of [traceCurves([ONE, TWO], NAMES, "b"), traceCurves([TWO, { id: "c", seed: 3 }], NAMES)]) {
    assert.deepEqual(traces.map(({ meta }) => meta.role), ["training", "validation"]);
    assert.deepEqual(traces[1].y, [1.4, 1.1]);
    assert.match(traces[1].hovertemplate, /seed 2/);
  }
});

test("without curves, the lines are empty", () => {
  for (const trace of traceCurves([{ id: "c", seed: 3 }], NAMES)) assert.deepEqual(trace.y, []);
});

test("the range holds all trials, and only widens", () => {
  const range = rangeOf(new Map([["a", ONE.rows], ["b", TWO.rows]]), NAMES);
  assert.ok(range[0] <= 0.2 && range[1] >= 1.4 && range[1] < 2);
  const wider = rangeOf(new Map([["c", [[1, 5, 6, 0, 0]]]]), NAMES, range);
  assert.ok(wider[0] === range[0] && wider[1] >= 6);
});

test("a slider stays within its axis", () => {
  assert.deepEqual(moved([1, 2], 0, 9, [3, 4]), [2, 2]);
  assert.deepEqual(moved([1, 2], 1, -1, [3, 4]), [1, 0]);
});
