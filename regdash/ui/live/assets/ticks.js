// Ticks that do not repeat: Plotly's own labels of a log axis are "2" and "5" in every decade, and
// between few epochs it puts fractions.
import { formatNumber } from "./numbers.js";

const FEW_EPOCHS = 10;

// Multiples of a power of ten with a tick, the densest first; then only every second, third ... power.
const MULTIPLES = [[1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]];

// Settings of an axis of epochs over this range: no ticks between epochs.
export function epochTicks([from, to]) {
  return Math.abs(to - from) < FEW_EPOCHS ? { dtick: 1, tick0: 0 } : { dtick: null };
}

// Settings of a log axis: `range` is [low, high] in values, `pixels` its height, `distance` the least one of two
// labels.
export function logTicks([low, high], pixels, percent, distance = 24) {
  const values = chooseLogTicks(low, high, pixels, distance);
  return { tickmode: "array", tickvals: values, ticktext: values.map((value) => labelOf(value, percent)) };
}

function chooseLogTicks(low, high, pixels, distance) {
  const perDecade = pixels / Math.log10(high / low);
  for (const multiples of MULTIPLES) {
    const closest = Math.min(...multiples.map((value, index) => Math.log10((multiples[index + 1] ?? 10) / value)));
    if (closest * perDecade < distance) continue;
    const ticks = spanDecades(low, high, multiples, 1);
    return ticks.length >= 3 ? ticks : linearTicks(low, high, pixels, distance);
  }
  return spanDecades(low, high, [1], Math.ceil(distance / perDecade));
}

function spanDecades(low, high, multiples, step) {
  const ticks = [];
  for (let decade = Math.floor(Math.log10(low) / step) * step; decade <= Math.log10(high); decade += step) {
    for (const multiple of multiples) ticks.push(Number(`${multiple}e${decade}`));
  }
  return ticks.filter((value) => value >= low && value <= high);
}

// For less than a decade: steps of 1, 2 or 5.
function linearTicks(low, high, pixels, distance) {
  const least = ((high - low) * distance) / pixels;
  const power = Math.floor(Math.log10(least));
  const steps = [1, 2, 5, 10, 20].map((step) => Number(`${step}e${power}`));
  // Below the middle of a log axis, steps are wider than on average; above, narrower.
  const step = steps.find((size) => (Math.log(high / (high - size)) / Math.log(high / low)) * pixels >= distance) ?? steps[4];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

// As few digits as the number has: 0.02, 1e-5, 20%.
function labelOf(value, percent) {
  const shown = Number((percent ? 100 * value : value).toPrecision(6));
  const text = shown >= 1e5 || shown < 1e-4 ? shown.toExponential().replace("+", "") : formatPlain(shown);
  return percent ? `${text}%` : text;
}

function formatPlain(value) {
  const decimals = (String(value).split(".")[1] ?? "").length;
  return formatNumber(value, { decimals });
}
