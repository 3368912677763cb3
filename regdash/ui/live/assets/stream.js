// The WebSocket from the server to the element: each update is acknowledged when it has been drawn.
// Reopened when the connection breaks, with growing pauses.
export const FIRST_PAUSE = 500;
export const LONGEST_PAUSE = 10_000;

// Milliseconds before the attempt after one that followed this pause.
export function nextPause(pause) {
  return Math.min(2 * pause, LONGEST_PAUSE);
}

// Where a comparison is streamed from, for a script that was loaded from `page`.
export function streamAddress(page, comparison) {
  const base = page.pathname.split("/_stcore/")[0];
  const protocol = page.protocol.replace("http", "ws");
  return `${protocol}//${page.host}${base}/regdash/live?comparison=${encodeURIComponent(comparison)}`;
}

export class Stream {
  constructor(comparison, receive) {
    this.address = streamAddress(new URL(import.meta.url), comparison);
    this.receive = receive;
    this.pause = FIRST_PAUSE;
    this.open();
  }

  open() {
    this.socket = new WebSocket(this.address);
    this.socket.addEventListener("message", ({ data }) => {
      this.pause = FIRST_PAUSE;
      this.receive(JSON.parse(data));
    });
    this.socket.addEventListener("close", () => {
      if (this.closed) return;
      this.again = setTimeout(() => this.open(), this.pause);
      this.pause = nextPause(this.pause);
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
