// Marks of runs, and icons of actions, as SVG: no font is needed.

const MARKS = {
  circle: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
  square: "M3.5 3.5h9v9h-9z",
  diamond: "M8 2l6 6l-6 6l-6-6z",
  "triangle-up": "M8 2.5l6 10.5h-12z",
  star: "M8 1.5l1.9 4.3l4.6.4l-3.5 3.1l1.1 4.6l-4.1-2.5l-4.1 2.5l1.1-4.6l-3.5-3.1l4.6-.4z",
  cross: "M6 2.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z",
  pentagon: "M8 2l6 4.4l-2.3 7h-7.4l-2.3-7z",
};

const ICONS = {
  stop: "M4.5 4.5h7v7h-7z",
  duplicate: "M6 6h7.5v7.5h-7.5zM10 3.5v-1h-7.5v7.5h1",
  again: "M13 8a5 5 0 1 1-1.6-3.7M13.2 1.8v3h-3",
  rename: "M3 13l.7-3l7-7l2.3 2.3l-7 7zM9.3 4.4l2.3 2.3",
  delete: "M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4",
};

// Returns an `svg` and the path in it; see `setMark`.
export function makeMark() {
  const path = svg("path");
  return { node: drawing(path), path };
}

export function setMark(path, marker, color) {
  const shape = MARKS[marker] ?? MARKS.circle;
  if (path.getAttribute("d") !== shape) path.setAttribute("d", shape);
  if (path.getAttribute("fill") !== color) path.setAttribute("fill", color);
}

export function makeIcon(name) {
  const path = svg("path");
  path.setAttribute("d", ICONS[name]);
  path.setAttribute("fill", name === "stop" ? "currentColor" : "none");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.5");
  return drawing(path);
}

function drawing(path) {
  const node = svg("svg");
  node.setAttribute("viewBox", "0 0 16 16");
  node.setAttribute("aria-hidden", "true");
  node.append(path);
  return node;
}

function svg(name) {
  return document.createElementNS("http://www.w3.org/2000/svg", name);
}
