// Copying out, and the keys. What is copied is what `newsletter compose` writes, to the byte, whoever the email is read as.

import { $, make, recall, store } from "./dom.js";

const NAMES = { html: "HTML", text: "Text", subject: "Subject", preheader: "Preheader" };

let fading = 0;

export function toast(words) {
  const box = $("#toast");
  box.textContent = words;
  box.classList.add("up");
  clearTimeout(fading);
  fading = setTimeout(() => box.classList.remove("up"), 2600);
}

// Whether there is nothing that could be copied, which is then told.
export function nothingToCopy(state) {
  const nothing = !state || state.errors.length > 0;
  if (nothing) toast(state ? "There is nothing to copy out: fix the errors first." : "There is nothing to copy out yet.");
  return nothing;
}

export async function copy(part, state) {
  if (nothingToCopy(state)) return;
  const text = state[part];
  if (!text) return toast(`There is no ${NAMES[part].toLowerCase()} to copy.`);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    if (!copiedByHand(text)) return toast("The browser did not let this page copy; download the file instead.");
  }
  const size = part === "html" || part === "text" ? `, ${new TextEncoder().encode(text).length.toLocaleString("en")} bytes` : "";
  return toast(`${NAMES[part]} copied${size}.`);
}

function copiedByHand(text) {
  const box = make("textarea", { "aria-hidden": "true", class: "skip" });
  box.value = text;
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  return done;
}

// Single keys, as WCAG 2.1.4 allows them: they can be switched off.
export function listen(keys) {
  const on = $("#keys-on");
  on.checked = recall("keys", true, "localStorage");
  on.addEventListener("change", () => store("keys", on.checked, "localStorage"));
  $("#keys dl").replaceChildren(
    ...keys.flatMap(([key, words]) => [make("dt", {}, make("kbd", {}, key.toUpperCase())), make("dd", {}, words)]));
  $("#help").addEventListener("click", () => $("#keys").showModal());
  const pressed = (event) => {
    const typing = event.target.closest?.("input:not([type=radio]), select, textarea, [contenteditable]");
    if (event.ctrlKey || event.metaKey || event.altKey || typing || !on.checked || $("#keys").open) return;
    const action = keys.find(([key]) => key === event.key.toLowerCase())?.[2];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener("keydown", pressed);
  return pressed;
}
