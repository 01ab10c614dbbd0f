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

// A text as nodes, with what is found in it marked.
export function marked(text, tags, missing) {
  const found = [...tags].sort((a, b) => b.length - a.length).map((tag) => RegExp.escape?.(tag) ?? escaped(tag));
  const pattern = new RegExp(`(⟦[^⟧\\n]*⟧${found.length ? "|" + found.join("|") : ""})`, "g");
  return text.split(pattern).map((piece, at) => {
    if (at % 2 === 0) return piece;
    return make("mark", { class: missing && piece.startsWith("⟦") ? "missing" : "tag" }, piece);
  });
}

const escaped = (text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
