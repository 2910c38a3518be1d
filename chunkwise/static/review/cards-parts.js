// What a deck of cards is put together from.
import { made } from "../base/made.js";

/** @param {string} name @param {() => void} act */
export function button(name, act) {
  const button = made("button", { type: "button" }, name);
  button.addEventListener("click", act);
  return button;
}

/** Copies for the deck, without ids: those stay with the list. @param {Iterable<Node>} nodes */
export function copied(nodes) {
  const copies = [...nodes].map((node) => node.cloneNode(true));
  for (const copy of copies) {
    if (!(copy instanceof Element)) continue;
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
  }
  return copies;
}
