// Mean and spread of several seeds, epoch by epoch.

export class Group {
  // members: lines of the table, of which broken ones are left out; rowsOf: points of a run, one array per epoch.
  constructor(members, rowsOf) {
    const unbroken = members.filter((member) => !member.broken && !member.twin);
    // Runs in progress join the mean when they have ended.
    const done = unbroken.filter((member) => !member.active);
    // Until one has ended, or if all are broken, the first is shown alone, as in the table.
    const counted = done.length ? done : (unbroken.length ? unbroken : members).slice(0, 1);
    this.ids = counted.map((member) => member.id);
    this.series = counted.map((member) => rowsOf(member.id));
    // The mean ends at the first early stop: a mean over fewer seeds is not comparable.
    const ended = counted.filter((member) => !member.active);
    const longest = Math.max(0, ...this.series.map((rows) => rows.length));
    this.length = Math.min(longest, ...ended.map((member) => rowsOf(member.id).length));
  }

  // Values of a column in one epoch (from 0), for the seeds that have reached it.
  at(epoch, column) {
    return this.series.filter((rows) => rows.length > epoch).map((rows) => rows[epoch][column]);
  }

  counts() {
    return this.each((epoch) => this.series.filter((rows) => rows.length > epoch).length);
  }

  mean(column) {
    return this.each((epoch) => meanOf(this.at(epoch, column)));
  }

  // Half the height of the band, null where only one seed has reached the epoch. `factors[n]`
  // converts the standard deviation of n seeds to half the interval of their mean.
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

// Divides by n - 1.
export function deviationOf(values) {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
