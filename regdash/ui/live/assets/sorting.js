// The order of the table's rows.

const BY_TEXT = new Intl.Collator("en", { numeric: true });

// Lines in the order of a sort, `{ key, descending }`; null: as they are. Members stay behind their
// group. Lines without a value are last, and equal ones keep their order.
export function sortLines(lines, sort) {
  if (!sort) return lines;
  const sorted = (some) => [...some].sort((a, b) => compare(a, b, sort));
  const members = new Map();
  for (const line of lines) if (line.group) members.set(line.group, [...(members.get(line.group) ?? []), line]);
  const tops = lines.filter((line) => !line.group);
  return sorted(tops).flatMap((line) => [line, ...sorted(members.get(line.id) ?? [])]);
}

// The sort after a press on a column's header: first the better values at the top (of texts and
// numbers that are neither, the smallest), then the opposite, then the original order.
export function nextSort(sort, { key, better }) {
  const first = better === "higher";
  if (sort?.key !== key) return { key, descending: first };
  return sort.descending === first ? { key, descending: !first } : null;
}

function compare(a, b, { key, descending }) {
  const [mine, theirs] = [valueOf(a, key), valueOf(b, key)];
  if (mine === null || theirs === null) return Number(mine === null) - Number(theirs === null);
  const order = typeof mine === "string" ? BY_TEXT.compare(mine, theirs) : mine - theirs;
  return descending ? -order : order;
}

function valueOf(line, key) {
  if (key === "name") return line.name;
  if (key === "status") return line.status_text;
  if (key === "verdict") return line.verdict?.value ?? null;
  return line.cells[key]?.value ?? null;
}
