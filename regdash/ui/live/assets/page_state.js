// Tells the server when what it has drawn around an element is outdated, so that it draws that part again.

export class PageStateReporter {
  // interval: minimum milliseconds between two redraws, unless `report` is called as urgent. send: called with the new state.
  constructor(interval, send) {
    this.interval = interval;
    this.send = send;
    this.forget();
  }

  // What is around the element now belongs to this state.
  drawn(state) {
    this.shown = state;
  }

  // The state that the server has announced with its last update.
  announce(state) {
    if (state) this.current = state;
  }

  report({ urgent = false } = {}) {
    if (!this.shown || !this.current || this.current === this.shown || this.current === this.reported) return;
    const wait = urgent ? 0 : (this.reportedAt ?? 0) + this.interval - Date.now();
    clearTimeout(this.timer);
    if (wait > 0) {
      this.timer = setTimeout(() => this.report(), wait);
      return;
    }
    this.reportedAt = Date.now();
    this.reported = this.current;
    this.send(this.current);
  }

  // The element shows something else.
  forget() {
    clearTimeout(this.timer);
    this.current = this.reported = null;
  }

  // The element has left the page.
  stop() {
    clearTimeout(this.timer);
  }
}
