// What is on the page made the same as what has just been built, where the two differ, and nowhere else: what stays
// needs no style and no layout again.

/**
 * @param {Element} old @param {readonly Node[]} made  The children that `old` is to have; none of them is on a page.
 */
export function renew(old, made) {
  const had = [...old.childNodes];
  for (const [place, node] of made.entries()) {
    const one = had[place];
    if (!one) old.append(node);
    else if (one instanceof Element && node instanceof Element && one.tagName === node.tagName) alike(one, node);
    else if (!one.isEqualNode(node)) one.replaceWith(node);
  }
  for (const one of had.slice(made.length)) one.remove();
}

/** @param {Element} old @param {Element} made */
function alike(old, made) {
  for (const { name } of [...old.attributes]) if (!made.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of made.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  renew(old, [...made.childNodes]);
}
