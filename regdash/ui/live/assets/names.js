// Names of runs, shortened where there is little room.

const ELLIPSIS = "…";

// Shorten a text in the middle to at most `most` characters, so that both ends stay readable: names
// of runs differ at either. Texts that fit are unchanged.
export function shortenMiddle(text, most) {
  const letters = Array.from(text); // splits no surrogate pairs
  if (letters.length <= most) return text;
  if (most <= 1) return ELLIPSIS;
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  const begin = letters.slice(0, head).join("").trimEnd();
  const end = tail ? letters.slice(-tail).join("").trimStart() : "";
  return `${begin}${ELLIPSIS}${end}`;
}
