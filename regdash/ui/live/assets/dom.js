// Small helpers for DOM nodes. Assigning equal values would still trigger a layout.

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

// The text that `Tips` shows for a node; none if it is empty.
export function setTip(node, text) {
  if (text) setAttribute(node, "data-tip", text);
  else node.removeAttribute("data-tip");
}

// What live elements observe outside of themselves: {attach: [], controller} by root. It would keep an element
// in memory, so it is detached when the element is unmounted, and attached when it is mounted again.
const observed = new WeakMap();

function observedBy(root) {
  if (!observed.has(root)) observed.set(root, { attach: [], controller: new AbortController() });
  return observed.get(root);
}

// Calls `attach(signal)` now and whenever the element is mounted again; it ends with the signal.
export function whileMounted(root, attach) {
  const mine = observedBy(root);
  mine.attach.push(attach);
  attach(mine.controller.signal);
}

export function mount(root) {
  const mine = observedBy(root);
  if (!mine.controller.signal.aborted) return;
  mine.controller = new AbortController();
  for (const attach of mine.attach) attach(mine.controller.signal);
}

export function unmount(root) {
  observedBy(root).controller.abort();
}

// What Streamlit calls whenever it draws an element: the element is created once for its root, found by
// `selector`, and then only updated. create: makes the element; it has `send`, `update(data)` and `leave()`.
export function mountOnce(selector, create) {
  const elements = new WeakMap();
  return ({ data, parentElement, setTriggerValue }) => {
    const root = parentElement.querySelector(selector) ?? parentElement;
    const element = elements.get(root) ?? create(root);
    elements.set(root, element);
    element.send = setTriggerValue;
    element.update(data);
    // Streamlit may call this for one update after the next has come; the element then stays.
    const update = (element.updates = (element.updates ?? 0) + 1);
    return () => update === element.updates && element.leave();
  };
}

// Listens on what outlives an element, such as the document, while the element is mounted and in the page.
export function listenFor(root, target, kind, callback, options) {
  const listen = (event) => root.isConnected && callback(event);
  whileMounted(root, (signal) => target.addEventListener(kind, listen, { ...options, signal }));
}

// Whether a pointer event comes from a finger, which cannot hover.
export function isTouch({ pointerType }) {
  return pointerType === "touch";
}

// In pixels.
export function fontSizeOf(node) {
  return parseFloat(getComputedStyle(node).fontSize);
}

export function make(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export function makeButton(className, onClick) {
  const button = make("button", className);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

export function makeCheckbox(onChange) {
  const box = make("input");
  box.type = "checkbox";
  box.addEventListener("change", () => onChange(box.checked));
  return box;
}
