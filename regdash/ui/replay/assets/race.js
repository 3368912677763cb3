// Geometry and timing of a replay; needs no DOM.

// Milliseconds of one round: the lines grow, are held as they ended, and fade out.
export const GROW = 3600;
export const HOLD = 2100;
export const FADE = 300;

// The state of a replay after some milliseconds: share of the epochs drawn, opacity of the lines.
export function stateAt(time) {
  const now = time % (GROW + HOLD + FADE);
  if (now < GROW) return { share: now / GROW, opacity: 1 };
  return { share: 1, opacity: 1 - Math.max(0, now - GROW - HOLD) / FADE };
}

// Epochs of the longest run, and the range of the losses. Early epochs, in which all runs improve
// quickly, are left out of the range: they would flatten what follows.
export function rangesOf(lines) {
  const epochs = Math.max(...lines.map((line) => line.epochs));
  const start = Math.ceil(0.15 * epochs);
  const shown = lines.flatMap((line) => line.val_loss.slice(Math.min(start, line.val_loss.length - 1)));
  const [low, high] = [Math.min(...shown), Math.max(...shown)];
  const space = 0.08 * (high - low || high);
  return { epochs, low: low - space, high: high + space };
}

// A plot of `width` x `height` pixels: functions from epoch and loss to its coordinates.
export function scalesOf({ epochs, low, high }, { width, height, left, right, top, bottom }) {
  const [w, h] = [width - left - right, height - top - bottom];
  return {
    x: (epoch) => left + (w * (epoch - 1)) / Math.max(1, epochs - 1),
    y: (loss) => top + h * ((high - loss) / (high - low)),
  };
}

// The points of a line up to `epoch`, a fraction of an epoch included, as [epoch, loss].
export function pointsUntil(losses, epoch) {
  const whole = Math.min(Math.floor(epoch), losses.length);
  const points = losses.slice(0, whole).map((loss, index) => [index + 1, loss]);
  const rest = epoch - whole;
  if (whole < losses.length && whole > 0 && rest > 0) {
    points.push([epoch, losses[whole - 1] + rest * (losses[whole] - losses[whole - 1])]);
  }
  return points;
}

// Two or three round numbers within a range.
export function ticksOf(low, high) {
  const rough = (high - low) / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks = [];
  for (let n = Math.ceil(low / step); n * step <= high; n += 1) ticks.push((n * step).toFixed(digits));
  return ticks;
}

// Heights for labels that want to be at `wanted`, at least `spacing` apart and between both bounds;
// none moves further than it must.
export function spread(wanted, spacing, top, bottom) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const placed = new Array(wanted.length);
  let limit = top;
  for (const index of order) {
    placed[index] = Math.max(limit, wanted[index]);
    limit = placed[index] + spacing;
  }
  limit = bottom;
  for (const index of order.reverse()) {
    placed[index] = Math.min(limit, placed[index]);
    limit = placed[index] - spacing;
  }
  return placed;
}
