// What the tests ask of a page; `tests` is the one name that it gets.
// Contrast and luminance are those of WCAG 2.2 (w3.org/TR/WCAG22).
window.tests = {
  // An element as its author would look for it: its opening tag and its first words.
  name(element) {
    const tag = element.cloneNode(false).outerHTML.replace(/<\/.*/, '').slice(0, 160);
    return `${tag} ${element.textContent.trim().slice(0, 60)}`.trim();
  },

  seen(element) {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  },

  // The visible elements that have text of their own.
  texts() {
    const own = e => [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
    return [...document.body.querySelectorAll('*')].filter(e => own(e) && tests.seen(e));
  },

  // What makes the page wider than the window: the innermost elements without which it would be less wide.
  wideners() {
    const root = document.documentElement, width = root.scrollWidth;
    const outside = [...document.body.querySelectorAll('*')].filter(e =>
      tests.seen(e) && !e.querySelector('p, div, table, img') && e.getBoundingClientRect().right > innerWidth + 0.5);
    const guilty = outside.filter(e => {
      const style = e.getAttribute('style');
      e.style.display = 'none';
      const without = root.scrollWidth;
      if (style === null) e.removeAttribute('style'); else e.setAttribute('style', style);
      return without < width;
    });
    return (guilty.length ? guilty : outside)
      .map(e => `ends at ${Math.round(e.getBoundingClientRect().right)} px: ${tests.name(e)}`);
  },

  rgba(color) {
    const [r, g, b, a = 1] = color.match(/[\d.]+/g).map(Number);
    return {r, g, b, a};
  },

  // The colour behind an element. A page without any shows the canvas, which this project never wants to be seen.
  ground(element) {
    for (let e = element; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor, {a} = tests.rgba(color);
      if (a === 1) return color;
      if (a !== 0) throw new Error(`half a background: ${tests.name(e)}`);
    }
    throw new Error(`no background: ${tests.name(element)}`);
  },

  luminance(color) {
    const {r, g, b} = tests.rgba(color);
    const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  },

  contrast(one, other) {
    const [low, high] = [tests.luminance(one), tests.luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  },
};
