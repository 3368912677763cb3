import assert from "node:assert/strict";
import { test } from "node:test";

import { listenFor, mount, mountOnce, unmount } from "../../regdash/ui/live/assets/dom.js";

test("a listener outside of an element waits while the element is out of the page, and ends when it is unmounted", () => {
  const root = { isConnected: true };
  const target = new EventTarget();
  let calls = 0;
  const fire = () => target.dispatchEvent(new Event("scroll"));
  listenFor(root, target, "scroll", () => (calls += 1), { capture: true });
  mount(root); // at its first update, and at each later one
  fire();
  assert.equal(calls, 1);
  root.isConnected = false;
  fire();
  root.isConnected = true; // Streamlit has moved it
  fire();
  assert.equal(calls, 2);
  unmount(root);
  fire();
  assert.equal(calls, 2);
  mount(root);
  mount(root);
  fire();
  assert.equal(calls, 3);
});

test("an unmounted element leaves no listener behind", () => {
  const root = { isConnected: true };
  const target = new EventTarget();
  let signal;
  target.addEventListener = (kind, listen, options) => ({ signal } = options);
  listenFor(root, target, "scroll", () => {}, { passive: true });
  assert.equal(signal.aborted, false);
  unmount(root);
  assert.equal(signal.aborted, true);
});

test("an element stays when Streamlit takes back an update after the next one", () => {
  const root = {};
  const done = [];
  const render = mountOnce(".rd", () => ({ update: (data) => done.push(data), leave: () => done.push("left") }));
  const [first, second] = ["first", "second"].map((data) => render({ data, parentElement: { querySelector: () => root } }));
  first();
  assert.deepEqual(done, ["first", "second"]);
  second();
  assert.deepEqual(done, ["first", "second", "left"]);
});
