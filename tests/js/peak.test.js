import assert from "node:assert/strict";
import { test } from "node:test";

import { readRidge, withChosen, writeRidge } from "../../regdash/ui/live/assets/peak_figure.js";

const TRACES = [0, 1, 2].flatMap((ridge) => [
  { visible: false, meta: { role: "seeds", ridge, chosen: { visible: true } } },
  { opacity: 0.6, meta: { role: "validation", ridge, chosen: { opacity: 1 } } },
]);

test("the chosen traces look as they say, and are above the others", () => {
  const drawn = withChosen(TRACES, 1);
  assert.deepEqual(drawn.map(({ meta }) => meta.ridge), [0, 0, 2, 2, 1, 1]);
  assert.deepEqual(drawn.slice(-2).map(({ visible, opacity }) => [visible, opacity]), [[true, undefined], [undefined, 1]]);
  assert.ok(drawn.slice(0, 4).every(({ visible, opacity }) => visible === false || opacity === 0.6));
  assert.equal(TRACES[2].visible, false);
});

test("the choice is kept in the address; what is invalid means the first", () => {
  for (const place of [0, 1, 5]) assert.equal(readRidge(writeRidge(place), 6), place);
  assert.equal(writeRidge(0), "");
  for (const view of ["", "ridge=6", "ridge=-1", "ridge=x", "charts=loss"]) assert.equal(readRidge(view, 6), 0);
});
