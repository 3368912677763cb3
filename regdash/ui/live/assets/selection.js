// The bar of actions on the selected rows; it covers the table's head, or is above it if the table is narrow.
import { make, makeButton, setText } from "./dom.js";
import { makeIcon } from "./icons.js";
import { ACTIONS } from "./row.js";

const KINDS = ["stop", "again", "duplicate", "delete"];

export class SelectionBar {
  // handlers: `act(kind)`, `selectAll()` and `clear()`.
  constructor(node, { act, selectAll, clear }) {
    this.node = node;
    this.count = make("output");
    this.buttons = Object.fromEntries(
      KINDS.map((kind) => {
        const button = makeButton("", () => act(kind));
        button.dataset.action = kind;
        button.append(makeIcon(kind), ACTIONS[kind]);
        return [kind, button];
      }),
    );
    this.all = makeButton("", () => {
      selectAll();
      this.focus(); // this button is disabled now
    });
    this.all.textContent = "Select all";
    this.clear = makeButton("", clear);
    this.clear.textContent = "Clear";
    node.append(this.count, ...Object.values(this.buttons), this.all, this.clear);
  }

  contains(node) {
    return this.node.contains(node);
  }

  focus() {
    this.clear.focus({ preventScroll: true });
  }

  // lines: the selected ones. complete: whether these are all.
  draw(lines, complete) {
    this.node.hidden = !lines.length;
    this.all.disabled = complete;
    setText(this.count, `${lines.length} selected`);
    this.buttons.stop.disabled = !lines.some((line) => line.active);
    this.buttons.duplicate.disabled = lines.length !== 1;
  }
}
