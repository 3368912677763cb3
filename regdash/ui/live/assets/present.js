// Presentation mode: charts and table alone, in large type. It is a state of the live element, so going in and
// out keeps its DOM nodes. What is outside the element is hidden by present.css.
import { fontSizeOf, listenFor, make, makeButton, setText } from "./dom.js";
import { theLink } from "./link.js";
import { PresentedTable } from "./presented_table.js";
import { BOTH, PRESSED, STEPPED, TYPING, actionOf, nextSlide, slideOf, slidesOf, switchLog, textOf } from "./slides.js";

const PRESENT_BUTTON = ".st-key-open_present button";
const NOTICE_SHOWN = 4000; // milliseconds

// The keys named at the bottom; pressing a name does the same, on screens without a keyboard too.
const NAMED = [
  ["pause", "Space", "pause"],
  ["back", "←", ""],
  ["forward", "→", "chart"],
  ["log", "L", "log axis"],
  ["full", "F", "full screen"],
  ["repeat", "R", "another seed"],
  ["code", "Q", "QR code"],
  ["leave", "P", "leave"],
];

export class Presentation {
  // handlers: `redraw()`, `choose()` after a change of the view, `pause(paused)`, `act(action)`, and `closeTip()`,
  // which returns whether an explanation was open.
  constructor(root, view, handlers) {
    Object.assign(this, { root, view, handlers, lines: [], charts: [], paused: false });
    this.addBar();
    this.addHeadings();
    this.addKeys();
    this.addCode();
    listenFor(root, window, "keydown", (event) => this.press(event), { capture: true });
    listenFor(root, window, "resize", () => this.presenting && this.settle());
    // The page's button needs no round trip to the server.
    listenFor(root, document, "click", (event) => this.click(event), { capture: true });
  }

  get presenting() {
    return this.view.slide !== null;
  }

  // Of the text in the mode, in pixels; null on the page.
  get fontSize() {
    return this.presenting ? fontSizeOf(this.root) : null;
  }

  get slides() {
    return slidesOf(this.charts, this.view, window.innerWidth);
  }

  // What the link names, or the first slide if there is no such slide, or no room for it.
  get wanted() {
    const { slides } = this;
    const slide = slideOf(this.written, slides);
    return slide === null || slides.includes(slide) ? slide : slides[0];
  }

  addBar() {
    this.bar = make("div", "rd-bar");
    this.title = make("h2");
    this.setup = make("span", "rd-bar-setup");
    this.notice = make("output", "rd-notice");
    this.bar.append(this.title, this.setup, this.notice, this.root.querySelector(".rd-key").cloneNode(true));
    this.root.prepend(this.bar);
  }

  addHeadings() {
    this.headings = {};
    for (const side of ["left", "right"]) {
      this.headings[side] = make("h3", "rd-heading");
      this.root.querySelector(`[data-chart=${side}]`).before(this.headings[side]);
    }
    this.table = new PresentedTable(this.root);
  }

  addKeys() {
    this.keys = make("div", "rd-keys");
    this.keys.setAttribute("role", "group");
    this.keys.setAttribute("aria-label", "Keys of the presentation");
    this.buttons = {};
    for (const [action, key, words] of NAMED) {
      const button = makeButton("", ({ detail }) => {
        this.perform(action);
        if (detail) button.blur(); // pressed with the pointer: the next space pauses
      });
      button.dataset.do = action;
      button.append(make("kbd", "", key), make("span", "", words));
      if (action === "back") button.setAttribute("aria-label", "Previous chart");
      if (action === "forward") button.setAttribute("aria-label", "Next chart");
      this.buttons[action] = button;
      this.keys.append(button);
    }
    this.buttons.full.hidden = !document.fullscreenEnabled;
    this.buttons.pause.hidden = true; // until something runs
    this.root.append(this.keys);
  }

  // The link as a QR code, over the right half.
  addCode() {
    this.code = make("figure", "rd-code");
    this.picture = make("div", "rd-code-picture");
    this.codeText = make("figcaption");
    this.code.append(this.picture, this.codeText);
    this.code.hidden = true;
    this.root.append(this.code);
  }

  // The page was drawn. presented: {title, setup, code} of what can be presented, see ui/presenting.py; nothing:
  // the mode is not available. started: the ids of the runs that were started last.
  update(presented, started) {
    this.available = Boolean(presented);
    this.cover(this.presenting);
    this.confirm(started.join());
    setText(this.title, presented?.title ?? "");
    setText(this.setup, presented?.setup ?? "");
    const { picture = "", text = "The QR code is being drawn." } = presented?.code ?? {};
    if (picture !== this.drawn) this.picture.innerHTML = this.drawn = picture; // has no text of users
    setText(this.codeText, text);
  }

  // Another comparison.
  forget() {
    this.resume();
    this.leaveFullScreen();
    this.written = "";
    this.show(null);
  }

  // Show what the link says; whether there is such a slide is known when the charts have arrived.
  follow() {
    if (!this.available) return;
    const text = theLink().present;
    if (text === this.written) return;
    this.written = text;
    this.show(slideOf(text, this.slides));
  }

  press(event) {
    if (!this.available || document.querySelector("[role=dialog]")) return;
    const within = (selector) => Boolean(event.target.closest?.(selector));
    const focus = { typing: within(TYPING), pressed: within(PRESSED), stepped: within(STEPPED) };
    const action = actionOf(event, this.presenting, focus);
    if (!action) return;
    // Streamlit has keys of its own, such as R.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape" && this.handlers.closeTip()) return;
    if (event.key === "Escape" && !this.code.hidden) this.showCode(false);
    else this.perform(action);
  }

  click(event) {
    if (!this.available || !event.target.closest?.(PRESENT_BUTTON)) return;
    event.preventDefault();
    event.stopPropagation();
    this.enter();
  }

  perform(action) {
    if (action === "present") this.enter();
    else if (action === "leave") this.leave();
    else if (action === "pause") this.buttons.pause.hidden || this.pause(!this.paused);
    else if (action === "full") this.toggleFullScreen();
    else if (action === "repeat") this.repeat();
    else if (action === "log") this.switchLog();
    else if (action === "code") this.showCode(this.code.hidden);
    else this.turnTo(nextSlide(this.slides, this.view.slide, action === "back" ? -1 : 1));
  }

  enter() {
    this.focused = document.activeElement;
    this.focused?.blur();
    this.turnTo(this.slides[0]);
    this.say("Presentation: charts and table alone. Press Escape to leave.", true);
  }

  leave() {
    this.resume();
    this.leaveFullScreen();
    this.turnTo(null);
    if (this.focused?.isConnected) this.focused.focus({ preventScroll: true });
    this.focused = null;
  }

  leaveFullScreen() {
    if (this.presenting && document.fullscreenElement) document.exitFullscreen().catch(() => {});
  }

  turnTo(slide) {
    this.written = slide === null ? "" : textOf(slide, this.slides);
    theLink().present = this.written;
    this.show(slide);
  }

  // slide: null: leave the mode.
  show(slide) {
    if (slide === this.view.slide) return;
    const { root } = this;
    // Keep its place in the page, so that the page is not scrolled.
    if (!this.presenting) root.parentElement.style.minHeight = `${root.offsetHeight}px`;
    this.view.slide = slide;
    this.view.highlight = null;
    root.classList.toggle("rd-present", slide !== null);
    this.cover(this.presenting);
    root.classList.toggle("rd-single", slide !== null && slide !== BOTH);
    if (slide === null) {
      this.table.widen();
      root.parentElement.style.minHeight = "";
      this.code.hidden = true;
      this.asked = null;
    }
    this.handlers.redraw();
  }

  // Hide the rest of the page, or show it. A class, since `:has()` would be looked up at each change of the page.
  cover(hidden) {
    document.documentElement.classList.toggle("rd-presenting", hidden);
  }

  // The window has another size: perhaps only one chart fits now, or both again.
  settle() {
    const { wanted } = this;
    this.table.widen();
    if (wanted === this.view.slide) this.handlers.redraw();
    else this.show(wanted);
  }

  pause(paused) {
    if (paused === this.paused) return;
    this.paused = paused;
    setText(this.buttons.pause.lastChild, paused ? "continue" : "pause");
    this.say(paused ? "Paused" : "", false, true);
    this.handlers.pause(paused);
  }

  resume() {
    this.pause(false);
  }

  repeat() {
    const shown = this.lines.filter((line) => !line.group && this.view.shows(line));
    if (!shown.length) return;
    this.resume();
    this.handlers.act({ kind: "again", lines: shown.map(({ id }) => id) });
    this.asked = shown.length;
  }

  // Said once the runs are there: the server may refuse them, and then says why.
  confirm(started) {
    const { asked } = this;
    const changed = started !== this.started;
    this.started = started;
    if (!asked || !changed) return;
    this.asked = null;
    this.say(asked === 1 ? "1 method starts again with another seed" : `${asked} methods start again with another seed`);
  }

  switchLog() {
    const charts = this.view.inSight(this.charts);
    const switched = switchLog(charts, this.view.log);
    if (charts.length && !Object.keys(switched).length) this.say("No log axis: values may be negative");
    Object.assign(this.view.log, switched);
    this.handlers.choose();
  }

  toggleFullScreen() {
    const changed = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    changed.catch(() => this.say("This browser refuses full screen; try F11."));
  }

  // Asked for each time: the link has the runs that there are now.
  showCode(shown) {
    this.code.hidden = !shown;
    if (shown) this.handlers.act({ kind: "code" });
  }

  // Show a sentence for a while. silent: only for screen readers. lasting: until the next one.
  say(text, silent = false, lasting = false) {
    clearTimeout(this.noticeTimer);
    setText(this.notice, text);
    this.notice.classList.toggle("rd-unseen", silent);
    if (text && !lasting) this.noticeTimer = setTimeout(() => this.say(this.paused ? "Paused" : "", false, true), NOTICE_SHOWN);
  }

  draw(figures, lines) {
    this.lines = lines;
    this.charts = Object.values(figures.light).map(({ chart }) => chart);
    if (!this.presenting) return;
    this.show(this.wanted); // the link may name no chart
    for (const [side, heading] of Object.entries(this.headings)) {
      const chart = this.charts.find(({ key }) => key === this.view.chartOn(side));
      const log = chart && this.view.isLog(chart);
      setText(heading, chart ? `${chart.axis}${log ? ", log axis" : ""}` : "");
    }
    this.buttons.log.hidden = this.view.inSight(this.charts).every(({ signed }) => signed);
    this.buttons.pause.hidden = !this.paused && !lines.some(({ active }) => active);
    if (this.table.draw(this.fontSize)) this.handlers.redraw();
  }
}
