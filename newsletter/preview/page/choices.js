// What can be chosen: the tab, the looks, the contact, the ESP. The address has what is.

import { $, changed, make } from "./dom.js";
import { chosenWidth } from "./stage.js";
import { EVERYBODY, TABS, view } from "./view.js";

// Findings are a tab on small screens alone.
export const tabs = () => [...document.querySelectorAll("[role=tab]")].filter((tab) => tab.offsetParent);

export function showTab() {
  document.body.dataset.tab = view.tab;
  for (const tab of document.querySelectorAll("[role=tab]")) {
    const selected = tab.dataset.tab === view.tab;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
    if (selected) $("#stage").setAttribute("aria-labelledby", tab.id);
  }
  for (const name of TABS) {
    const panel = $(`#panel-${name}`);
    if (panel) panel.hidden = name !== view.tab && !(name === "email" && view.tab === "findings");
  }
}

export function showLooks() {
  const chosen = { ...view, width: chosenWidth() };
  for (const name of ["width", "scheme", "images"]) {
    for (const input of document.querySelectorAll(`input[name=${name}]`)) input.checked = input.value === chosen[name];
  }
}

export function showPickers(state) {
  const { contacts, esp, esps } = state;
  if (!changed($("#contact"), [contacts, esp, esps, view.contact, view.esp])) return;
  const option = (chosen) => ([value, words]) => make("option", { value, selected: value === chosen }, words);
  const unknown = (value, known) => (value && !Object.keys(known).includes(value) ? [[value, `${value} (unknown)`]] : []);
  const named = Object.fromEntries(contacts.map((name) => [name, name]));
  const people = [
    ["", "merge tags"],
    ...Object.entries(named),
    ...(view.contact === EVERYBODY ? [] : unknown(view.contact, named)),
    ...(contacts.length || view.contact === EVERYBODY ? [[EVERYBODY, "everybody"]] : []),
  ];
  const services = [
    ["", esp && !view.esp ? `${esp.title}, by default` : "the brand's"],
    ...Object.entries(esps),
    ...unknown(view.esp, esps),
  ];
  $("#contact").replaceChildren(...people.map(option(view.contact)));
  $("#esp").replaceChildren(...services.map(option(view.esp)));
}

$("[role=tablist]").addEventListener("keydown", (event) => {
  const there = tabs(), at = there.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const tab = there[(to + there.length) % there.length];
  tab.focus();
  tab.click();
});
