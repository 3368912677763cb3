// One clock for all replays of a page, so that they run together and stop together. It stands still
// while the page is hidden, after Pause, and for people who prefer reduced motion.
const reduced = window.matchMedia("(prefers-reduced-motion: reduce)");
const replays = new Set();
let paused = false;
let time = 0;
let last = null;
let frame = null;

// Draws a replay from now on, with the time since the clock began: `draw(time)` with milliseconds,
// or null where nothing moves. It is forgotten once its node has left the page.
export function follow(replay) {
  replays.add(replay);
  run();
}

export function isStill() {
  return reduced.matches;
}

export function isPaused() {
  return paused;
}

export function togglePause() {
  paused = !paused;
  run();
}

// The next frame: `now` in milliseconds, or nothing if the clock was started or stopped.
function run(now) {
  cancelAnimationFrame(frame);
  for (const replay of replays) {
    if (!replay.root.isConnected) replays.delete(replay);
  }
  const moving = !paused && !reduced.matches && !document.hidden && replays.size > 0;
  if (now !== undefined && last !== null && moving) time += Math.min(now - last, 100);
  last = moving ? (now ?? null) : null;
  for (const replay of replays) replay.draw(reduced.matches ? null : time);
  if (moving) frame = requestAnimationFrame(run);
}

reduced.addEventListener("change", () => run());
document.addEventListener("visibilitychange", () => run());
