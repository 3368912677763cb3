import assert from "node:assert/strict";
import { test } from "node:test";

import { epochTicks, logTicks } from "../../regdash/ui/live/assets/ticks.js";

test("few epochs have a tick each, many as Plotly chooses", () => {
  assert.equal(epochTicks([0, 2.5]).dtick, 1);
  assert.equal(epochTicks([3.2, 4.1]).dtick, 1);
  assert.equal(epochTicks([0, 20.5]).dtick, null);
});

const HEIGHTS = [120, 190, 300, 600];
const RANGES = [[0.02, 3], [0.21, 0.29], [1e-7, 1e3], [0.0004, 0.1], [1, 9], [0.9, 1.1], [1e-12, 1e12], [250, 130_000]];

for (const [low, high] of RANGES) {
  test(`labels of a log axis from ${low} to ${high} differ, do not overlap and are numerous enough`, () => {
    for (const height of HEIGHTS) {
      for (const percent of [false, true]) {
        const { tickvals, ticktext } = logTicks([low, high], height, percent);
        assert.equal(new Set(ticktext).size, ticktext.length, ticktext.join(" "));
        assert.ok(ticktext.length >= 2, `${ticktext} at ${height}`);
        const places = tickvals.map((value) => (Math.log(value / low) / Math.log(high / low)) * height);
        assert.ok(places.every((place) => place >= -1e-6 && place <= height + 1e-6));
        const closest = Math.min(...places.slice(1).map((place, index) => place - places[index]));
        assert.ok(closest >= 16, `${closest} pixels between ${ticktext} at ${height}`);
      }
    }
  });
}

test("labels are whole numbers, not the digits of a decade", () => {
  assert.deepEqual(logTicks([0.02, 3], 200, false).ticktext, ["0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"]);
  assert.deepEqual(logTicks([0.02, 0.5], 120, true).ticktext, ["2%", "5%", "10%", "20%", "50%"]);
  assert.deepEqual(logTicks([1e-9, 1], 100, false).ticktext.slice(0, 2), ["1e-9", "1e-6"]);
  assert.deepEqual(logTicks([1000, 100_000], 120, false).ticktext, ["1,000", "3,000", "10,000", "30,000", "1e5"]);
});

test("larger type has fewer labels", () => {
  const [few, many] = [48, 24].map((distance) => logTicks([0.02, 3], 300, false, distance).tickvals);
  assert.ok(few.length < many.length);
  const places = few.map((value) => (Math.log(value / 0.02) / Math.log(3 / 0.02)) * 300);
  assert.ok(Math.min(...places.slice(1).map((place, index) => place - places[index])) >= 40);
});
