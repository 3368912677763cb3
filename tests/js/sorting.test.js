import assert from "node:assert/strict";
import { test } from "node:test";

import { nextSort, sortLines } from "../../regdash/ui/live/assets/sorting.js";
import { line } from "./support.js";

const run = (id, loss, changes = {}) =>
  line(id, { name: id, status_text: "finished", verdict: null, cells: { val_loss: { value: loss } }, ...changes });

const ids = (lines, sort) => sortLines(lines, sort).map(({ id }) => id).join(" ");

test("without a sort the lines keep their order", () => {
  const lines = [run("b", 2), run("a", 1)];
  assert.equal(sortLines(lines, null), lines);
});

test("numbers are sorted by value, missing ones last in both directions", () => {
  const lines = [run("none", null), run("ten", 10), run("nine", 9), run("hundred", 100)];
  assert.equal(ids(lines, { key: "val_loss", descending: false }), "nine ten hundred none");
  assert.equal(ids(lines, { key: "val_loss", descending: true }), "hundred ten nine none");
});

test("equal lines keep their order in both directions", () => {
  const lines = [run("x", 1), run("y", 1), run("z", 0)];
  assert.equal(ids(lines, { key: "val_loss", descending: false }), "z x y");
  assert.equal(ids(lines, { key: "val_loss", descending: true }), "x y z");
});

test("members move with their group, and are sorted within it", () => {
  const lines = [
    run("g", 3, { members: ["g2", "g1"] }),
    run("g2", 5, { group: "g" }),
    run("g1", 1, { group: "g" }),
    run("a", 2),
  ];
  assert.equal(ids(lines, { key: "val_loss", descending: false }), "a g g1 g2");
  assert.equal(ids(lines, { key: "val_loss", descending: true }), "g g2 g1 a");
});

test("names are sorted as people count", () => {
  const lines = [run("dropout 10"), run("dropout 9"), run("baseline")];
  assert.equal(ids(lines, { key: "name", descending: false }), "baseline dropout 9 dropout 10");
});

test("verdicts are sorted by the difference", () => {
  const judged = (id, value) => run(id, 0, { verdict: { value } });
  const lines = [judged("unknown", null), judged("baseline", 0), judged("worse", -0.1), judged("better", 0.2)];
  assert.equal(ids(lines, { key: "verdict", descending: true }), "better baseline worse unknown");
});

test("an unknown column changes nothing", () => {
  assert.equal(ids([run("b", 2), run("a", 1)], { key: "gone", descending: true }), "b a");
});

test("the first press shows the better values first, the second the opposite, the third the original order", () => {
  const accuracy = { key: "val_accuracy", better: "higher" };
  const loss = { key: "val_loss", better: "lower" };
  const first = nextSort(null, accuracy);
  assert.deepEqual(first, { key: "val_accuracy", descending: true });
  const second = nextSort(first, accuracy);
  assert.deepEqual(second, { key: "val_accuracy", descending: false });
  assert.equal(nextSort(second, accuracy), null);
  assert.deepEqual(nextSort(second, loss), { key: "val_loss", descending: false });
  assert.deepEqual(nextSort(null, { key: "epoch", better: null }), { key: "epoch", descending: false });
});
