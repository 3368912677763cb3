// The mean of several seeds, epoch by epoch, and how they spread.

export class Group {
  // members: lines of the table; those that broke are left out, and the table says so; rowsOf: points of a run, one array an epoch.
  constructor(members, rowsOf) {
    const whole = members.filter((member) => !member.broken && !member.twin);
    // A run that is still going is no part of a mean beside others that have ended.
    const done = whole.filter((member) => !member.active);
    // Before there is one, the first stands for all, as in the table; if all were stopped, too.
    const counted = done.length ? done : (whole.length ? whole : members).slice(0, 1);
    this.ids = counted.map((member) => member.id);
    this.series = counted.map((member) => rowsOf(member.id));
    // Where the first seed stopped early the mean ends: a mean over fewer seeds is another thing.
    const ended = counted.filter((member) => !member.active);
    const longest = Math.max(0, ...this.series.map((rows) => rows.length));
    this.length = Math.min(longest, ...ended.map((member) => rowsOf(member.id).length));
  }

  // Values of a column in one epoch (from 0), of the seeds that have got that far.
  at(epoch, column) {
    return this.series.filter((rows) => rows.length > epoch).map((rows) => rows[epoch][column]);
  }

  counts() {
    return this.each((epoch) => this.series.filter((rows) => rows.length > epoch).length);
  }

  mean(column) {
    return this.each((epoch) => meanOf(this.at(epoch, column)));
  }

  // Half height of the band, null where only one seed has got that far. `factors[n]` turns the
  // standard deviation of n seeds into half of the interval of their mean.
  half(column, mode, factors) {
    return this.each((epoch) => {
      const values = this.at(epoch, column);
      if (values.length < 2 || values.includes(null)) return null;
      const sd = deviationOf(values);
      return mode === "sd" ? sd : sd * factors[values.length];
    });
  }

  each(what) {
    return Array.from({ length: this.length }, (_, epoch) => what(epoch));
  }
}

export function meanOf(values) {
  if (values.includes(null)) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// With n - 1.
export function deviationOf(values) {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
