import assert from "node:assert/strict";
import { test } from "node:test";

import { actionOf, nextSlide, rowsThatFit, slideOf, slidesOf, switchLog, textOf } from "../../regdash/ui/live/assets/slides.js";

const press = (key, changes = {}) => ({ key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...changes });

test("on the page only P has a meaning", () => {
  assert.equal(actionOf(press("p"), false), "present");
  assert.equal(actionOf(press("P"), false), "present"); // caps lock
  for (const key of [" ", "ArrowLeft", "l", "f", "r", "Escape", "x"]) assert.equal(actionOf(press(key), false), null, key);
});

test("each key of the mode has its action", () => {
  const keys = { " ": "pause", ArrowLeft: "back", ArrowRight: "forward", l: "log", F: "full", r: "repeat", q: "code", p: "leave", Escape: "leave",
    PageUp: "back", PageDown: "forward" };
  for (const [key, action] of Object.entries(keys)) assert.equal(actionOf(press(key), true), action, key);
  for (const key of ["a", "Enter", "Tab", "ArrowUp", "F5", "Process"]) assert.equal(actionOf(press(key), true), null, key);
});

test("without Latin letters the place of the key counts", () => {
  assert.equal(actionOf(press("з", { code: "KeyP" }), false), "present");
  assert.equal(actionOf(press("Д", { code: "KeyL" }), true), "log");
  assert.equal(actionOf(press("ж", { code: "Semicolon" }), true), null);
  assert.equal(actionOf(press("l", { code: "KeyP" }), true), "log"); // Dvorak
  assert.equal(actionOf(press("ı", { code: "KeyF" }), true), null); // Latin, though not a key of the mode
});

test("keys with a modifier, typed keys and held keys are left alone", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey", "shiftKey", "isComposing"]) {
    for (const presenting of [false, true]) assert.equal(actionOf(press("p", { [modifier]: true }), presenting), null);
  }
  for (const key of ["p", " ", "r", "ArrowLeft", "Escape"]) assert.equal(actionOf(press(key), true, { typing: true }), null);
  assert.equal(actionOf(press("r", { repeat: true }), true), null);
  assert.equal(actionOf(press("p", { repeat: true }), false), null);
  assert.equal(actionOf(press("ArrowRight", { repeat: true }), true), "forward");
});

test("a button with the focus keeps its space, a slider its arrows", () => {
  assert.equal(actionOf(press(" "), true, { pressed: true }), null);
  assert.equal(actionOf(press("r"), true, { pressed: true }), "repeat");
  assert.equal(actionOf(press("ArrowLeft"), true, { pressed: true }), "back");
  assert.equal(actionOf(press("ArrowLeft"), true, { stepped: true }), null);
});

const CHARTS = ["loss", "accuracy", "gap", "error", "weights"].map((key) => ({ key, rare: ["error", "weights"].includes(key) }));
const VIEW = { left: "loss", right: "accuracy" };

test("the page's charts come first, rarely needed ones last", () => {
  assert.deepEqual(slidesOf(CHARTS, VIEW, 1280), ["both", "loss", "accuracy", "gap", "error", "weights"]);
  const others = slidesOf(CHARTS, { left: "weights", right: "gap" }, 1280);
  assert.deepEqual(others, ["both", "weights", "gap", "loss", "accuracy", "error"]);
});

test("two charts are beside each other only where they fit and differ", () => {
  assert.equal(slidesOf(CHARTS, VIEW, 390)[0], "loss");
  assert.deepEqual(slidesOf(CHARTS, { left: "gap", right: "gap" }, 1280), ["gap", "loss", "accuracy", "error", "weights"]);
});

test("after the last slide comes the first, in both directions", () => {
  const slides = ["both", "loss", "gap"];
  assert.equal(nextSlide(slides, "both", 1), "loss");
  assert.equal(nextSlide(slides, "gap", 1), "both");
  assert.equal(nextSlide(slides, "both", -1), "gap");
  assert.equal(nextSlide(slides, "unknown", 1), "loss");
});

test("the link names the slide, and the first one is 1", () => {
  const slides = ["both", "loss", "gap"];
  for (const slide of slides) assert.equal(slideOf(textOf(slide, slides), slides), slide);
  assert.equal(textOf("both", slides), "1");
  assert.equal(slideOf("", slides), null);
  assert.equal(slideOf("0", slides), null);
});

test("L switches the axes of what is shown; those of shares only if they are alone", () => {
  const [loss, gap] = ["loss", "gap"].map((key) => ({ key, log: false, percent: false, signed: key === "gap" }));
  const penalty = { ...loss, key: "penalty" };
  const [accuracy, error] = [false, true].map((log) => ({ key: log ? "error" : "accuracy", log, percent: true }));
  assert.deepEqual(switchLog([loss, accuracy], {}), { loss: true });
  assert.deepEqual(switchLog([loss, accuracy], { loss: true }), { loss: false });
  assert.deepEqual(switchLog([loss, penalty], { penalty: true }), { loss: true, penalty: true });
  // A log axis would leave out the lines below zero.
  assert.deepEqual(switchLog([loss, gap], { gap: true }), { loss: true });
  assert.deepEqual(switchLog([gap, accuracy], {}), { accuracy: true });
  assert.deepEqual(switchLog([gap], {}), {});
  assert.deepEqual(switchLog([error], {}), { error: false });
  assert.deepEqual(switchLog([accuracy], {}), { accuracy: true });
  assert.deepEqual(switchLog([], {}), {}); // before the charts have arrived
});

test("rows take less than half of the height, whatever its type", () => {
  for (const [height, font] of [[720, 20.5], [1080, 30.8], [900, 23], [844, 18]]) {
    const rows = rowsThatFit(height, font);
    assert.ok(rows >= 6, `${rows}`);
    assert.ok((rows + 1) * 1.75 * font <= 0.42 * height);
  }
  assert.equal(rowsThatFit(200, 18), 3);
});
