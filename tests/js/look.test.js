import assert from "node:assert/strict";
import { test } from "node:test";

import { lookOf, mostTicks, sizeLayout, sizeTraces } from "../../regdash/ui/live/assets/look.js";

const trace = (role) => ({ meta: { role }, line: { color: "red", width: 1 }, marker: { color: "red", size: 9 } });
const layout = () => ({ font: { size: 14 }, margin: { l: 64, r: 12, t: 12, b: 44 }, xaxis: { title: { text: "Epoch" } }, yaxis: { title: { text: "Loss" } } });

test("on the page, traces and margins stay as the server sent them", () => {
  const traces = [trace("validation"), trace("mark")];
  assert.equal(sizeTraces(traces, lookOf(800, null)), traces);
  const sized = layout();
  sizeLayout(sized, lookOf(800, null));
  assert.deepEqual(sized, { ...layout(), font: { size: 16 } });
  sizeLayout(sized, lookOf(600, null));
  assert.equal(sized.font.size, 14);
  assert.equal(mostTicks(300, lookOf(600, null)), 0);
});

test("in presentation mode, lines have 3 pixels or more and all text has the size of the mode", () => {
  for (const font of [18, 20.5, 31]) {
    const look = lookOf(600, font);
    const [validation, training, mark, band] = sizeTraces(["validation", "training", "mark", "band"].map(trace), look);
    assert.ok(validation.line.width > training.line.width);
    assert.ok(training.line.width >= 3);
    assert.ok(look.lines.stop >= 3);
    assert.ok(mark.marker.size > 14);
    assert.equal(validation.line.color, "red");
    assert.equal(band.line.width, 1); // none is drawn around a band
    const sized = layout();
    sizeLayout(sized, look);
    assert.equal(sized.font.size, font);
    assert.equal(sized.xaxis.title.font.size, font);
    assert.equal(sized.yaxis.title.text, ""); // a heading says it
    assert.ok(sized.margin.l >= 3 * font && sized.margin.r === 12);
  }
});

test("ticks of a vertical axis have room", () => {
  const look = lookOf(600, 30);
  assert.equal(mostTicks(240, look), 4);
  assert.equal(mostTicks(50, look), 3);
});
