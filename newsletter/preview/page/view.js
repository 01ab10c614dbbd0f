// What the page looks at. It stands in the address, so that a reload or a shared link shows the same.

const DEFAULTS = {
  issue: "", tab: "email", width: "desktop", scheme: "light", images: "on", contact: "", esp: "",
};
export const TABS = ["email", "text", "inbox", "html", "mjml", "findings"];
export const WIDTHS = { least: 240, most: 1600 }; // pixels
const ALLOWED = {
  tab: TABS,
  scheme: ["light", "dark", "inverted"],
  images: ["on", "off", "web"],
};
export const EVERYBODY = "*";

export const view = { ...DEFAULTS };

let tell = () => {};

// Have changes of the view told, as a list of names.
export function follow(listener) {
  tell = listener;
}

export function read() {
  const asked = new URLSearchParams(location.search);
  for (const name of Object.keys(DEFAULTS)) {
    const value = asked.get(name) ?? DEFAULTS[name];
    view[name] = !ALLOWED[name] || ALLOWED[name].includes(value) ? value : DEFAULTS[name];
  }
  if (view.width !== "desktop") view.width = allowedWidth(parseInt(view.width, 10) || 375);
}

export const allowedWidth = (pixels) => String(Math.round(Math.min(WIDTHS.most, Math.max(WIDTHS.least, pixels))));

export function change(changes) {
  const before = { ...view };
  Object.assign(view, changes);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) if (value !== DEFAULTS[name]) query.set(name, value);
  const address = `${location.pathname}?${query}`;
  if (view.issue !== before.issue && before.issue) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  tellOf(before);
}

function tellOf(before) {
  const names = Object.keys(view).filter((name) => view[name] !== before[name]);
  if (names.length) tell(names);
}

addEventListener("popstate", () => {
  const before = { ...view };
  read();
  tellOf(before);
});

// The address of something of this issue, as this ESP gets it, read as a contact.
export function address(what, { contact = "", images = "", rest = "" } = {}) {
  const query = new URLSearchParams();
  if (view.esp) query.set("esp", view.esp);
  if (contact) query.set("contact", contact);
  if (images && images !== "on") query.set("images", images);
  const tail = String(query) && `?${query}`;
  return `/${what}/${encodeURIComponent(view.issue)}${rest}${tail}`;
}
