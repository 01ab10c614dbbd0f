// One email in its frame. A new version loads behind the old one and takes its place when it is whole, so nothing flickers
// and nothing scrolls away.

import { make } from "./dom.js";
import { blockAt, blockOf, marksOf } from "./blocks.js";
import { force, highlight, invert } from "./look.js";

const LONGEST = 500; // milliseconds to wait for pictures of the web before showing the email without them

export class Mail {
  // `chosen` is told the place of a block that was clicked, `pressed` gets the keys that were pressed in the email; one
  // of several emails bears its contact's name.
  constructor({ contact, chosen, pressed }) {
    this.contact = contact;
    this.tell = { chosen, pressed };
    this.caption = contact ? make("h2", {}, contact) : null;
    this.hover = make("div", { class: "spot", hidden: true });
    this.spot = make("div", { class: "spot chosen", hidden: true });
    this.sheet = make("div", { class: "sheet" }, this.layer(), this.hover, this.spot);
    this.element = make("div", { class: "mail" }, this.caption, this.sheet);
    this.tags = [];
    this.places = {};
    this.marks = [];
    this.scale = 1;
  }

  get doc() { return this.frame?.contentDocument ?? null; }

  // What lies over the email and takes the mouse: a frame without scripts tells its page of no clicks in Safari, and no
  // link can be followed by mistake.
  layer() {
    const layer = make("div", { class: "layer", "aria-hidden": "true" });
    layer.addEventListener("pointermove", (event) => this.pointed(this.under(event)));
    layer.addEventListener("pointerleave", () => { this.hover.hidden = true; });
    layer.addEventListener("click", (event) => this.clicked(this.under(event)));
    return layer;
  }

  under({ clientX, clientY }) {
    const box = this.sheet.getBoundingClientRect();
    return this.doc?.elementFromPoint((clientX - box.left) / this.scale, (clientY - box.top) / this.scale) ?? null;
  }

  // Load an address; it is not shown where a later one has overtaken it, or the server is gone.
  async load(url, scheme) {
    const frame = make("iframe", { sandbox: "allow-same-origin", title: "The email", class: "coming", src: url });
    this.coming?.remove();
    this.coming = frame;
    this.sheet.prepend(frame);
    await readable(frame);
    if (this.coming !== frame) return;
    this.coming = null;
    if (!frame.contentDocument?.body || frame.contentDocument.URL === "about:blank") frame.remove();
    else this.take(frame, scheme);
  }

  take(frame, scheme) {
    const doc = frame.contentDocument;
    force(doc, scheme === "dark" ? "dark" : "light");
    if (scheme === "inverted") invert(doc);
    doc.documentElement.style.overflow = "hidden"; // the frame is as high as the email
    for (const kind of ["click", "auxclick"]) doc.addEventListener(kind, (event) => event.preventDefault());
    doc.addEventListener("keydown", (event) => this.tell.pressed(event));
    frame.style.height = `${this.frame?.offsetHeight || 600}px`;
    frame.className = "";
    this.frame?.remove();
    this.frame = frame;
    this.marks = marksOf(doc);
    this.spot.hidden = this.hover.hidden = true;
    this.mark(this.tags, {}); // the marks of this version are told apart once its places are known
    this.watcher?.disconnect();
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(frame);
    this.watcher.observe(doc.body);
    this.fit();
    this.note();
  }

  size(width, scale) {
    this.scale = scale;
    this.sheet.style.width = `${width}px`;
    this.sheet.style.transform = scale < 1 ? `scale(${scale})` : "";
    this.element.classList.toggle("phone", width < 480);
    this.fit();
  }

  fit() {
    const body = this.doc?.body;
    if (!body || !this.frame.offsetWidth) return;
    const height = Math.ceil(Math.max(body.getBoundingClientRect().bottom, body.scrollHeight));
    if (Math.abs(height - this.frame.offsetHeight) > 1) this.frame.style.height = `${height}px`;
    const small = this.scale < 1; // what is shown smaller still takes its whole room, unless it is told
    this.element.style.width = small ? `${this.sheet.offsetWidth * this.scale}px` : "";
    this.element.style.height = small ? `${this.sheet.offsetHeight * this.scale}px` : "";
    for (const spot of [this.hover, this.spot]) if (!spot.hidden) this.outline(spot, spot.block); // which may have moved
  }

  // Say beside a contact's name which fields it lacks.
  note() {
    const lacks = new Set(this.doc.body.textContent.match(/⟦[^⟧]*⟧/g)?.map((field) => field.slice(1, -1)));
    this.caption?.replaceChildren(this.contact, lacks.size ? make("small", {}, `lacks ${[...lacks].join(", ")}`) : "");
  }

  // How many pictures of the email are on the web.
  elsewhere() {
    return [...(this.doc?.images ?? [])].filter((picture) => new URL(picture.src).origin !== location.origin).length;
  }

  mark(tags, places) {
    Object.assign(this, { tags, places });
    if (this.doc?.body) highlight(this.doc, tags);
  }

  clicked(target) {
    const link = target?.closest("a[href]");
    const there = link?.hash && this.doc.getElementById(decoded(link.hash.slice(1)));
    if (there) this.show(there);
    const found = target && blockAt(target, this.marks, this.places);
    if (!found) return;
    this.outline(this.spot, found.element);
    this.tell.chosen(found.place, link?.getAttribute("href"));
  }

  pointed(target) {
    const found = target && blockAt(target, this.marks, this.places);
    this.hover.hidden = !found;
    if (found) this.outline(this.hover, found.element);
  }

  // Outline the block that a place is about, and show it where that is asked; false where it shows nowhere.
  reveal(place, { scroll = true } = {}) {
    const block = this.doc?.body && blockOf(place, this.marks, this.places);
    if (!block) return false;
    this.outline(this.spot, block);
    if (scroll) this.show(block);
    return true;
  }

  outline(spot, block) {
    const box = block.getBoundingClientRect();
    Object.assign(spot.style, {
      left: `${box.left - 3}px`, top: `${box.top - 3}px`, width: `${box.width + 6}px`, height: `${box.height + 6}px`,
    });
    spot.block = block;
    spot.hidden = false;
  }

  show(block) {
    const stage = document.getElementById("stage");
    const top = this.sheet.getBoundingClientRect().top + block.getBoundingClientRect().top * this.scale;
    const room = stage.getBoundingClientRect();
    stage.scrollTo({ top: stage.scrollTop + top - room.top - room.height / 4, behavior: calm() ? "auto" : "smooth" });
  }

  remove() {
    this.coming = null;
    this.watcher?.disconnect();
    this.element.remove();
  }
}

// Until all of the email is there, its pictures too if they come soon.
function readable(frame) {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      const doc = frame.contentDocument;
      if (!frame.isConnected || (doc && doc.URL !== "about:blank" && doc.readyState !== "loading")) done();
    }, LONGEST);
    const done = () => {
      clearInterval(look);
      resolve();
    };
    frame.addEventListener("load", done, { once: true });
  });
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return text; } // a lone percent sign
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
