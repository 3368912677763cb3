// One row of the table: a run, a group of seeds, or one of these seeds.
import { make, makeButton, makeCheckbox, setAttribute, setText, setTip } from "./dom.js";
import { makeIcon, makeMark, setMark } from "./icons.js";
import { shortenMiddle } from "./names.js";

// The actions on rows, in the order of their buttons.
export const ACTIONS = {
  stop: "Stop",
  duplicate: "Duplicate and change",
  again: "Repeat with another seed",
  rename: "Rename",
  delete: "Delete",
};

const OF_MEMBERS = ["stop", "delete"];

export function kindOf(line) {
  return line.members ? "group" : line.group ? "member" : "run";
}

export class Row {
  // handlers: `show(shown)`, `isolate()`, `fold()`, `select(selected)` and `act(kind)`.
  constructor(line, columns, handlers) {
    this.kind = kindOf(line);
    this.node = make("tr");
    this.node.dataset.line = line.id;
    setAttribute(this.node, "role", "row");
    this.addMark(handlers);
    this.addName(handlers);
    this.addVerdict();
    this.addStatus();
    this.cells = new Map(columns.map(({ key, title }) => [key, this.addCell("rd-number", key, title)]));
    this.addActions(handlers);
  }

  addCell(className, key = "", title = "") {
    const cell = make("td", className);
    setAttribute(cell, "role", "cell");
    if (key) cell.dataset.column = key;
    if (title) cell.dataset.title = title; // shown where the table has no head
    this.node.append(cell);
    return cell;
  }

  addMark({ show }) {
    const mark = makeMark();
    this.mark = mark.path;
    this.shown = makeCheckbox(show);
    const label = make("label");
    setTip(label, "Show in the charts");
    label.append(this.shown, mark.node);
    this.addCell("rd-mark").append(label);
  }

  addName({ isolate, fold }) {
    const cell = this.addCell("rd-names");
    if (this.kind === "group") {
      this.fold = makeButton("rd-fold", fold);
      cell.append(this.fold);
    }
    this.name = makeButton("rd-name", isolate);
    cell.append(this.name);
  }

  addVerdict() {
    this.verdict = this.addCell("rd-verdict", "verdict");
    this.word = make("span", "rd-badge");
    this.difference = make("span", "rd-difference");
    this.interval = make("span", "rd-interval");
    // Spaces for those who hear or copy the cell.
    this.verdict.append(this.word, " ", this.difference, " ", this.interval);
  }

  addStatus() {
    this.bar = make("progress");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", "Progress");
    this.status = make("span");
    this.statusCell = this.addCell("rd-status", "status");
    this.statusCell.append(this.bar, this.status);
  }

  addActions({ act, select }) {
    const cell = this.addCell("rd-actions");
    this.actions = {};
    for (const kind of this.kind === "member" ? OF_MEMBERS : Object.keys(ACTIONS)) {
      const button = makeButton("", () => act(kind));
      button.dataset.action = kind;
      setTip(button, ACTIONS[kind]);
      button.append(makeIcon(kind));
      cell.append(button);
      this.actions[kind] = button;
    }
    this.selected = makeCheckbox(select);
    this.selected.className = "rd-select";
    setTip(this.selected, "Select for actions on several rows");
    cell.append(this.selected);
  }

  // view: the user's choices; selected: whether the row is; room: letters for its name.
  draw(line, view, { selected, room, dark, columns }) {
    const hidden = view.hidden.has(line.id);
    this.node.hidden = Boolean(line.group) && !view.unfolded.has(line.group);
    this.node.classList.toggle("rd-hidden", hidden);
    this.node.classList.toggle("rd-member", this.kind === "member");
    this.node.classList.toggle("rd-selected", selected);
    setAttribute(this.node, "data-status", line.status);
    this.shown.checked = !hidden;
    this.selected.checked = selected;
    setMark(this.mark, line.marker, dark ? line.dark : line.light);
    this.drawName(line, view, room);
    this.drawVerdict(line.verdict);
    setText(this.status, line.status_text);
    setTip(this.status, line.message);
    this.bar.hidden = !line.active;
    this.bar.value = line.share;
    this.actions.stop.hidden = !line.active;
    for (const { key, help } of columns) {
      const { text, detail } = line.cells[key];
      setText(this.cells.get(key), text);
      setTip(this.cells.get(key), detail ?? help);
    }
  }

  drawName(line, view, room) {
    if (this.fold) {
      const unfolded = view.unfolded.has(line.id);
      const action = unfolded ? "Fold the seeds into one line" : "Show each seed";
      setText(this.fold, unfolded ? "▾" : "▸");
      setTip(this.fold, action);
      setAttribute(this.fold, "aria-expanded", String(unfolded));
      setAttribute(this.fold, "aria-label", `${action}: ${line.name}`);
    }
    const shown = shortenMiddle(line.name, room);
    if (this.called === line.name && this.name.textContent === shown) return;
    this.called = line.name;
    setText(this.name, shown);
    setAttribute(this.name, "aria-label", line.name);
    const all = shown === line.name ? "" : `${line.name}. `;
    setTip(this.name, `${all}Press to show only this one in the charts; press again to show all.`);
    setAttribute(this.shown, "aria-label", `Show ${line.name}`);
    setAttribute(this.selected, "aria-label", `Select ${line.name}`);
    setAttribute(this.bar, "aria-label", `Progress of ${line.name}`);
    for (const [kind, button] of Object.entries(this.actions)) {
      setAttribute(button, "aria-label", `${ACTIONS[kind]}: ${line.name}`);
    }
  }

  drawVerdict(verdict) {
    setText(this.word, verdict?.word ?? "");
    setAttribute(this.word, "data-color", verdict?.color ?? "");
    setText(this.difference, verdict?.difference ?? "");
    setText(this.interval, verdict?.interval ? `(${verdict.interval})` : "");
    setTip(this.verdict, verdict?.detail);
  }
}
