import assert from "node:assert/strict";
import { test } from "node:test";

import { placeOf, presentOf, theLink, viewOf, withPresent, withView } from "../../regdash/ui/live/assets/link.js";

const at = (path) => new URL(`http://127.0.0.1:8501${path}`);
const search = (path, view) => withView(at(path), view).search;

test("a place is a page, and the comparison or case study open on it", () => {
  const same = (a, b) => placeOf(at(a)) === placeOf(at(b));
  assert.ok(same("/?comparison=a", "/?epochs=5&comparison=a&view=1~x.seconds"));
  assert.ok(!same("/", "/?comparison=a"));
  assert.ok(!same("/?comparison=a", "/?comparison=b"));
  assert.ok(!same("/", "/case_study"));
  assert.ok(!same("/case_study", "/case_study?study=c"));
});

test("the Data page is one place, whichever comparison its composer adds to", () => {
  assert.equal(placeOf(at("/data")), placeOf(at("/data?comparison=a")));
  assert.equal(placeOf(at("/tools/data")), placeOf(at("/tools/data?comparison=b")));
});

test("the view is added, replaced and removed without changing other parameters", () => {
  assert.equal(search("/", "1~x.seconds"), "?view=1~x.seconds");
  assert.equal(search("/?technique=l2%3D0.1&name=a+b", "1~left.gap"), "?technique=l2%3D0.1&name=a+b&view=1~left.gap");
  assert.equal(search("/?view=old&epochs=5&view=older", "1~band.ci"), "?epochs=5&view=1~band.ci");
  assert.equal(search("/?view=old&epochs=5", ""), "?epochs=5");
  assert.equal(search("/?view", ""), "");
});

test("a view is read as it was written, whatever it contains", () => {
  for (const view of ["", "1~smooth.0.5", "a&b=c", "?#%", "ä b"]) {
    assert.equal(viewOf(withView(at("/?comparison=a#here"), view)), view);
  }
});

test("presentation mode is a parameter of its own", () => {
  const presented = withPresent(at("/?comparison=a&view=1~x.seconds"), "gap");
  assert.equal(presented.search, "?comparison=a&view=1~x.seconds&present=gap");
  assert.equal(presentOf(presented), "gap");
  assert.equal(viewOf(presented), "1~x.seconds");
  assert.equal(withPresent(presented, "").search, "?comparison=a&view=1~x.seconds");
  assert.equal(presentOf(at("/?comparison=a")), "");
});

// A browser's history, for one link.
function open(address) {
  const entries = [at(address)];
  let position = 0;
  const events = new EventTarget();
  const show = () => (globalThis.location = entries[position]);
  const history = {
    state: null,
    pushState(state, unused, url) {
      entries.splice(++position, entries.length, new URL(url));
      show();
    },
    replaceState(state, unused, url) {
      entries[position] = new URL(url);
      show();
    },
  };
  show();
  Object.assign(globalThis, { window: {}, history, addEventListener: events.addEventListener.bind(events) });
  return {
    link: theLink(),
    script: (path) => history.pushState(null, "", path), // Streamlit's for each change of the query
    press: () => events.dispatchEvent(new Event("keydown")),
    back() {
      position -= 1;
      show();
      events.dispatchEvent(new Event("popstate"));
    },
    get queries() {
      return entries.map((url) => url.search);
    },
  };
}

test("what was changed a moment before a place is left stays with its entry", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  const page = open("/?comparison=a");
  page.link.present = "1";
  t.mock.timers.tick(1);
  assert.deepEqual(page.queries, ["?comparison=a&present=1"]);
  page.link.present = ""; // within the interval between two writes
  page.press();
  page.script("/");
  assert.deepEqual(page.queries, ["?comparison=a", ""]);
  t.mock.timers.tick(1000);
  assert.deepEqual(page.queries, ["?comparison=a", ""]);
  page.back();
  assert.equal(page.link.present, "");
});

test("after Back, what an older run of the script says is put right by the next, and adds no entry", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1000 });
  const page = open("/?comparison=a");
  page.press();
  page.script("/?epochs=5");
  page.press(); // Alt and the arrow to the left
  page.back();
  page.script("/?epochs=6"); // late
  page.script("/?comparison=a"); // the run that Back asked for
  assert.deepEqual(page.queries, ["?comparison=a", "?epochs=5"]);
});
