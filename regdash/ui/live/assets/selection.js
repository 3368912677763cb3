// The bar of actions on the selected rows; it covers the table's head while rows are selected.
import { make, makeButton, setText } from "./dom.js";
import { makeIcon } from "./icons.js";
import { ACTIONS } from "./row.js";

const KINDS = ["stop", "again", "duplicate", "delete"];

export class SelectionBar {
  // act: called with the kind of an action; clear: called to deselect all rows.
  constructor(node, act, clear) {
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
    const deselect = makeButton("", clear);
    deselect.textContent = "Clear";
    node.append(this.count, ...Object.values(this.buttons), deselect);
  }

  // lines: the selected ones.
  draw(lines) {
    this.node.hidden = !lines.length;
    setText(this.count, `${lines.length} selected`);
    this.buttons.stop.disabled = !lines.some((line) => line.active);
    this.buttons.duplicate.disabled = lines.length !== 1;
  }
}
