// The connection from the server to the element: each update is acknowledged when it has been drawn.
// Reconnects after failures, with increasing pauses.
export const FIRST_PAUSE = 500;
export const LONGEST_PAUSE = 10_000;

// The pause after this one, in milliseconds.
export function nextPause(pause) {
  return Math.min(2 * pause, LONGEST_PAUSE);
}

// URL of the stream of a comparison, for a script with the address `script`: both are in the folder
// `regdash` of the server. parameters: what else its query has: `references=own` if each method is judged
// against its own reference instead of the baseline, `feed=study` for the study of a comparison.
export function streamAddress(script, comparison, parameters = {}) {
  const address = new URL("../../live", script);
  address.protocol = address.protocol.replace("http", "ws");
  address.searchParams.set("comparison", comparison);
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

export class Stream {
  constructor(comparison, parameters, receive) {
    this.address = streamAddress(import.meta.url, comparison, parameters);
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

  // Acknowledge that the last update is drawn: "drawn", or "table" if no chart shows its points.
  answer(what) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(what);
  }

  close() {
    this.closed = true;
    clearTimeout(this.again);
    this.socket.close();
  }
}
