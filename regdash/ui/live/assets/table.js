// The table below the charts, with seeds folded: which runs are shown, their verdicts and results.
import { make, makeButton, makeCheckbox, setAttribute, setText, setTip } from "./dom.js";
import { Row, kindOf } from "./row.js";
import { SelectionBar } from "./selection.js";
import { nextSort, sortLines } from "./sorting.js";
import { isDark } from "./theme.js";

const NAME = { key: "name", title: "Run", className: "rd-names", help: "A run, or a method: runs that differ only in their seeds." };
const VERDICT = {
  key: "verdict",
  className: "rd-verdict",
  title: "Verdict",
  better: "higher",
  help:
    "How accuracy differs from the baseline, in percentage points, with its 95% interval. Better and worse"
    + " require at least three seeds: repetitions with other initial weights and another order of the images.",
};
const STATUS = {
  key: "status",
  title: "Status",
  className: "rd-status",
  help: "How far training is, or how it ended.",
};

// Letters of a name, by the width of the table in pixels.
const ROOM = [
  [1100, 40],
  [600, 26],
  [0, 30], // cards: a name has a line of its own
];
const PRESENTED_ROOM = [
  [900, 26],
  [0, 14],
];

export class Table {
  constructor(root, view, redraw, act) {
    this.root = root;
    this.body = root.querySelector("tbody");
    this.head = root.querySelector("thead tr");
    this.view = view;
    this.redraw = redraw;
    this.act = act;
    this.rows = new Map();
    this.lines = [];
    this.order = [];
    this.selected = new Set();
    this.width = ROOM[0][0];
    this.bar = new SelectionBar(root.querySelector(".rd-selection"), {
      act: (kind) => this.actOnSelected(kind),
      selectAll: () => this.select(this.tops),
      clear: () => this.select([]),
    });
    this.node = root.querySelector("table");
    this.observe();
  }

  observe() {
    new ResizeObserver(([{ contentRect }]) => {
      const before = this.room;
      this.width = contentRect.width;
      if (this.columns && this.room !== before) this.draw(this.lines, this.columns);
    }).observe(this.node.parentElement);
    // A row must not move away from under the pointer.
    this.body.addEventListener("pointerenter", ({ pointerType }) => (this.hovered = pointerType === "mouse"));
    this.body.addEventListener("pointerleave", () => {
      this.hovered = false;
      if (this.view.sort) this.redraw();
    });
  }

  // Letters of a name.
  get room() {
    if (this.root.classList.contains("rd-short-names")) return PRESENTED_ROOM.at(-1)[1];
    const rooms = this.view.slide === null ? ROOM : PRESENTED_ROOM;
    return rooms.find(([width]) => this.width >= width)[1];
  }

  draw(lines, columns) {
    this.lines = lines;
    this.columns = columns;
    this.drawHead(columns);
    const byId = new Map(lines.map((line) => [line.id, line]));
    for (const [id, row] of this.rows) {
      // A run that got a second seed has become a member of a group: another kind of row.
      if (byId.has(id) && kindOf(byId.get(id)) === row.kind) continue;
      row.node.remove();
      this.rows.delete(id);
      this.selected.delete(id);
    }
    for (const line of lines) if (!this.rows.has(line.id)) this.rows.set(line.id, this.addRow(line));
    this.arrange(lines);
    // Read once: after each change of a row the browser would recompute all styles.
    const look = { dark: isDark(this.body), room: this.room, columns };
    for (const line of lines) {
      this.rows.get(line.id).draw(line, this.view, { ...look, selected: this.selected.has(line.id) });
    }
    this.drawSelection();
    const revealed = columns.some((column) => column.from_test && lines.some((line) => line.cells[column.key].value !== null));
    this.node.classList.toggle("rd-unrevealed", !revealed);
  }

  drawHead(columns) {
    const heads = [NAME, VERDICT, STATUS, ...columns];
    if (!this.head.childElementCount) {
      this.head.hidden = false; // until now an empty row, which has no place in a table
      this.all = makeCheckbox((checked) => this.select(checked ? this.tops : []));
      this.all.setAttribute("aria-label", "Select all");
      const [first, last] = [makeHead("rd-mark"), makeHead("rd-actions")];
      first.setAttribute("aria-label", "Shown in the charts");
      last.append(this.all);
      this.head.append(first, ...heads.map((column) => this.addHead(column)), last);
    }
    const { sort } = this.view;
    for (const { key } of heads) {
      const direction = sort?.key === key ? (sort.descending ? "descending" : "ascending") : "none";
      setAttribute(this.head.querySelector(`[data-column="${key}"]`), "aria-sort", direction);
    }
  }

  addHead(column) {
    const cell = makeHead(column.className ?? "rd-number");
    cell.dataset.column = column.key;
    const button = makeButton("rd-sort", () => {
      this.view.sort = nextSort(this.view.sort, column);
      this.order = [];
      this.changed();
    });
    setText(button, column.title);
    setTip(button, `${column.help.replace(/\.$/, "")}. Press to sort.`);
    cell.append(button);
    return cell;
  }

  addRow(line) {
    const { view } = this;
    const toggle = (set, on) => {
      if (on) set.add(line.id);
      else set.delete(line.id);
      this.changed();
    };
    const row = new Row(line, this.columns, {
      show: (shown) => toggle(view.hidden, !shown),
      fold: () => toggle(view.unfolded, !view.unfolded.has(line.id)),
      isolate: () => this.isolate(line.id),
      select: (selected) => toggle(this.selected, selected),
      act: (kind) => this.act({ kind, lines: [line.id] }),
    });
    row.node.addEventListener("mouseenter", () => this.highlight(line.id));
    row.node.addEventListener("mouseleave", () => this.highlight(null));
    return row;
  }

  // Bring the rows into their order, without moving those that are in place.
  arrange(lines) {
    const known = new Set(this.order);
    const same = lines.length === known.size && lines.every((line) => known.has(line.id));
    if (!this.view.sort || !this.hovered || !same) this.order = sortLines(lines, this.view.sort).map((line) => line.id);
    const focused = document.activeElement;
    let next = this.body.firstElementChild;
    for (const id of this.order) {
      const { node } = this.rows.get(id);
      if (node === next) next = next.nextElementSibling;
      else this.body.insertBefore(node, next);
    }
    // A node that is moved loses the focus.
    if (focused !== document.activeElement && this.body.contains(focused)) focused.focus({ preventScroll: true });
  }

  // Another comparison: its rows are others.
  forget() {
    this.selected.clear();
    this.hovered = false;
  }

  get tops() {
    return this.lines.filter((line) => !line.group).map((line) => line.id);
  }

  select(ids) {
    this.selected = new Set(ids);
    this.changed();
  }

  drawSelection() {
    const chosen = this.lines.filter((line) => this.selected.has(line.id));
    const complete = chosen.length > 0 && this.tops.every((id) => this.selected.has(id));
    const focused = document.activeElement;
    const fromBar = this.bar.contains(focused);
    this.node.classList.toggle("rd-selecting", chosen.length > 0);
    this.bar.draw(chosen, complete);
    this.all.checked = complete;
    this.all.indeterminate = chosen.length > 0 && !complete;
    // The bar has covered the focused control, or has gone with it.
    if (this.head.contains(focused) && !focused.checkVisibility({ visibilityProperty: true })) this.bar.focus();
    else if (fromBar && !chosen.length) this.all.focus({ preventScroll: true });
  }

  actOnSelected(kind) {
    this.act({ kind, lines: [...this.selected] });
    // Deleting asks first; what is kept stays selected.
    if (kind !== "delete") this.select([]);
  }

  isolate(id) {
    const mine = this.lines.find((line) => line.id === id);
    const related = (line) => line.id === id || line.group === id || line.id === mine.group;
    const others = this.lines.filter((line) => !related(line)).map((line) => line.id);
    const alone = !this.view.hidden.has(id) && others.every((other) => this.view.hidden.has(other));
    this.view.hidden.clear();
    if (!alone) for (const other of others) this.view.hidden.add(other);
    this.changed();
  }

  highlight(id) {
    this.view.highlight = id;
    this.redraw();
  }

  changed() {
    this.draw(this.lines, this.columns);
    this.redraw();
  }
}

function makeHead(className) {
  const cell = make("th", className);
  cell.setAttribute("role", "columnheader");
  cell.scope = "col";
  return cell;
}
