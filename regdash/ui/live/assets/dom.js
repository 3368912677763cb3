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

// Listens on what outlives an element, such as the document. The listener removes itself once the element has
// left the page; otherwise it would keep the element in memory.
export function listenFor(root, target, kind, callback, options) {
  const listen = (event) => {
    if (root.isConnected) callback(event);
    else target.removeEventListener(kind, listen, options);
  };
  target.addEventListener(kind, listen, options);
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
