// Records what the page shows in every frame, starting before its first script. Assumes only that
// Plotly keeps traces in `data` and that the `meta` of a trace names its run and role.
(() => {
  const bench = {
    points: [], // {line, epoch, at}: all up to this epoch are painted in every chart
    frames: [], // performance.now() of each frame
    received: [], // [Date.now(), bytes] of each message from the server
    last: {},
  };
  window.bench = bench;

  const Plain = window.WebSocket;
  window.WebSocket = class extends Plain {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => {
        bench.received.push([Date.now(), data.byteLength ?? data.size ?? data.length]);
      });
    }
  };

  // The last epoch of each run that all charts show. The number of points would not do, because
  // long curves are thinned.
  function lastEpochs() {
    const last = {};
    for (const chart of document.querySelectorAll(".rd-live .js-plotly-plot")) {
      for (const { meta, x } of chart.data ?? []) {
        if (meta?.role !== "validation" || !x?.length) continue;
        const epoch = x[x.length - 1];
        last[meta.line] = Math.min(last[meta.line] ?? Infinity, epoch);
      }
    }
    return last;
  }

  let due = []; // drawn in this frame; on the screen when the next one begins
  function look(now) {
    bench.frames.push(now);
    const at = Date.now();
    for (const [line, epoch] of due) bench.points.push({ line, epoch, at });
    due = [];
    for (const [line, epoch] of Object.entries(lastEpochs())) {
      if (epoch === bench.last[line]) continue;
      bench.last[line] = epoch;
      due.push([line, epoch]);
    }
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);
})();
