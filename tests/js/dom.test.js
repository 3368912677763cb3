import assert from "node:assert/strict";
import { test } from "node:test";

import { listenFor } from "../../regdash/ui/live/assets/dom.js";

test("a listener outside of an element removes itself once the element has left the page", () => {
  const root = { isConnected: true };
  const target = new EventTarget();
  const removed = [];
  target.removeEventListener = (kind, ...rest) => {
    removed.push(kind);
    EventTarget.prototype.removeEventListener.call(target, kind, ...rest);
  };
  let calls = 0;
  listenFor(root, target, "scroll", () => (calls += 1), { capture: true });
  target.dispatchEvent(new Event("scroll"));
  root.isConnected = false;
  target.dispatchEvent(new Event("scroll"));
  root.isConnected = true;
  target.dispatchEvent(new Event("scroll"));
  assert.equal(calls, 1);
  assert.deepEqual(removed, ["scroll"]);
});
