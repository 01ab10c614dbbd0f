// The one way in which this page makes elements: texts are texts, never markup.

export const $ = (selector) => document.querySelector(selector);

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

// Whether what an element shows is other than last time; what is the same stays, with its focus and its selection.
export function changed(element, data) {
  const now = JSON.stringify(data);
  const before = last.get(element);
  last.set(element, now);
  return now !== before;
}

const last = new WeakMap();

// What this browser remembers, for this window or for good, where it remembers anything.
export function recall(name, otherwise, where = "sessionStorage") {
  try { return JSON.parse(globalThis[where].getItem(name)) ?? otherwise; } catch { return otherwise; }
}

export function store(name, value, where = "sessionStorage") {
  try { globalThis[where].setItem(name, JSON.stringify(value)); } catch { /* it may forbid it */ }
}

// A text as nodes, with what is found in it marked.
export function marked(text, tags) {
  const found = [...tags].sort((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(${["⟦[^⟧\\n]*⟧", ...found].join("|")})`, "g");
  return text.split(pattern).map((piece, at) => {
    if (at % 2 === 0) return piece;
    return make("mark", { class: piece.startsWith("⟦") ? "missing" : "tag" }, piece);
  });
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
