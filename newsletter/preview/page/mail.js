// One email in its frame. A new version loads behind the old one and takes its place when it is whole, so nothing flickers
// and nothing scrolls away.

import { make } from "./dom.js";
import { blockAt, blockOf, marksOf } from "./blocks.js";
import { force, highlight, invert } from "./look.js";

const LONGEST = 10000; // milliseconds to wait for a picture before showing the email without it

export class Mail {
  // `chosen` is told the place of a block that was clicked, `pressed` gets the keys that were pressed in the email; one
  // of several emails bears its contact's name.
  constructor({ chosen, pressed, contact }) {
    this.contact = contact;
    this.caption = contact ? make("h2", {}, contact) : null;
    this.sheet = make("div", { class: "sheet" });
    this.element = make("div", { class: "mail" }, this.caption, this.sheet);
    this.hover = make("div", { class: "spot", hidden: true });
    this.spot = make("div", { class: "spot chosen", hidden: true });
    this.tell = { chosen, pressed };
    this.tags = [];
    this.places = {};
    this.marks = [];
    this.scheme = "light";
  }

  get doc() { return this.frame?.contentDocument ?? null; }

  // Load an address; false where a later one has overtaken it, or the server is gone.
  async load(url, scheme) {
    const frame = make("iframe", { sandbox: "allow-same-origin", title: "The email", class: "coming", src: url });
    this.coming?.remove();
    this.coming = frame;
    const loaded = new Promise((resolve) => {
      frame.addEventListener("load", () => resolve(true));
      setTimeout(() => resolve(true), LONGEST);
    });
    this.sheet.append(frame);
    await loaded;
    if (this.coming !== frame || !frame.isConnected) return false;
    if (!frame.contentDocument?.body || frame.contentDocument.URL === "about:blank") {
      frame.remove();
      this.coming = null;
      return false;
    }
    this.coming = null;
    this.prepare(frame, scheme);
    frame.className = "";
    this.frame?.remove();
    this.frame = frame;
    this.sheet.append(this.hover, this.spot);
    this.spot.hidden = this.hover.hidden = true;
    this.mark(this.tags, this.places);
    this.fit();
    this.note();
    return true;
  }

  prepare(frame, scheme) {
    const doc = frame.contentDocument;
    this.scheme = scheme;
    force(doc, scheme === "dark" ? "dark" : "light");
    if (scheme === "inverted") invert(doc);
    doc.documentElement.style.overflow = "hidden"; // the frame is as high as the email
    this.marks = marksOf(doc);
    doc.addEventListener("click", (event) => this.clicked(event));
    doc.addEventListener("auxclick", (event) => event.preventDefault());
    doc.addEventListener("mouseover", (event) => this.pointed(event.target));
    doc.addEventListener("mouseleave", () => { this.hover.hidden = true; });
    doc.addEventListener("keydown", (event) => this.tell.pressed(event));
    this.watcher?.disconnect();
    this.watcher = new ResizeObserver(() => this.fit());
    this.watcher.observe(frame);
    this.watcher.observe(doc.body);
    frame.style.height = `${this.frame?.offsetHeight || 600}px`;
  }

  fit() {
    const body = this.doc?.body;
    if (!body || !this.frame.offsetWidth) return;
    const height = Math.ceil(Math.max(body.getBoundingClientRect().bottom, body.scrollHeight));
    if (Math.abs(height - this.frame.offsetHeight) > 1) this.frame.style.height = `${height}px`;
  }

  // Say beside a contact's name which fields it lacks.
  note() {
    const lacks = new Set(this.doc.body.textContent.match(/⟦[^⟧]*⟧/g)?.map((field) => field.slice(1, -1)));
    this.caption?.replaceChildren(this.contact, lacks.size ? make("small", {}, `lacks ${[...lacks].join(", ")}`) : "");
  }

  mark(tags, places) {
    Object.assign(this, { tags, places });
    if (this.doc?.body) highlight(this.doc, tags);
  }

  clicked(event) {
    event.preventDefault(); // links lead nowhere here; one within the email is followed by hand
    const target = event.target.closest?.("a[href^='#']")?.getAttribute("href");
    const there = target && target.length > 1 && this.doc.getElementById(decodeURIComponent(target.slice(1)));
    if (there) this.show(there);
    const found = blockAt(event.target, this.marks, this.places);
    if (!found) return;
    this.outline(this.spot, found.element);
    this.tell.chosen(found.place, event.target.closest?.("a[href]")?.getAttribute("href"));
  }

  pointed(target) {
    const found = target.closest && blockAt(target, this.marks, this.places);
    this.hover.hidden = true;
    if (found) this.outline(this.hover, found.element);
  }

  // Show the block that a place is about; false where it shows nowhere.
  reveal(place) {
    const block = this.doc?.body && blockOf(place, this.marks, this.places);
    if (!block) return false;
    this.outline(this.spot, block);
    this.show(block);
    return true;
  }

  outline(spot, block) {
    const box = block.getBoundingClientRect();
    Object.assign(spot.style, {
      left: `${box.left - 3}px`, top: `${box.top - 3}px`, width: `${box.width + 6}px`, height: `${box.height + 6}px`,
    });
    spot.hidden = false;
  }

  show(block) {
    const stage = document.getElementById("stage");
    const top = this.sheet.getBoundingClientRect().top + block.getBoundingClientRect().top;
    const room = stage.getBoundingClientRect();
    stage.scrollTo({ top: stage.scrollTop + top - room.top - room.height / 4, behavior: calm() ? "auto" : "smooth" });
  }

  remove() {
    this.watcher?.disconnect();
    this.element.remove();
  }
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
