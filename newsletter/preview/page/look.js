// How an email is looked at: its own dark colours forced, its light ones repainted, its merge tags marked.

const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/g;
const BLOCKS = ["html", "body"];

// Make the email believe that its reader has chosen a scheme.
export function force(doc, scheme) {
  const settled = (media) => media.replace(SCHEME, (_, asked) => (asked === scheme ? "(min-width: 0)" : "(max-width: 0)"));
  for (const { media } of [...doc.styleSheets].flatMap((sheet) => [sheet, ...rulesOf(sheet)])) {
    if (media?.mediaText.includes("prefers-color-scheme")) media.mediaText = settled(media.mediaText);
  }
  for (const source of doc.querySelectorAll("source[media]")) source.media = settled(source.media);
  const declared = doc.querySelector("meta[name=color-scheme]")?.content ?? "light";
  doc.documentElement.style.colorScheme = scheme === "dark" && declared.includes("dark") ? "dark" : "light";
}

function* rulesOf(container) {
  let rules = [];
  try { rules = container.cssRules; } catch { return; } // a style sheet from the web keeps its rules to itself
  for (const rule of rules) {
    yield rule;
    if (rule.cssRules) yield* rulesOf(rule);
  }
}

// Repaint a light email as clients do that know no dark colours of its own: light grounds become dark, dark texts light,
// pictures and saturated colours stay. Outlook's and Gmail's apps each do it a little differently.
export function invert(doc) {
  const style = (element) => doc.defaultView.getComputedStyle(element);
  const painted = [...doc.querySelectorAll("*")].filter((element) => element.style && !element.closest("svg, head"));
  const before = painted.map((element) => {
    const { backgroundColor, color, borderTopColor, borderBottomColor } = style(element);
    return { element, backgroundColor, color, borderTopColor, borderBottomColor };
  });
  for (const { element, backgroundColor, color, borderTopColor, borderBottomColor } of before) {
    const set = (name, value) => value && element.style.setProperty(name, value, "important");
    set("background-color", darker(backgroundColor) ?? (BLOCKS.includes(element.localName) ? "rgb(31, 31, 31)" : null));
    set("color", lighter(color));
    set("border-top-color", darker(borderTopColor));
    set("border-bottom-color", darker(borderBottomColor));
  }
}

const darker = (color) => turned(color, (seen) => seen > 0.4, (light) => 0.12 + (1 - light) * 0.8);
const lighter = (color) => turned(color, (seen) => seen < 0.4, (light) => 0.95 - light * 0.35);

// Change the lightness of a colour where it is wanted, by how light the eye sees it (WCAG 2.2, relative luminance).
function turned(color, wanted, change) {
  const [r, g, b, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  if (b === undefined || alpha === 0) return null;
  const high = Math.max(r, g, b) / 255, low = Math.min(r, g, b) / 255, light = (high + low) / 2;
  if (!wanted(luminance(r, g, b))) return null;
  const lit = change(light); // with as much colour as before: a hint of beige stays a hint
  const saturation = Math.min(1, (high - low) / Math.max(0.01, 1 - Math.abs(2 * lit - 1)));
  const hue = high === low ? 0 : hueOf(r / 255, g / 255, b / 255, high, high - low);
  return `hsl(${hue} ${Math.round(saturation * 100)}% ${Math.round(lit * 100)}% / ${alpha})`;
}

function luminance(...channels) {
  const [r, g, b] = channels.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function hueOf(r, g, b, high, spread) {
  if (high === r) return (60 * ((g - b) / spread) + 360) % 360;
  return high === g ? 60 * ((b - r) / spread) + 120 : 60 * ((r - g) / spread) + 240;
}

// Mark merge tags and missing fields in the email without touching its elements (CSS Custom Highlight API).
export function highlight(doc, tags) {
  const page = doc.defaultView;
  if (!page?.CSS?.highlights) return;
  if (!doc.getElementById("preview-marks")) {
    const style = doc.createElement("style");
    style.id = "preview-marks";
    style.textContent = "::highlight(tag) { background: #fde68a; color: #1c1917 } ::highlight(missing) { background: #fecaca; color: #7f1d1d }";
    doc.head.append(style);
  }
  const found = { tag: [], missing: [] };
  const texts = doc.createTreeWalker(doc.body, page.NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    for (const tag of tags) note(node, tag, found.tag);
    for (const field of new Set(node.data.match(/⟦[^⟧]*⟧/g))) note(node, field, found.missing);
  }
  for (const [name, ranges] of Object.entries(found)) page.CSS.highlights.set(name, new page.Highlight(...ranges));
}

function note(node, text, ranges) {
  for (let at = node.data.indexOf(text); at >= 0; at = node.data.indexOf(text, at + text.length)) {
    const range = node.ownerDocument.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + text.length);
    ranges.push(range);
  }
}
