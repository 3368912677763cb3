// The user's choices of what is shown.
export class View {
  constructor() {
    this.left = "loss";
    this.right = "accuracy";
    this.x = "epoch";
    this.smoothing = 0;
    this.band = "sd";
    this.log = {};
    this.hidden = new Set();
    this.unfolded = new Set();
    this.highlight = null;
    this.compact = false;
  }

  // Whether a row of the table is in the charts: members only while their group is unfolded.
  shows(line) {
    if (this.hidden.has(line.id)) return false;
    return !line.group || (this.unfolded.has(line.group) && !this.hidden.has(line.group));
  }
}
