// Shows what a press added: the rows of started runs, and the composer filled with a copied run.

// Milliseconds for which a new row is highlighted.
const HIGHLIGHTED = 2500;

export class StartedRows {
  constructor(root) {
    this.root = root;
    this.due = new Set();
  }

  // The page was redrawn: `ids` are the runs that were started last. Those it already had when it
  // was opened are not new.
  update(ids) {
    const known = this.ids ?? ids;
    this.ids = ids;
    for (const id of ids) if (!known.includes(id)) this.due.add(id);
  }

  // The table was drawn: rows of new runs may be there now. Folded seeds are in the row of their method.
  draw(lines) {
    for (const line of lines) {
      if (line.group || !this.isDue(line)) continue;
      const row = this.root.querySelector(`.rd-table tbody tr[data-line="${CSS.escape(line.id)}"]`);
      if (!row) continue;
      for (const id of [line.id, ...(line.members ?? [])]) this.due.delete(id);
      row.scrollIntoView({ block: "nearest" });
      row.classList.add("rd-started");
      setTimeout(() => row.classList.remove("rd-started"), HIGHLIGHTED);
    }
  }

  isDue(line) {
    return this.due.has(line.id) || Boolean(line.members?.some((id) => this.due.has(id)));
  }
}

// Opens the sidebar if it is closed, and moves the focus to the first technique.
export function showComposer() {
  document.querySelector("[data-testid=stExpandSidebarButton]")?.click();
  const techniques = () => document.querySelector("[data-testid=stSidebar] .st-key-set_techniques button");
  let frames = 60; // about a second, while the sidebar is being opened
  const focus = () => {
    const first = techniques();
    if (first?.checkVisibility()) {
      first.focus();
      first.scrollIntoView({ block: "center" });
    } else if (frames-- > 0) {
      requestAnimationFrame(focus);
    }
  };
  requestAnimationFrame(focus);
}
