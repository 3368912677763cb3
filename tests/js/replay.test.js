// Geometry and timing of the replay on the start page.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FADE, GROW, HOLD, pointsUntil, rangesOf, scalesOf, spread, stateAt, ticksOf } from "../../regdash/ui/replay/assets/race.js";

test("a round takes six seconds: lines grow, stay, fade, and start again", () => {
  assert.equal(GROW + HOLD + FADE, 6000);
  assert.deepEqual(stateAt(0), { share: 0, opacity: 1 });
  assert.deepEqual(stateAt(GROW / 2), { share: 0.5, opacity: 1 });
  assert.deepEqual(stateAt(GROW + HOLD), { share: 1, opacity: 1 });
  assert.deepEqual(stateAt(GROW + HOLD + FADE / 2), { share: 1, opacity: 0.5 });
  assert.deepEqual(stateAt(6000), stateAt(0));
});

test("first epochs do not widen the range of the losses", () => {
  const lines = [
    { epochs: 20, val_loss: [9, 5, 2, ...new Array(17).fill(1)] },
    { epochs: 20, val_loss: [8, 4, 2, ...new Array(17).fill(0.5)] },
  ];
  const { epochs, low, high } = rangesOf(lines);
  assert.equal(epochs, 20);
  assert.ok(low > 0.4 && low < 0.5);
  assert.ok(high > 1 && high < 1.1);
});

test("a run that ended early, even at once, stays in the range", () => {
  const { epochs, low, high } = rangesOf([{ epochs: 20, val_loss: [2] }, { epochs: 20, val_loss: new Array(20).fill(1) }]);
  assert.equal(epochs, 20);
  assert.ok(low < 1 && high > 2);
  assert.ok(rangesOf([{ epochs: 1, val_loss: [2] }]).high > 2);
});

test("the scales reach from margin to margin", () => {
  const frame = { width: 200, height: 100, left: 30, right: 50, top: 20, bottom: 10 };
  const { x, y } = scalesOf({ epochs: 11, low: 1, high: 3 }, frame);
  assert.deepEqual([x(1), x(6), x(11)], [30, 90, 150]);
  assert.deepEqual([y(3), y(2), y(1)], [20, 55, 90]);
});

test("a line ends between two epochs, and never after its last one", () => {
  assert.deepEqual(pointsUntil([4, 2, 1], 1), [[1, 4]]);
  assert.deepEqual(pointsUntil([4, 2, 1], 1.5), [[1, 4], [1.5, 3]]);
  assert.deepEqual(pointsUntil([4, 2, 1], 3), [[1, 4], [2, 2], [3, 1]]);
  assert.deepEqual(pointsUntil([4, 2, 1], 20), [[1, 4], [2, 2], [3, 1]]);
});

test("ticks are round numbers in the range", () => {
  assert.deepEqual(ticksOf(0.27, 0.63), ["0.4", "0.6"]);
  assert.deepEqual(ticksOf(0.95, 2.4), ["1.0", "1.5", "2.0"]);
  assert.deepEqual(ticksOf(0.08, 0.16), ["0.10", "0.15"]);
});

test("labels keep their distance, and stay within the bounds", () => {
  assert.deepEqual(spread([50, 20], 14, 0, 100), [50, 20]);
  assert.deepEqual(spread([50, 50, 51], 14, 0, 100), [50, 64, 78]);
  assert.deepEqual(spread([98, 99, -5], 14, 0, 100), [86, 100, 0]);
});
