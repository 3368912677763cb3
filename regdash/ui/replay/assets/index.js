// A recorded race, replayed small: a few digits, and the validation losses as they grow.
import { follow, isPaused, isStill, togglePause } from "./clock.js";
import { pointsUntil, rangesOf, scalesOf, spread, stateAt, ticksOf } from "./race.js";

const MARGINS = { left: 30, top: 20, bottom: 20 };
const LABEL_HEIGHT = 14;

const mounted = new WeakMap();
let clips = 0;

export default function replay({ data, parentElement }) {
  const root = parentElement.querySelector(".rd-replay") ?? parentElement;
  const shown = mounted.get(root);
  if (shown?.source === JSON.stringify(data)) return;
  const made = new Replay(root, data);
  mounted.set(root, made);
  follow(made);
}

class Replay {
  constructor(root, data) {
    this.root = root;
    this.source = JSON.stringify(data);
    this.lines = data.lines;
    this.ranges = rangesOf(data.lines);
    root.replaceChildren(this.drawDigits(data), this.makeChart(data), this.makeCaption(data));
    new ResizeObserver(() => this.fit()).observe(this.svg);
    this.fit();
  }

  drawDigits({ digits, about_digits: about }) {
    const row = add(null, "div", { class: "rd-digits", role: "img", "aria-label": about });
    for (const digit of digits) {
      const cell = add(row, "span", digit.wrong ? { class: "rd-wrong" } : {});
      add(cell, "i").style.setProperty("--rd-image", `url(${digit.image})`);
      if (digit.label) add(cell, "small").textContent = digit.label;
    }
    return row;
  }

  makeChart({ about }) {
    this.svg = add(null, "svg", { class: "rd-race", role: "img", "aria-label": about });
    this.axes = add(this.svg, "g");
    const id = `rd-clip-${(clips += 1)}`;
    this.clip = add(add(this.svg, "clipPath", { id }), "rect");
    this.drawn = add(this.svg, "g");
    this.parts = this.lines.map((line) => {
      const group = add(this.drawn, "g", { class: "rd-run" });
      group.style.setProperty("--rd-light", line.light);
      group.style.setProperty("--rd-dark", line.dark);
      const label = add(null, "text", {});
      label.textContent = line.name;
      const parts = { path: add(group, "polyline", { "clip-path": `url(#${id})` }), dot: add(group, "circle", { r: 3 }), label };
      group.append(label);
      return parts;
    });
    return this.svg;
  }

  makeCaption({ recorded }) {
    const caption = add(null, "figcaption", {});
    add(caption, "span", {}).textContent = recorded;
    this.button = add(caption, "button", { type: "button" });
    this.button.addEventListener("click", () => togglePause());
    return caption;
  }

  // Draws what depends on the size of the plot.
  fit() {
    const { clientWidth: width, clientHeight: height } = this.svg;
    if (!width || !height) return;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const widest = Math.max(...this.parts.map(({ label }) => label.getComputedTextLength()));
    this.frame = { ...MARGINS, width, height, right: Math.min(widest + 12, width / 2) };
    this.scales = scalesOf(this.ranges, this.frame);
    const { top } = MARGINS; // first epochs may be above the range
    for (const [name, value] of Object.entries({ y: top, width, height: height - top })) this.clip.setAttribute(name, value);
    this.drawAxes();
    this.time = undefined;
    follow(this);
  }

  drawAxes() {
    const { width, height, left, right, bottom } = this.frame;
    this.axes.replaceChildren();
    for (const tick of ticksOf(this.ranges.low, this.ranges.high)) {
      const y = this.scales.y(Number(tick));
      add(this.axes, "line", { x1: left, x2: width - right, y1: y, y2: y });
      add(this.axes, "text", { x: left - 4, y, class: "rd-tick" }).textContent = tick;
    }
    add(this.axes, "text", { x: 0, y: 10 }).textContent = "validation loss";
    const end = { x: width - right, y: height - bottom / 2 + 4, "text-anchor": "end" };
    add(this.axes, "text", end).textContent = `epoch ${this.ranges.epochs}`;
  }

  // Draws the state after some milliseconds; null: the final one.
  draw(time) {
    this.nameButton();
    if (!this.frame || time === this.time) return;
    this.time = time;
    const { share, opacity } = time === null ? { share: 1, opacity: 1 } : stateAt(time);
    this.drawn.setAttribute("opacity", opacity);
    const epoch = 1 + share * (this.ranges.epochs - 1);
    const ends = this.parts.map(({ path, dot }, index) => {
      const points = pointsUntil(this.lines[index].val_loss, epoch).map(([x, y]) => [this.scales.x(x), this.scales.y(y)]);
      path.setAttribute("points", points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" "));
      const [x, y] = points.at(-1);
      dot.setAttribute("cx", x);
      dot.setAttribute("cy", y);
      dot.setAttribute("visibility", y < this.frame.top ? "hidden" : "visible");
      return { x, y };
    });
    this.drawLabels(ends);
  }

  // Names at the ends of the lines, none over another.
  drawLabels(ends) {
    const { height, bottom, top } = this.frame;
    const heights = spread(ends.map(({ y }) => y), LABEL_HEIGHT, top, height - bottom);
    this.parts.forEach(({ label }, index) => {
      label.setAttribute("x", ends[index].x + 7);
      label.setAttribute("y", heights[index] + 4);
    });
  }

  nameButton() {
    const word = isPaused() ? "Play" : "Pause";
    if (this.button.textContent !== word) this.button.textContent = word;
    this.button.hidden = isStill();
  }
}

// Creates a node, in SVG where its parent or itself is SVG, and adds it to its parent.
function add(parent, name, attributes = {}) {
  const svg = name === "svg" || name === "text" || parent instanceof SVGElement;
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  parent?.append(node);
  return node;
}
