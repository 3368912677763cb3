// The table of a study: one row for each combination of values; pressing one chooses it.
import { make, setText } from "./dom.js";

export class StudyValues {
  constructor(root, choose) {
    this.table = root.querySelector(".rd-study-values table");
    this.choose = choose;
    this.rows = new Map();
  }

  // setup: see the server's `study_messages`. cells: by place, such as "3" or "3,0".
  draw(setup, cells) {
    const heads = [...setup.axes, ...setup.columns, ...setup.notes].map(({ title }) => title);
    this.writeRow(this.table.tHead, "head", heads, "th");
    const body = this.table.tBodies[0];
    for (const [key, row] of this.rows) {
      if (key in cells || key === "head") continue;
      row.remove(); // its trials were deleted
      this.rows.delete(key);
    }
    let next = body.firstElementChild; // rows are in order already: one pass finds where new ones go
    for (const place of Object.keys(cells).sort(compare)) {
      const cell = cells[place];
      const labels = place.split(",").map((at, axis) => setup.axes[axis].labels[at]);
      const numbers = setup.columns.map(({ key }) => cell.figures[key] ?? "–");
      const notes = setup.notes.map(({ key }) => cell[key]);
      const row = this.writeRow(body, place, [...labels, ...numbers, ...notes], "td", next);
      next = row.nextElementSibling;
      row.dataset.mark = cell.mark;
      row.onclick = () => this.choose(place);
    }
  }

  // next: the row before which a new one is inserted; none: at the end.
  writeRow(place, key, texts, tag, next = null) {
    let row = this.rows.get(key);
    if (!row) {
      row = make("tr");
      this.rows.set(key, row);
      place.insertBefore(row, next);
    }
    while (row.cells.length < texts.length) {
      const cell = make(row.cells.length || tag === "th" ? tag : "th");
      cell.scope = tag === "th" ? "col" : "row";
      row.append(cell);
    }
    texts.forEach((text, index) => setText(row.cells[index], text));
    return row;
  }

  mark(place) {
    for (const [key, row] of this.rows) {
      if (key === place) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  forget() {
    this.rows.clear();
    this.table.tHead.replaceChildren();
    this.table.tBodies[0].replaceChildren();
  }
}

// In the order of the axes, not of the text: "10" comes after "9".
export function compare(one, other) {
  const [a, b] = [one, other].map((place) => place.split(",").map(Number));
  return a[0] - b[0] || (a[1] ?? 0) - (b[1] ?? 0);
}
