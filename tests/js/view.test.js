import assert from "node:assert/strict";
import { test } from "node:test";

import { View } from "../../regdash/ui/live/assets/view.js";
import { line } from "./support.js";

test("a run is shown until its tick is removed", () => {
  const view = new View();
  assert.equal(view.shows(line("a")), true);
  view.hidden.add("a");
  assert.equal(view.shows(line("a")), false);
});

test("seeds are shown only while their group is unfolded and shown", () => {
  const view = new View();
  const member = line("a", { group: "g" });
  assert.equal(view.shows(member), false);
  view.unfolded.add("g");
  assert.equal(view.shows(member), true);
  view.hidden.add("g");
  assert.equal(view.shows(member), false);
});

const SETUP = { figures: { light: { loss: {}, accuracy: {}, gap: {} } }, columns: [{ key: "accuracy" }, { key: "loss" }] };
const LINES = ["0a1b2c3d", "method:e766c6b3654b6f01", "77778888"].map((id) => line(id));

// The view that a text gives in a comparison with these lines.
function opened(text, lines = LINES) {
  const view = new View();
  view.read(text);
  view.settle(SETUP, lines);
  return view;
}

test("without choices, nothing is written to the link", () => {
  assert.equal(new View().write(), "");
  assert.deepEqual(opened(""), new View());
});

test("every choice is written to the link and read from it", () => {
  const view = new View();
  Object.assign(view, { x: "seconds", left: "gap", right: "loss", smoothing: 0.30000000000000004, band: "ci" });
  view.log = { gap: true, loss: false };
  view.sort = { key: "accuracy", descending: true };
  view.hidden.add("0a1b2c3d").add("method:e766c6b3654b6f01");
  view.unfolded.add("method:e766c6b3654b6f01");
  const text = view.write();
  assert.equal(
    text,
    "1~x.seconds~left.gap~right.loss~log.gap~linear.loss~smooth.0.3~band.ci~sort.accuracy.down" +
      "~hidden.0a1b2c3d.me766c6b3~unfolded.me766c6b3",
  );
  assert.deepEqual(opened(text), Object.assign(view, { smoothing: 0.3 }));
});

test("a chart whose values may be negative has no log axis, whatever the link says", () => {
  const [loss, gap] = ["loss", "gap"].map((key) => ({ key, log: false, signed: key === "gap" }));
  const view = opened("1~left.gap~log.gap.loss");
  assert.deepEqual([loss, gap].map((chart) => view.isLog(chart)), [true, false]);
  assert.deepEqual(view.inSight([loss, gap]), [gap]); // beside the accuracy
});

test("methods whose keys begin alike are told apart", () => {
  const lines = ["method:stopping_as_ran", "method:stopping_as_meant"].map((id) => line(id));
  const view = opened("1~hidden.mstopping_as_ran", lines);
  assert.deepEqual(view.hidden, new Set(["method:stopping_as_ran"]));
  assert.equal(view.write(), "1~hidden.mstopping_as_ran");
});

test("rows named by the link are kept until the table has arrived", () => {
  const view = new View();
  view.read("1~hidden.77778888.0000ffff");
  assert.equal(view.write(), "1~hidden.77778888.0000ffff");
  view.settle(SETUP, LINES);
  assert.equal(view.write(), "1~hidden.77778888");
});

test("unknown parts and invalid values are ignored", () => {
  for (const text of [
    "1", "~~~", "x.seconds", "2~x.seconds", "1~x", "1~x.", "1~.seconds", "1~X.seconds", "1~x.hours", "1~left.magic",
    "1~left.__proto__", "1~smooth.", "1~smooth.much", "1~smooth.-1", "1~smooth.1e9", "1~smooth.0.5.5", "1~band.99",
    "1~sort.", "1~sort.a b", "1~sort.magic", "1~hidden.", "1~hidden.<b>", "1~unfolded.none", "1~toString.a", "1~__proto__.a", "%00",
  ]) {
    assert.deepEqual(opened(text), new View(), text);
  }
  assert.equal(opened("1~magic.5~x.seconds~x.hours").write(), "1~x.seconds");
  assert.deepEqual(opened("1~sort.verdict.down").sort, { key: "verdict", descending: true });
  assert.equal(opened("1~smooth.0.99").smoothing, 0.95);
});

test("reading the view of another comparison resets the choices", () => {
  const view = opened("1~x.seconds~log.gap~sort.loss~hidden.77778888");
  view.read("1~band.off");
  view.settle(SETUP, LINES);
  assert.equal(view.write(), "1~band.off");
});

test("presentation mode shows its own charts and no single seeds, and is not in the view's text", () => {
  const view = opened("1~left.gap");
  const member = line("a", { group: "g" });
  view.unfolded.add("g");
  const text = view.write();
  const shown = () => ["left", "right"].map((side) => view.chartOn(side));
  assert.deepEqual(shown(), ["gap", "accuracy"]);
  assert.equal(view.shows(member), true);
  view.slide = "both";
  assert.deepEqual(shown(), ["gap", "accuracy"]);
  assert.equal(view.shows(member), false);
  view.slide = "loss";
  assert.deepEqual(shown(), ["loss", null]);
  assert.equal(view.write(), text);
});
