// The table below the charts, with seeds folded: which runs are shown, their status and results.
import { isDark } from "./theme.js";

const SHAPES = {
  circle: "M8 3a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",
  square: "M3.5 3.5h9v9h-9z",
  diamond: "M8 2l6 6l-6 6l-6-6z",
  "triangle-up": "M8 2.5l6 10.5h-12z",
  star: "M8 1.5l1.9 4.3l4.6.4l-3.5 3.1l1.1 4.6l-4.1-2.5l-4.1 2.5l1.1-4.6l-3.5-3.1l4.6-.4z",
  cross: "M6 2.5h4v3.5h3.5v4h-3.5v3.5h-4v-3.5h-3.5v-4h3.5z",
  pentagon: "M8 2l6 4.4l-2.3 7h-7.4l-2.3-7z",
};

export class Table {
  constructor(root, view, redraw, act) {
    this.body = root.querySelector("tbody");
    this.head = root.querySelector("thead tr");
    this.view = view;
    this.redraw = redraw;
    this.act = act;
    this.drawn = new Map();
  }

  draw(lines, columns) {
    this.lines = lines;
    this.columns = columns;
    this.drawHead(columns);
    for (const [id, drawn] of this.drawn) {
      // A run that got a second seed has become a member of a group: another kind of row.
      if (!lines.some((line) => line.id === id && kindOf(line) === drawn.kind)) {
        drawn.row.remove();
        this.drawn.delete(id);
      }
    }
    // Read once: after each change of a row the browser would recompute all styles.
    const dark = isDark(this.body);
    lines.forEach((line, index) => {
      if (!this.drawn.has(line.id)) this.drawn.set(line.id, this.addLine(line));
      const drawn = this.drawn.get(line.id);
      if (this.body.rows[index] !== drawn.row) this.body.insertBefore(drawn.row, this.body.rows[index] ?? null);
      this.drawLine(drawn, line, dark);
    });
  }

  drawHead(columns) {
    if (this.head.childElementCount) return;
    const heads = [{ title: "" }, { title: "Run" }, { title: "Status" }, ...columns, { title: "" }];
    for (const { key, title, help } of heads) {
      const cell = document.createElement("th");
      cell.textContent = title;
      if (help) cell.title = help;
      if (key) {
        cell.dataset.column = key;
        cell.className = "rd-number";
      }
      this.head.append(cell);
    }
  }

  addLine(line) {
    const row = this.body.insertRow();
    row.dataset.line = line.id;
    const drawn = { row, kind: kindOf(line), shown: document.createElement("input"), mark: svg("path"), cells: new Map() };
    drawn.shown.type = "checkbox";
    drawn.shown.addEventListener("change", () => {
      if (drawn.shown.checked) this.view.hidden.delete(line.id);
      else this.view.hidden.add(line.id);
      this.changed();
    });
    const mark = svg("svg");
    mark.setAttribute("viewBox", "0 0 16 16");
    mark.append(drawn.mark);
    const label = document.createElement("label");
    label.append(drawn.shown, mark);
    row.insertCell().append(label);

    drawn.name = document.createElement("button");
    drawn.name.type = "button";
    drawn.name.className = "rd-name";
    drawn.name.title = "Show only this one; press again to show all";
    drawn.name.addEventListener("click", () => this.isolate(line.id));
    const name = row.insertCell();
    if (line.members) {
      drawn.fold = document.createElement("button");
      drawn.fold.type = "button";
      drawn.fold.className = "rd-fold";
      drawn.fold.addEventListener("click", () => this.fold(line.id));
      name.append(drawn.fold);
    }
    name.append(drawn.name);

    drawn.status = document.createElement("span");
    drawn.bar = document.createElement("progress");
    drawn.bar.max = 1;
    drawn.bar.setAttribute("aria-label", "Progress");
    const status = row.insertCell();
    status.className = "rd-status";
    status.append(drawn.bar, drawn.status);

    for (const { key } of this.columns) {
      const cell = row.insertCell();
      cell.className = "rd-number";
      cell.dataset.column = key;
      drawn.cells.set(key, cell);
    }
    const actions = row.insertCell();
    actions.className = "rd-actions";
    drawn.stop = this.addAction(actions, line, "stop", "■", "Stop");
    if (!line.group) {
      this.addAction(actions, line, "again", "↻", "Run again with another seed");
      this.addAction(actions, line, "rename", "✎", "Rename");
    }
    this.addAction(actions, line, "delete", "✕", "Delete");

    row.addEventListener("mouseenter", () => this.highlight(line.id));
    row.addEventListener("mouseleave", () => this.highlight(null));
    return drawn;
  }

  addAction(parent, line, kind, sign, title) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = title;
    button.dataset.action = kind;
    button.addEventListener("click", () => this.act({ kind, lines: [line.id] }));
    parent.append(button);
    return button;
  }

  drawLine(drawn, line, dark) {
    const hidden = this.view.hidden.has(line.id);
    drawn.row.hidden = Boolean(line.group) && !this.view.unfolded.has(line.group);
    drawn.row.classList.toggle("rd-hidden", hidden);
    drawn.row.classList.toggle("rd-member", Boolean(line.group));
    drawn.shown.checked = !hidden;
    drawn.shown.setAttribute("aria-label", `Show ${line.name}`);
    drawn.mark.setAttribute("d", SHAPES[line.marker] ?? SHAPES.circle);
    drawn.mark.setAttribute("fill", dark ? line.dark : line.light);
    if (drawn.fold) {
      const unfolded = this.view.unfolded.has(line.id);
      setText(drawn.fold, unfolded ? "▾" : "▸");
      drawn.fold.title = unfolded ? "Fold the seeds into one line" : "Show each seed";
      drawn.fold.setAttribute("aria-expanded", String(unfolded));
      drawn.fold.setAttribute("aria-label", `${drawn.fold.title}: ${line.name}`);
    }
    setText(drawn.name, line.name);
    setText(drawn.status, line.status_text);
    drawn.status.title = line.message;
    drawn.row.dataset.status = line.status;
    drawn.bar.hidden = !line.active;
    drawn.bar.value = line.share;
    for (const { key, help } of this.columns) {
      const { text, detail } = line.cells[key];
      setText(drawn.cells.get(key), text);
      drawn.cells.get(key).title = detail ?? help;
    }
    drawn.stop.hidden = !line.active;
    if (drawn.called === line.name) return;
    drawn.called = line.name;
    for (const button of drawn.row.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-label", `${button.title}: ${line.name}`);
    }
  }

  fold(id) {
    if (!this.view.unfolded.delete(id)) this.view.unfolded.add(id);
    this.changed();
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

function kindOf(line) {
  return line.members ? "group" : line.group ? "member" : "run";
}

function svg(name) {
  return document.createElementNS("http://www.w3.org/2000/svg", name);
}

// Assigning equal text would still trigger a layout.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
