// The way from the server to the element: news arrive as soon as they are there, each is answered
// when it has been drawn. Opened again when it breaks, with pauses that grow.
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

  // What was received last is on the screen: "drawn", or "table" where points came that no chart shows.
  answer(what) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(what);
  }

  close() {
    this.closed = true;
    clearTimeout(this.again);
    this.socket.close();
  }
}
