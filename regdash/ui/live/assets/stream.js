// The WebSocket from the server to the element: each update is acknowledged when it has been drawn.
// Reopened when the connection breaks, with growing pauses.
const LONGEST_PAUSE = 10_000;

export class Stream {
  constructor(comparison, receive) {
    const page = new URL(import.meta.url);
    const base = page.pathname.split("/_stcore/")[0];
    this.address = `${page.protocol.replace("http", "ws")}//${page.host}${base}/regdash/live?comparison=${encodeURIComponent(comparison)}`;
    this.receive = receive;
    this.pause = 500;
    this.open();
  }

  open() {
    this.socket = new WebSocket(this.address);
    this.socket.addEventListener("message", ({ data }) => {
      this.pause = 500;
      this.receive(JSON.parse(data));
    });
    this.socket.addEventListener("close", () => {
      if (this.closed) return;
      this.again = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
    });
  }

  // Acknowledge the last update: "drawn", or "table" if it had points that no chart shows.
  answer(what) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(what);
  }

  close() {
    this.closed = true;
    clearTimeout(this.again);
    this.socket.close();
  }
}
