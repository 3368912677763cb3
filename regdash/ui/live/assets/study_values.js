// The table of a study: one row for each combination of values; pressing one chooses it.
import { make, setText } from "./dom.js";

export class StudyValues {
  constructor(root, choose) {
    this.table = root.querySelector(".rd-study-values table");
    this.choose = choose;
    this.rows = new Map();
  }

  // setup: see the server's `_setup`. cells: by place, such as "3" or "3,0".
  draw(setup, cells) {
    const axes = setup.axes.map((axis) => axis.title);
    const heads = [...axes, ...setup.columns.map((column) => column.title), "Seeds", setup.axes.length > 1 ? "" : "Zone", "Accuracy, against the best"];
    this.writeRow(this.table.tHead, "head", heads.filter(Boolean), "th");
    const places = Object.keys(cells).sort((a, b) => compare(a, b));
    for (const place of places) {
      const { figures, trials, zone, mark } = cells[place];
      const labels = place.split(",").map((at, axis) => setup.axes[axis].labels[at]);
      const ended = trials.filter(({ status }) => ["finished", "stopped_early"].includes(status)).length;
      const numbers = setup.columns.map(({ key }) => figures[key] ?? "–");
      const texts = [...labels, ...numbers, `${ended}/${trials.length}`, ...(setup.axes.length > 1 ? [] : [zone]), mark];
      const row = this.writeRow(this.table.tBodies[0], place, texts, "td");
      row.dataset.mark = mark;
      row.onclick = () => this.choose(place);
    }
  }

  writeRow(place, key, texts, tag) {
    let row = this.rows.get(key);
    if (!row) {
      row = make("tr");
      this.rows.set(key, row);
      const after = [...place.rows].find((other) => compare(other.dataset.place ?? "", key) > 0);
      place.insertBefore(row, after ?? null);
      row.dataset.place = key;
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
