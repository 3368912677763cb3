// Numbers as the tables write them; the server sends how (see `Quantity` in settings/formatting.py).
const DIGITS = 7; // a value arrives as float32
const HUGE = 1e12; // from here on, numbers are in scientific notation
const HUGE_OF_THREE_DIGITS = 1e7; // the same for those of three significant digits
const MOST_DECIMALS = 6;

// Text of a number, such as "97.14 %"; the rounding is half to even, of the decimal number.
export function formatNumber(value, { scale = 1, decimals = null, unit = "", signed = false, grouped = true } = {}) {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : "–";
  const scaled = Number((value * scale).toPrecision(DIGITS));
  const places = decimals ?? significantPlaces(scaled);
  const shown = roundHalfEven(scaled, places);
  const size = Math.abs(shown);
  let text = size.toFixed(places);
  if (size >= (decimals === null ? HUGE_OF_THREE_DIGITS : HUGE)) text = scientific(size);
  else if (grouped) text = text.replace(/^\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
  const sign = shown < 0 ? "−" : signed && shown > 0 ? "+" : "";
  return `${sign}${text}${unit ? ` ${unit}` : ""}`;
}

// Such as "1.23e+07"; the exponent has at least two digits.
function scientific(value) {
  return roundHalfEven(value, 2 - exponentOf(value)).toExponential(2).replace(/e([+-])(\d)$/, "e$10$2");
}

// Decimals of three significant digits, at most six.
function significantPlaces(value) {
  return value === 0 ? 2 : Math.min(MOST_DECIMALS, Math.max(0, 2 - exponentOf(value)));
}

// The exponent of a number that is rounded to three digits.
function exponentOf(value) {
  return Number(value.toExponential(2).split("e")[1]);
}

function roundHalfEven(value, places) {
  const moved = shift(value, places);
  const floor = Math.floor(moved);
  const tie = moved - floor === 0.5;
  const rounded = tie ? floor + (Math.abs(floor) % 2) : Math.round(moved);
  return shift(rounded, -places);
}

// Moves the decimal point, exactly: a multiplication would not be.
function shift(value, places) {
  const [digits, exponent = "0"] = String(value).split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
