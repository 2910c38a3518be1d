// The bar of the step player: plain controls with the names that a person would use.
import { made } from "../base/made.js";
import { SPEEDS } from "./state.js";

const PLAY = "M5 3l15 9-15 9z";
const PAUSE = "M5 4h5v16H5zM14 4h5v16h-5z";
const SVG = "http://www.w3.org/2000/svg";
const BUTTONS = /** @type {const} */ ([
  ["first", "First step", "M5 4v16h2V4zM20 4 9 12l11 8z"],
  ["previous", "Previous step", "M17 4 6 12l11 8z"],
  ["play", "Play", PLAY],
  ["next", "Next step", "M7 4l11 8-11 8z"],
  ["last", "Last step", "M17 4v16h2V4zM4 4l11 8-11 8z"],
]);

/** @param {string} path */
function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS(SVG, "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * Name a button, and draw it.
 * @param {HTMLElement} button @param {string} name @param {string} path
 */
function draw(button, name, path) {
  if (button.title === name) return;
  button.setAttribute("aria-label", name);
  button.title = name;
  button.replaceChildren(icon(path));
}

/** @param {HTMLElement} button @param {boolean} playing */
export const drawPlay = (button, playing) => draw(button, playing ? "Pause" : "Play", playing ? PAUSE : PLAY);

/** Build the bar, and return the parts of it that show something. */
export function controls() {
  const root = made("div", { class: "cw-controls", role: "group", "aria-label": "Step player" });
  for (const [type, name, path] of BUTTONS) {
    const button = made("button", { type: "button", "data-do": type });
    draw(button, name, path);
    root.append(button);
  }
  const play = /** @type {HTMLButtonElement} */ (root.querySelector("[data-do=play]"));
  const slider = made("input", { type: "range", min: "1", "aria-label": "Step" });
  const speed = made("select", { "aria-label": "Speed" });
  for (const factor of SPEEDS) speed.append(made("option", { value: `${factor}` }, `${factor}×`));
  speed.value = "1";
  const zoom = made("button", { type: "button", class: "cw-zoom", "aria-pressed": "false" }, "Every line");
  const says = made("p", { role: "status", class: "cw-says" });
  root.append(slider, speed, zoom, says);
  return { root, play, slider, speed, zoom, says };
}
