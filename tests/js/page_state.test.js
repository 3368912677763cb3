import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { PageStateReporter } from "../../regdash/ui/live/assets/page_state.js";

function report(interval) {
  const sent = [];
  const reporter = new PageStateReporter(interval, (state) => sent.push(state));
  return [reporter, sent];
}

test("a state is reported once, and not the one that is drawn already", () => {
  const [reporter, sent] = report(0);
  reporter.report();
  reporter.drawn("a");
  reporter.announce("a");
  reporter.report();
  reporter.announce("b");
  reporter.announce(undefined);
  reporter.report();
  reporter.report();
  assert.deepEqual(sent, ["b"]);
});

test("reports keep their distance, and the newest state is sent at its end", () => {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 10_000 });
  const [reporter, sent] = report(3000);
  reporter.drawn("a");
  for (const state of ["b", "c", "d"]) {
    reporter.announce(state);
    reporter.report();
  }
  assert.deepEqual(sent, ["b"]);
  mock.timers.tick(2999);
  assert.deepEqual(sent, ["b"]);
  mock.timers.tick(1);
  assert.deepEqual(sent, ["b", "d"]);
  reporter.announce("e");
  reporter.report({ urgent: true });
  assert.deepEqual(sent, ["b", "d", "e"]);
  reporter.announce("f");
  reporter.report();
  reporter.stop();
  mock.timers.tick(5000);
  assert.deepEqual(sent, ["b", "d", "e"]);
  mock.timers.reset();
});
