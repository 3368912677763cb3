// The page's address. Streamlit adds an entry to the browser's history whenever the script changes
// the query; here, an entry stands for a place: a page, with the comparison or case study open on
// it. Other changes, such as settings in the composer, replace the current entry.
// The live element writes the view of a place to the address, and whether it is presented, without the
// server.
const VIEW = "view";
const PRESENT = "present";

// Milliseconds between two writes: browsers refuse many in a short time.
const MIN_WRITE_INTERVAL = 300;

// The composer of this page only adds runs to the open comparison, which is not shown there.
const SHOWS_NO_COMPARISON = /\/data$/;

// What an entry of the history stands for.
export function placeOf(url) {
  const opened = SHOWS_NO_COMPARISON.test(url.pathname) ? [] : ["comparison", "study"];
  return [url.pathname, ...opened.map((name) => url.searchParams.get(name) ?? "")].join("|");
}

// The text of the view in an address, "" if there is none.
export function viewOf(url) {
  return url.searchParams.get(VIEW) ?? "";
}

// The same for presentation mode: "" if it is off; see `slideOf` in slides.js.
export function presentOf(url) {
  return url.searchParams.get(PRESENT) ?? "";
}

// The same address with another view; the text of the other parameters is not changed.
export function withView(url, view) {
  return withParameter(url, VIEW, view);
}

export function withPresent(url, present) {
  return withParameter(url, PRESENT, present);
}

function withParameter(url, name, text) {
  const parameters = url.search.slice(1).split("&");
  const kept = parameters.filter((parameter) => parameter && parameter.split("=", 1)[0] !== name);
  if (text) kept.push(`${name}=${encodeURIComponent(text)}`);
  const changed = new URL(url);
  changed.search = kept.join("&");
  return changed;
}

class Link {
  constructor() {
    this.places = new Map(); // views of those visited in this tab
    this.acted = false; // whether the user did something since the last entry
    this.writtenAt = 0;
    this.timer = null; // of the next write
    this.read();
    addEventListener("popstate", () => {
      this.acted = false; // a key may have been pressed for this, and has now had its effect
      this.read();
    });
    for (const action of ["click", "keydown"]) addEventListener(action, () => (this.acted = true), true);
    const [push, replace] = ["pushState", "replaceState"].map((name) => history[name].bind(history));
    this.push = push;
    this.replace = replace;
    history.pushState = (state, unused, url) => this.go(state, url, true);
    history.replaceState = (state, unused, url) => this.go(state, url, false);
  }

  // Read what the address says of its place.
  read() {
    const here = new URL(location);
    this.places.set(placeOf(here), viewOf(here));
    this.presented = presentOf(here);
  }

  // Change the address. The script may know only an older state of the place, or none.
  go(state, address, push) {
    let url = new URL(address ?? location, location);
    const place = placeOf(url);
    const moved = place !== placeOf(new URL(location));
    // What has not been written yet belongs to the entry that is being left.
    if (moved && this.timer) this.write();
    if (!this.places.has(place)) this.places.set(place, viewOf(url));
    // A place that is opened again is not presented again: only a link, Back and Forward do that.
    if (moved) this.presented = "";
    url = withPresent(withView(url, this.places.get(place)), this.presented);
    // One action can make the script change page and query one after the other: only one entry.
    const entry = push && this.acted && moved;
    if (entry) this.acted = false;
    (entry ? this.push : this.replace)(state, "", url);
  }

  // Of the current place, like `present`.
  get view() {
    return this.places.get(placeOf(new URL(location))) ?? "";
  }

  set view(text) {
    this.places.set(placeOf(new URL(location)), text);
    this.writeSoon();
  }

  get present() {
    return this.presented;
  }

  set present(text) {
    this.presented = text;
    this.writeSoon();
  }

  writeSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.write(), this.writtenAt + MIN_WRITE_INTERVAL - Date.now());
  }

  write() {
    clearTimeout(this.timer);
    this.timer = null;
    this.writtenAt = Date.now();
    const here = new URL(location);
    const url = withPresent(withView(here, this.view), this.presented);
    if (url.href !== here.href) this.replace(history.state, "", url);
  }
}

// The only instance; Streamlit loads this module once for each element.
export function theLink() {
  window.regdashLink ??= new Link();
  return window.regdashLink;
}

// Mounted on every page.
export default function keepHistory({ parentElement }) {
  const place = parentElement.closest("[data-testid=stElementContainer]") ?? parentElement;
  place.style.display = "none"; // takes no space
  theLink();
}
