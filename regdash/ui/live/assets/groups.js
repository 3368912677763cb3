// Mean and spread of several seeds, per epoch.

export class Group {
  // members: rows of the table; failed ones are left out, as the table says. rowsOf: points of a run, one array per epoch.
  constructor(members, rowsOf) {
    const whole = members.filter((member) => !member.broken && !member.twin);
    // Active runs are left out of the mean once others have ended.
    const done = whole.filter((member) => !member.active);
    // Before that, or if all were stopped, the first one is used, as in the table.
    const counted = done.length ? done : (whole.length ? whole : members).slice(0, 1);
    this.ids = counted.map((member) => member.id);
    this.series = counted.map((member) => rowsOf(member.id));
    // The mean ends where the first seed stopped early: a mean over fewer seeds is not comparable.
    const ended = counted.filter((member) => !member.active);
    const longest = Math.max(0, ...this.series.map((rows) => rows.length));
    this.length = Math.min(longest, ...ended.map((member) => rowsOf(member.id).length));
  }

  // Values of a column in one epoch (from 0), of the seeds that have reached it.
  at(epoch, column) {
    return this.series.filter((rows) => rows.length > epoch).map((rows) => rows[epoch][column]);
  }

  counts() {
    return this.each((epoch) => this.series.filter((rows) => rows.length > epoch).length);
  }

  mean(column) {
    return this.each((epoch) => meanOf(this.at(epoch, column)));
  }

  // Half height of the band, null where only one seed has reached the epoch. `factors[n]` turns the
  // standard deviation of n seeds into half the width of the interval of their mean.
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

// Sample standard deviation (n - 1).
export function deviationOf(values) {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
