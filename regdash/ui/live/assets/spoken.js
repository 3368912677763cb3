// What screen readers are told: what a chart shows, and which runs have ended.

// A sentence about a chart and the runs in it; the values are in the table.
export function describeChart(title, names, x, compact) {
  if (!names.length) return `${title}: no run is selected.`;
  const by = x === "epoch" ? "by epoch" : "by training time";
  return `${title} ${by} of ${joinWords(names)}.${compact ? "" : " The table of runs lists the results."}`;
}

// A sentence for each run that was among the `active` ids and has ended, such as "dropout 0.5,
// seed 2 finished, accuracy 91.20%."
export function describeEnded(active, lines) {
  return lines
    .filter((line) => !line.members && !line.active && active.has(line.id))
    .map((line) => {
      const group = lines.find(({ id }) => id === line.group);
      const name = group ? `${group.name}, ${line.name}` : line.name;
      const accuracy = line.broken ? "" : `, accuracy ${line.cells.val_accuracy.text}`;
      return `${name} ${line.status_text}${accuracy}.`;
    });
}

// Announces each run once when it ends, after what is being read.
export class Announcer {
  constructor(root) {
    this.region = document.createElement("div");
    this.region.className = "rd-announcements";
    this.region.setAttribute("role", "status");
    root.append(this.region);
    this.forget();
  }

  // Another comparison: its ended runs are no news.
  forget() {
    this.active = new Set();
    this.region.textContent = "";
  }

  update(lines) {
    const ended = describeEnded(this.active, lines);
    this.active = new Set(lines.filter((line) => line.active).map((line) => line.id));
    if (ended.length) this.region.textContent = ended.join(" ");
  }
}

function joinWords(words) {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
