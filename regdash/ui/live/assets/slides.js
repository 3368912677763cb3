// Presentation mode: its keys, its slides, and the size of what it shows. A slide is one chart, or both charts
// of the page beside each other.
export const BOTH = "both";

const ON = "1"; // in the link: the mode is on, with the first slide
const OFF = "0";
const NARROW = 900; // pixels of the window; below, only one chart fits

const KEYS = {
  " ": "pause",
  arrowleft: "back",
  arrowright: "forward",
  pageup: "back", // as presenter remotes send
  pagedown: "forward",
  l: "log",
  f: "full",
  r: "repeat",
  q: "code",
  p: "leave",
  escape: "leave",
};
const STEPS = ["back", "forward"];

// What has the focus when keys are typed text, and what uses space, Enter or arrows itself.
export const TYPING =
  "textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox], [role=combobox], [role=searchbox]," +
  " input:not([type=checkbox], [type=radio], [type=range], [type=button], [type=submit])";
export const PRESSED = "button, a, summary, input, [role=button], [role=link], [role=checkbox], [role=switch], [role=tab]";
export const STEPPED = "input, [role=slider], [role=radio], [role=tab], [role=option], [role^=menuitem]";

// What a key does: "present", "pause", "back", "forward", "log", "full", "repeat",
// "code" or "leave"; null: nothing.
//   focus: {typing, pressed, stepped}: whether the focus is on what uses such keys itself.
export function actionOf(event, presenting, focus = {}) {
  const { ctrlKey, altKey, metaKey, shiftKey, isComposing, repeat } = event;
  if (ctrlKey || altKey || metaKey || shiftKey || isComposing || focus.typing) return null;
  const key = keyOf(event);
  const action = KEYS[key] ?? null;
  if (!presenting) return key === "p" && !repeat ? "present" : null;
  if (STEPS.includes(action)) return focus.stepped ? null : action;
  if (repeat || (action === "pause" && focus.pressed)) return null;
  return action;
}

// The key in lower case. Layouts of other scripts, such as Cyrillic, have no Latin letters: there, the place of
// the key counts.
function keyOf({ key, code = "" }) {
  const foreign = /^\p{L}$/u.test(key) && !/\p{Script=Latin}/u.test(key);
  return (foreign && code.startsWith("Key") ? code.slice(3) : key).toLowerCase();
}

// The slides in their order: the page's charts first, then the others, rarely needed ones last.
//   charts: [{key, rare}]. view: with the keys of the page's charts. width: of the window, in pixels.
export function slidesOf(charts, { left, right }, width) {
  const others = charts.filter(({ key }) => key !== left && key !== right);
  const keys = [...others.filter(({ rare }) => !rare), ...others.filter(({ rare }) => rare)].map(({ key }) => key);
  const both = width >= NARROW && left !== right ? [BOTH] : [];
  return [...both, ...new Set([left, right]), ...keys];
}

// The slide after (by = 1) or before (by = -1) this one; after the last one, the first.
export function nextSlide(slides, slide, by) {
  const at = Math.max(0, slides.indexOf(slide));
  return slides[(at + by + slides.length) % slides.length];
}

// The slide in the text of a link: null if the mode is off, the first one if the text names none.
export function slideOf(text, slides) {
  if (!text || text === OFF) return null;
  return text === ON ? slides[0] : text;
}

// The text of a slide in a link.
export function textOf(slide, slides) {
  return slide === slides[0] ? ON : slide;
}

// What `L` does to the axes of these charts: {key: whether it is logarithmic}. Axes of shares stay linear if
// there are others, since a log axis of accuracies shows nothing more. Those of signed values always do.
//   charts: [{key, log, percent, signed}]. log: what the user has chosen, by key.
export function switchLog(charts, log) {
  const possible = charts.filter(({ signed }) => !signed);
  const others = possible.filter(({ percent }) => !percent);
  const switched = others.length ? others : possible;
  if (!switched.length) return {}; // or they have not arrived
  const on = !(log[switched[0].key] ?? switched[0].log);
  return Object.fromEntries(switched.map(({ key }) => [key, on]));
}

const ROW = 1.75; // height of a row, in heights of the text; as in present.css
const SHARE = 0.42; // of the window's height, for the table
const FEWEST = 3;

// How many rows of the table fit below the charts. height: of the window, in pixels. font: size of its text.
export function rowsThatFit(height, font) {
  return Math.max(FEWEST, Math.floor((SHARE * height) / (ROW * font)) - 1);
}
