// Under the pointer: one box with the values of all shown runs in that epoch, the best first. Plotly's own
// box would neither sort nor stay inside the page, and looks at every point of every trace.
import { fontSizeOf, isTouch, listenFor } from "./dom.js";
import { shortenMiddle } from "./names.js";
import { formatNumber } from "./numbers.js";

const MOST_LETTERS = 30; // of a name
const ROW_HEIGHT = 1.55; // in heights of the text, about
const EDGE = 8; // pixels between the box and the edge of the page
const DISTANCE = 16; // pixels between the box and the pointer
const NEAR = 9; // pixels to the marker of a line that left the axis

// The values at a position of the horizontal axis.
//   curves: [{id, x, validation, training, ...}], points of each line. better: "lower", "higher" or null.
// Returns {x, rows}: the nearest position with points, and for each line that reaches it
// {curve, at, value, training}, sorted: the best first; if no direction is better, the highest first.
export function rowsAt(curves, position, better) {
  let nearest = null;
  for (const { x } of curves) {
    if (!x.length) continue;
    const found = x[nearestIndex(x, position)];
    if (nearest === null || Math.abs(found - position) < Math.abs(nearest - position)) nearest = found;
  }
  if (nearest === null) return { x: null, rows: [] };
  const rows = curves
    .filter(({ x }) => x.length && nearest <= x.at(-1) + (x.at(-1) - (x.at(-2) ?? 0)) / 2)
    .map((curve) => {
      const at = nearestIndex(curve.x, nearest);
      return { curve, at, value: curve.validation[at] ?? null, training: curve.training?.[at] ?? null };
    });
  const rank = ({ value }) => (value === null ? Infinity : better === "lower" ? value : -value);
  return { x: nearest, rows: rows.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b))) };
}

// Position of the nearest of these increasing numbers; of two, the first.
export function nearestIndex(numbers, wanted) {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return low > 0 && wanted - numbers[low - 1] <= numbers[low] - wanted ? low - 1 : low;
}

// The row whose value is nearest to the pointer; `distance` is NaN for a value that the axis does not have,
// such as zero on a log axis.
export function nearestRow(rows, distance) {
  const known = (row) => {
    const pixels = distance(row);
    return Number.isFinite(pixels) ? pixels : Infinity;
  };
  return rows.reduce((best, row) => (known(row) < known(best) ? row : best));
}

// The rows that fit, with the one nearest to the pointer.
export function chooseRows(rows, most, near) {
  if (rows.length <= most) return rows;
  const first = rows.slice(0, most);
  if (near && !first.includes(near)) first[most - 1] = near;
  return first;
}

// What a marker at the edge means: "dropout 0.5 diverged: loss 120,000 at epoch 3, outside the axis".
export function describeExit({ name, status, epoch, value, title, quantity }) {
  const what = status === "diverged" ? `${name} diverged` : name;
  return `${what}: ${title.toLowerCase()} ${formatNumber(value, quantity)} at epoch ${epoch}, outside the axis`;
}

export class HoverBox {
  constructor(root, sides) {
    this.box = document.createElement("div");
    this.box.className = "rd-hover";
    this.box.popover = "manual"; // above everything, and positioned relative to the window
    this.box.ariaHidden = "true"; // the table has the numbers
    this.line = document.createElement("i");
    this.line.className = "rd-hover-line";
    root.append(this.box);
    for (const side of sides) this.listen(side);
    const inside = (target) => sides.some(({ node }) => node.contains(target));
    listenFor(root, document, "pointerdown", ({ target }) => !inside(target) && this.hide(), { capture: true });
  }

  // A finger does not hover: its tap shows the box, which stays until the next press.
  listen(side) {
    const follow = (event) => this.follow(side, event);
    const hide = () => this.hide();
    side.node.addEventListener("pointermove", follow);
    side.node.addEventListener("pointerdown", (event) => (isTouch(event) ? follow(event) : hide()));
    side.node.addEventListener("pointerleave", (event) => isTouch(event) || hide());
    side.node.addEventListener("pointercancel", hide);
  }

  follow(side, { clientX, clientY }) {
    this.pointer = { side, clientX, clientY };
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.refresh();
    });
  }

  hide() {
    this.pointer = null;
    this.line.remove();
    if (this.box.matches(":popover-open")) this.box.hidePopover();
  }

  // New points have arrived, or the pointer has moved.
  refresh() {
    if (!this.pointer) return;
    const found = this.find();
    if (found) this.show(found);
    else this.hide();
  }

  // What is under the pointer; null outside the axes or without points.
  find() {
    const { side, clientX, clientY } = this.pointer;
    const full = side.node._fullLayout;
    if (!full?._size || !side.plot) return null;
    const outer = side.node.getBoundingClientRect();
    const { l, t, w, h } = full._size;
    const left = clientX - outer.left - l;
    const top = clientY - outer.top - t;
    if (left < 0 || top < 0 || left > w || top > h) return null;
    const { xaxis, yaxis } = full;
    const found = rowsAt(side.curves, xaxis.p2d(left), side.plot.better);
    if (!found.rows.length) return null;
    const near = nearestRow(found.rows, ({ value }) => Math.abs(yaxis.d2p(value) - top));
    const exits = side.curves.filter(({ exit }) => exit && Math.abs(xaxis.d2p(exit.x) - left) < NEAR);
    return { ...found, near, exits, side, at: { x: l + xaxis.d2p(found.x), y: t, height: h } };
  }

  show({ x, rows, near, exits, side, at }) {
    const { plot, node } = side;
    this.box.replaceChildren(
      element("b", "", titleOf(x, rows, plot)),
      this.tableOf(x, rows, near, plot),
      ...exits.map((curve) => element("p", "", describeExit(exitOf(curve, plot)))),
    );
    if (!this.box.matches(":popover-open")) this.box.showPopover();
    this.place();
    if (this.line.parentNode !== node) node.append(this.line);
    this.line.style.cssText = `left: ${at.x}px; top: ${at.y}px; height: ${at.height}px`;
  }

  tableOf(x, rows, near, plot) {
    const most = Math.max(3, Math.floor((0.8 * window.innerHeight) / (ROW_HEIGHT * fontSizeOf(this.box))) - 3);
    const table = document.createElement("table");
    for (const row of chooseRows(rows, most, near)) {
      const line = table.insertRow();
      line.dataset.line = row.curve.id;
      line.classList.toggle("rd-near", row === near);
      const mark = element("i", "rd-hover-mark", "");
      mark.style.background = row.curve.color;
      line.insertCell().append(mark);
      line.insertCell().textContent = nameOf(row, x, plot);
      line.insertCell().append(element("b", "", formatNumber(row.value ?? NaN, plot.quantity)));
      if (row.curve.training) line.insertCell().textContent = formatNumber(row.training ?? NaN, plot.quantity);
    }
    if (rows.length > most) {
      const rest = table.insertRow().insertCell();
      rest.colSpan = 4; // else it would widen the column of the marks
      rest.append(`and ${rows.length - most} more`);
    }
    return table;
  }

  // Beside the pointer, inside the window.
  place() {
    const { clientX, clientY } = this.pointer;
    const { offsetWidth: width, offsetHeight: height } = this.box;
    const right = clientX + DISTANCE + width + EDGE <= window.innerWidth;
    const left = right ? clientX + DISTANCE : clientX - DISTANCE - width;
    const clamp = (value, most) => Math.max(EDGE, Math.min(value, most - EDGE));
    this.box.style.left = `${clamp(left, window.innerWidth - width)}px`;
    this.box.style.top = `${clamp(clientY - height / 2, window.innerHeight - height)}px`;
  }
}

function titleOf(x, rows, { seconds, smoothed }) {
  const where = seconds ? `${formatNumber(x, { decimals: 1 })} s` : `Epoch ${formatNumber(x, { decimals: 0, grouped: false })}`;
  const dashed = rows.some(({ curve }) => curve.training) ? ", validation and training" : "";
  return `${where}${dashed}${smoothed ? ", smoothed" : ""}`;
}

// A mean has the number of its seeds. The epoch is added where the axis does not show it, or where a long run
// has no point in it.
export function nameOf({ curve, at }, x, { seconds }) {
  const seeds = curve.seeds()?.[at];
  const mean = seeds ? ` (${seeds} ${seeds === 1 ? "seed" : "seeds"})` : "";
  const epoch = curve.epochs()[at];
  const where = seconds || epoch !== x ? `, epoch ${epoch}` : "";
  return `${shortenMiddle(curve.name, MOST_LETTERS)}${mean}${where}`;
}

function exitOf({ name, status, exit, epochs }, { title, quantity }) {
  return { name, status, epoch: epochs()[exit.at], value: exit.value, title, quantity };
}

function element(kind, className, text) {
  const node = document.createElement(kind);
  node.className = className;
  node.textContent = text;
  return node;
}
