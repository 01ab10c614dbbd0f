// Which element of the email comes from which place of the files: the server left comments, <!--at:12-->, before each text
// and a fragment, #at:12, behind the address of each picture.

export function marksOf(doc) {
  const marks = [];
  const nodes = doc.createTreeWalker(doc.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_COMMENT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    const comment = node.nodeType === Node.COMMENT_NODE && /^at:(\d+)$/.exec(node.data);
    const picture = node.localName === "img" && /#at:(\d+)$/.exec(node.getAttribute("src") ?? "");
    if (comment) marks.push({ number: comment[1], element: node.parentElement });
    else if (picture) marks.push({ number: picture[1], element: node });
  }
  return marks;
}

// The smallest block around an element that has a place, and that place.
export function blockAt(element, marks, places) {
  for (let block = element; block && block !== element.ownerDocument.documentElement; block = block.parentElement) {
    const inside = marks.filter((mark) => block.contains(mark.element) && places[mark.number]);
    if (!inside.length) continue;
    const found = inside.map((mark) => places[mark.number]);
    const loc = found.map((place) => place.loc).reduce(common);
    if (new Set(found.map((place) => place.file)).size > 1 || (!loc.length && found.length > 1)) return null;
    const first = found.reduce((a, b) => (b.line < a.line ? b : a));
    return { element: block, place: { ...first, loc } };
  }
  return null;
}

// The block of the email that a place of the files is about; null where it shows nowhere.
export function blockOf(place, marks, places) {
  const near = marks
    .filter((mark) => places[mark.number]?.file === place.file)
    .map((mark) => ({ ...mark, at: places[mark.number], depth: common(places[mark.number].loc, place.loc).length }));
  const deepest = Math.max(0, ...near.map((mark) => mark.depth));
  if (!deepest) return null;
  let best = near.filter((mark) => mark.depth === deepest);
  if (deepest === place.loc.length) { // a text of several lines has a mark for each
    const above = best.filter((mark) => mark.at.line <= place.line);
    const line = Math.max(...above.map((mark) => mark.at.line));
    if (above.length && best.every((mark) => mark.at.loc.length === deepest)) best = above.filter((mark) => mark.at.line === line);
  }
  let block = best[0].element;
  while (block.parentElement && !best.every((mark) => block.contains(mark.element))) block = block.parentElement;
  return block === block.ownerDocument.body ? best[0].element : block;
}

function common(a, b) {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
