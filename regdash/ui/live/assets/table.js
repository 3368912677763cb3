// The runs under the charts: which are shown, how far they are, what they reached.
import { isDark } from "./ground.js";

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
    this.lines = new Map();
  }

  draw(runs) {
    this.runs = runs;
    this.drawHead(runs[0]);
    for (const [id, line] of this.lines) {
      if (!runs.some((run) => run.id === id)) {
        line.row.remove();
        this.lines.delete(id);
      }
    }
    for (const run of runs) {
      if (!this.lines.has(run.id)) this.lines.set(run.id, this.addLine(run));
      this.drawLine(this.lines.get(run.id), run);
    }
  }

  drawHead(run) {
    if (!run || this.head.childElementCount) return;
    const cells = ["", "Run", "Status", ...run.cells.map((cell) => cell.title), ""];
    for (const [index, title] of cells.entries()) {
      const cell = document.createElement("th");
      cell.textContent = title;
      const help = run.cells[index - 3]?.help;
      if (help) cell.title = help;
      if (index > 2) cell.className = "rd-number";
      this.head.append(cell);
    }
  }

  addLine(run) {
    const row = this.body.insertRow();
    row.dataset.run = run.id;
    const line = { row, shown: document.createElement("input"), mark: svg("path"), cells: [] };
    line.shown.type = "checkbox";
    line.shown.addEventListener("change", () => {
      if (line.shown.checked) this.view.hidden.delete(run.id);
      else this.view.hidden.add(run.id);
      this.changed();
    });
    const mark = svg("svg");
    mark.setAttribute("viewBox", "0 0 16 16");
    mark.append(line.mark);
    const label = document.createElement("label");
    label.append(line.shown, mark);
    row.insertCell().append(label);

    line.name = document.createElement("button");
    line.name.type = "button";
    line.name.className = "rd-name";
    line.name.title = "Show only this run; press again to show all";
    line.name.addEventListener("click", () => this.isolate(run.id));
    row.insertCell().append(line.name);

    line.status = document.createElement("span");
    line.bar = document.createElement("progress");
    line.bar.max = 1;
    const status = row.insertCell();
    status.className = "rd-status";
    status.append(line.bar, line.status);

    for (const _ of run.cells) {
      const cell = row.insertCell();
      cell.className = "rd-number";
      line.cells.push(cell);
    }
    const actions = row.insertCell();
    actions.className = "rd-actions";
    line.stop = this.addAction(actions, run, "stop", "■", "Stop");
    this.addAction(actions, run, "again", "↻", "Run again with another seed");
    this.addAction(actions, run, "rename", "✎", "Rename");
    this.addAction(actions, run, "delete", "✕", "Delete");

    row.addEventListener("mouseenter", () => this.highlight(run.id));
    row.addEventListener("mouseleave", () => this.highlight(null));
    return line;
  }

  addAction(parent, run, kind, sign, title) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.title = title;
    button.dataset.action = kind;
    button.addEventListener("click", () => this.act({ kind, run: run.id }));
    parent.append(button);
    return button;
  }

  drawLine(line, run) {
    const hidden = this.view.hidden.has(run.id);
    line.row.classList.toggle("rd-hidden", hidden);
    line.shown.checked = !hidden;
    line.shown.setAttribute("aria-label", `Show ${run.name}`);
    line.mark.setAttribute("d", SHAPES[run.marker] ?? SHAPES.circle);
    line.mark.setAttribute("fill", isDark(line.row) ? run.dark : run.light);
    setText(line.name, run.name);
    setText(line.status, run.status_text);
    line.status.title = run.message;
    line.row.dataset.status = run.status;
    line.bar.hidden = !run.active;
    line.bar.value = run.share;
    run.cells.forEach((cell, index) => setText(line.cells[index], cell.text));
    line.stop.hidden = !run.active;
    for (const button of line.row.querySelectorAll("[data-action]")) {
      button.setAttribute("aria-label", `${button.title}: ${run.name}`);
    }
  }

  isolate(id) {
    const others = this.runs.filter((run) => run.id !== id).map((run) => run.id);
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
    this.draw(this.runs);
    this.redraw();
  }
}

function svg(name) {
  return document.createElementNS("http://www.w3.org/2000/svg", name);
}

// Writing equal text would still cost a layout.
function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
