// Numbers as the tables write them; the server sends how (see `Quantity` in settings/formatting.py).
const DIGITS = 7; // a value arrives as float32
const HUGE = 1e12; // larger numbers are in scientific notation
const MOST_DECIMALS = 6;

// Text of a number, such as "97.14 %"; the rounding is half to even, of the decimal number.
export function formatNumber(value, { scale = 1, decimals = null, unit = "", signed = false, grouped = true } = {}) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  const scaled = Number((value * scale).toPrecision(DIGITS));
  const places = decimals ?? significantPlaces(scaled);
  const shown = roundHalfEven(scaled, places);
  const size = Math.abs(shown);
  let text = size.toFixed(places);
  if (size >= HUGE) text = size.toExponential(2).replace(/e([+-])(\d)$/, "e$10$2");
  else if (grouped) text = text.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const sign = shown < 0 ? "−" : signed && shown > 0 ? "+" : "";
  return `${sign}${text}${unit ? ` ${unit}` : ""}`;
}

// Decimals of three significant digits, at most six; the exponent is that of the rounded number.
function significantPlaces(value) {
  if (value === 0) return 2;
  const exponent = Number(value.toExponential(2).split("e")[1]);
  return Math.min(MOST_DECIMALS, Math.max(0, 2 - exponent));
}

function roundHalfEven(value, places) {
  if (Math.abs(value) >= HUGE) return value; // has no decimals
  const [digits, exponent = "0"] = String(value).split("e");
  const moved = Number(`${digits}e${Number(exponent) + places}`);
  const floor = Math.floor(moved);
  const tie = moved - floor === 0.5;
  const rounded = tie ? floor + (Math.abs(floor) % 2) : Math.round(moved);
  return Number(`${rounded}e${-places}`);
}
