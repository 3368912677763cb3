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
