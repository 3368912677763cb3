// What presentation mode shows of the table: as many rows and columns as fit, and all of each.
import { make, setText } from "./dom.js";
import { rowsThatFit } from "./slides.js";

// What gives way one after the other where the table is wider than the window; see present.css.
const SHORT_NAMES = "rd-short-names";
const STEPS = ["rd-no-interval", "rd-no-gap", SHORT_NAMES, "rd-no-bar", "rd-no-loss", "rd-no-difference"];

export class PresentedTable {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector(".rd-table");
    this.more = make("p", "rd-more");
    this.box.append(this.more);
  }

  // Show all columns again: there is another amount of room.
  widen() {
    this.root.classList.remove(...STEPS);
  }

  // font: size of the text in pixels. Returns whether the names have to be drawn again, with fewer letters.
  draw(font) {
    const short = this.root.classList.contains(SHORT_NAMES);
    this.drawRows(rowsThatFit(window.innerHeight, font));
    // What has given way stays away, so that the columns do not jump while runs train.
    for (const step of STEPS) {
      if (this.box.scrollWidth <= this.box.clientWidth) break;
      this.root.classList.add(step);
    }
    return this.root.classList.contains(SHORT_NAMES) !== short;
  }

  // Rows that do not fit are counted.
  drawRows(most) {
    const rows = [...this.box.querySelectorAll("tbody tr:not(.rd-hidden, .rd-member)")];
    const shown = rows.length > most ? most - 1 : rows.length;
    rows.forEach((row, index) => row.classList.toggle("rd-beyond", index >= shown));
    setText(this.more, rows.length > shown ? `and ${rows.length - shown} more` : "");
  }
}
