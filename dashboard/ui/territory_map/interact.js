// Pointer, keyboard, zoom and tooltip. Everything acts on all the panels of an instance at once.

import { html, line, svg } from "../js/paper.js";
import { markPlot, pairTooltip } from "./crossing.js";
import {
  NO_DATA,
  STATUS_WORDS,
  formatInterval,
  formatValue,
  noteOf,
  sourceOf,
  statusOf,
  withUnit,
} from "./format.js";
import { scaleTextures } from "./legend.js";
import { circlePoint, circleRadius, frameNamePoint, frameNameSize, setD } from "./panel.js";

const MAX_ZOOM = 14;
const FOCUS_MARGIN = 1.25;
const NAME_SIZE = 11.5;
export const DRAG_THRESHOLD = 4;

function eachPanel(instance, act) {
  instance.panels.forEach(act);
}

export function indexOfEvent(event) {
  const node = event.target.closest ? event.target.closest("[data-i]") : null;
  return node ? Number(node.getAttribute("data-i")) : -1;
}

export function setHover(instance, index) {
  if (instance.hovered === index) return;
  instance.hovered = index;
  eachPanel(instance, (panel) => {
    setD(panel.over.hover, index < 0 ? "" : panel.shape.d[index]);
    markPlot(instance, panel);
  });
}

export function showSelection(instance) {
  showNames(instance);
  eachPanel(instance, (panel) => {
    const index = panel.shape.ids.indexOf(instance.selected);
    const d = index < 0 ? "" : panel.shape.d[index];
    setD(panel.over.selhalo, d);
    setD(panel.over.selected, d);
    panel.paths.forEach((path, i) => {
      const pressed = String(i === index);
      if (path.getAttribute("aria-pressed") !== pressed) path.setAttribute("aria-pressed", pressed);
    });
    markPlot(instance, panel);
  });
}

// The chosen territory is named on the map, and those that the first view frames.
export function showNames(instance) {
  const ids = new Set([instance.selected, ...(instance.named || [])]);
  eachPanel(instance, (panel) => {
    const { shape } = panel;
    panel.named = shape.ids.flatMap((id, index) => (ids.has(id) ? [index] : []));
    const nodes = panel.named.map((index) => {
      const node = svg("text", {});
      node.textContent = shape.names[index];
      return node;
    });
    panel.nameLayer.replaceChildren(...nodes);
    if (panel.units) placeNames(panel);
  });
}

// Same size on screen at any zoom; a name that would cover another one stays out.
function placeNames(panel) {
  const size = NAME_SIZE * panel.units;
  const taken = [];
  panel.named.forEach((index, rank) => {
    const node = panel.nameLayer.children[rank];
    const [x, y] = circlePoint(panel.shape, index);
    const half = (panel.shape.names[index].length * size * 0.52) / 2;
    const box = [x - half, y - size, x + half, y + size * 0.3];
    const covers = ([l, t, r, b]) => box[0] < r && box[2] > l && box[1] < b && box[3] > t;
    node.style.display = taken.some(covers) ? "none" : "";
    if (!node.style.display) taken.push(box);
    node.setAttribute("x", x);
    node.setAttribute("y", y);
    node.setAttribute("font-size", size.toFixed(1));
    node.setAttribute("stroke-width", (3 * panel.units).toFixed(1));
  });
}

function select(instance, id) {
  instance.selected = id;
  showSelection(instance);
  instance.send("selected", id);
}

export function toggle(instance, index) {
  const id = instance.shape.ids[index];
  select(instance, instance.selected === id ? null : id);
}

// Roving tabindex: one territory per map is in the tab order.
export function setActive(instance, index) {
  if (index === instance.active) return;
  eachPanel(instance, (panel) => {
    if (panel.paths[instance.active]) panel.paths[instance.active].setAttribute("tabindex", -1);
    panel.paths[index].setAttribute("tabindex", 0);
  });
  instance.active = index;
}

export function showFocus(instance, panel, index) {
  eachPanel(instance, (other) => {
    const d = index >= 0 && other === panel ? other.shape.d[index] : "";
    setD(other.over.focushalo, d);
    setD(other.over.focus, d);
  });
}

const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

// Nearest label in the direction, distance across counted twice so that the walk stays straight.
function neighbour(points, from, [dx, dy]) {
  let best = from;
  let bestScore = Infinity;
  points.forEach(([x, y], index) => {
    const along = (x - points[from][0]) * dx + (y - points[from][1]) * dy;
    const across = Math.abs((x - points[from][0]) * dy) + Math.abs((y - points[from][1]) * dx);
    const score = along + 2 * across;
    if (along > 0 && across <= 3 * along && score < bestScore) {
      best = index;
      bestScore = score;
    }
  });
  return best;
}

export function screenPoint(panel, point) {
  const matrix = panel.map.getScreenCTM();
  return { x: point[0] * matrix.a + matrix.e, y: point[1] * matrix.d + matrix.f };
}

export function onKey(instance, panel, event) {
  const index = indexOfEvent(event);
  if (index < 0) return;
  if (DIRECTIONS[event.key]) {
    const next = neighbour(panel.shape.label, index, DIRECTIONS[event.key]);
    setActive(instance, next);
    bringIntoView(instance, panel.shape.label[next]);
    panel.paths[next].focus({ preventScroll: true });
  } else if (event.key === "Enter" || event.key === " ") {
    toggle(instance, index);
  } else if (event.key === "Escape") {
    hideTooltip(instance);
    if (instance.selected !== null) select(instance, null);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

export function fillTooltip(instance, index) {
  const { shape, tooltip } = instance;
  const head = line("tm-tip-name", shape.names[index]);
  head.append(html("span", "tm-tip-code", ` (${shape.codes[index]})`));
  tooltip.replaceChildren(head);
  for (const layer of instance.layers) {
    const block = html("div", "tm-tip-block");
    block.append(line("tm-tip-title", layer.title));
    if (instance.crossed) block.append(line("tm-tip-source", layer.subtitle));
    const value = line("tm-tip-value", formatValue(layer, index));
    const status = statusOf(layer, index);
    if (status !== NO_DATA) {
      value.append(html("span", "tm-tip-status", STATUS_WORDS[status]));
    }
    block.append(value);
    const interval = formatInterval(layer, index);
    if (interval) block.append(line("", `intervalle : ${withUnit(interval, layer.unit)}`));
    if (noteOf(layer, index)) block.append(line("tm-tip-note", noteOf(layer, index)));
    const source = sourceOf(layer, index);
    if (source) block.append(line("tm-tip-source", `Source : ${source}`));
    tooltip.append(block);
  }
  if (instance.crossed) tooltip.append(pairTooltip(instance.panels[0].layer, index));
}

// The tooltip stays inside the component and inside the window.
function placeTooltip(instance, x, y) {
  const { tooltip, root } = instance;
  const box = root.getBoundingClientRect();
  tooltip.hidden = false;
  const width = tooltip.offsetWidth;
  const height = tooltip.offsetHeight;
  const right = Math.min(box.right, window.innerWidth) - width - 4;
  const bottom = Math.min(box.bottom, window.innerHeight) - height - 4;
  let left = x + 16;
  // Over the map of a crossing, its plot stays in sight.
  const { plot, legend } = instance.panels[0];
  const hidesPlot = plot && x < legend.getBoundingClientRect().left;
  if (left > right || (hidesPlot && x - width - 16 > box.left)) left = x - width - 16;
  let top = y + 16;
  if (top > bottom) top = y - height - 16;
  left = Math.max(Math.max(box.left, 0) + 4, Math.min(left, right));
  top = Math.max(Math.max(box.top, 0) + 4, Math.min(top, bottom));
  tooltip.style.transform = `translate(${left - box.left}px, ${top - box.top}px)`;
}

export function showTooltip(instance, index, x, y) {
  if (instance.tipIndex !== index) {
    instance.tipIndex = index;
    fillTooltip(instance, index);
  }
  placeTooltip(instance, x, y);
}

export function hideTooltip(instance) {
  instance.tooltip.hidden = true;
  instance.tipIndex = -1;
}

export function setView(instance, x, y, width) {
  const [x0, y0, w0, h0] = instance.geometry.viewBox;
  const w = Math.min(w0, Math.max(w0 / MAX_ZOOM, width));
  const h = (w * h0) / w0;
  instance.view = [
    Math.min(Math.max(x, x0), x0 + w0 - w),
    Math.min(Math.max(y, y0), y0 + h0 - h),
    w,
    h,
  ];
  applyView(instance);
}

// First view of a page about some territories: all of them, with a margin around; others pale.
export function focusOn(instance, ids) {
  const inside = new Set(ids);
  eachPanel(instance, ({ paths, shape }) => {
    paths.forEach((path, index) => {
      path.classList.toggle("tm-outside", inside.size > 0 && !inside.has(shape.ids[index]));
    });
  });
  const [x0, y0, w0, h0] = instance.geometry.viewBox;
  const boxes = boxesOf(instance, ids);
  if (!boxes.length) return setView(instance, x0, y0, w0);
  const left = Math.min(...boxes.map(([x]) => x));
  const top = Math.min(...boxes.map(([, y]) => y));
  const right = Math.max(...boxes.map(([x, , width]) => x + width));
  const bottom = Math.max(...boxes.map(([, y, , height]) => y + height));
  const width = FOCUS_MARGIN * Math.max(right - left, ((bottom - top) * w0) / h0);
  const height = (width * h0) / w0;
  return setView(instance, (left + right - width) / 2, (top + bottom - height) / 2, width);
}

// A territory drawn twice counts at its true place, unless all are in the same enlargement.
function boxesOf(instance, ids) {
  const { shape, geometry, panels } = instance;
  const copies = shape.inset || {};
  const known = ids.filter((id) => shape.ids.includes(id));
  if (known.length && known.every((id) => copies[id])) {
    const [x, y] = copies[known[0]];
    const holds = ({ box }) =>
      x >= box[0] && x <= box[0] + box[2] && y >= box[1] && y <= box[1] + box[3];
    return geometry.frames.filter(holds).map((frame) => frame.box);
  }
  return known.map((id) => {
    const index = shape.ids.indexOf(id);
    if (copies[id]) return [...shape.label[index], 0, 0];
    const { x, y, width, height } = panels[0].paths[index].getBBox();
    return [x, y, width, height];
  });
}

export function applyView(instance) {
  const text = instance.view.map((v) => v.toFixed(1)).join(" ");
  const zoom = instance.geometry.viewBox[2] / instance.view[2];
  eachPanel(instance, (panel) => {
    panel.map.setAttribute("viewBox", text);
    const box = panel.map.getBoundingClientRect();
    if (!box.width) return;
    const units = Math.max(instance.view[2] / box.width, instance.view[3] / box.height);
    panel.units = units;
    scaleTextures(panel.defs, units);
    const { frames } = instance.geometry;
    // One size for all: the smallest that fits.
    const size = Math.min(...frames.map((frame) => frameNameSize(frame, units, 9.5)));
    frames.forEach((frame, index) => {
      const node = panel.frameLabels[index];
      const [x, y] = frameNamePoint(frame, units, size);
      node.setAttribute("x", x);
      node.setAttribute("y", y);
      node.setAttribute("font-size", (size * units).toFixed(1));
    });
    scaleCircles(instance, panel);
    placeNames(panel);
    panel.map.classList.toggle("tm-zoomed", zoom > 1.01);
  });
  instance.root.querySelectorAll(".tm-out").forEach((node) => {
    node.disabled = zoom <= 1.01;
  });
}

// Same size on screen at any zoom: the legend stays true and crowded circles come apart.
export function scaleCircles(instance, panel) {
  if (panel.layer.kind !== "circles") return;
  const zoom = instance.geometry.viewBox[2] / instance.view[2];
  const radius = circleRadius(panel, instance.geometry.viewBox[2]);
  panel.circles.forEach((node, index) => {
    node.setAttribute("r", (radius(panel.layer.v[index]) / zoom).toFixed(2));
  });
}

export function zoomAt(instance, factor, point = null) {
  const [x, y, w, h] = instance.view;
  const [px, py] = point || [x + w / 2, y + h / 2];
  const width = Math.min(
    instance.geometry.viewBox[2],
    Math.max(instance.geometry.viewBox[2] / MAX_ZOOM, w / factor),
  );
  setView(instance, px - ((px - x) * width) / w, py - ((py - y) * width) / w, width);
}

function bringIntoView(instance, [px, py]) {
  const [x, y, w, h] = instance.view;
  const margin = w * 0.08;
  const outside = px < x + margin || px > x + w - margin || py < y + margin || py > y + h - margin;
  if (outside && w < instance.geometry.viewBox[2]) setView(instance, px - w / 2, py - h / 2, w);
}

export function mapPoint(panel, event) {
  const matrix = panel.map.getScreenCTM();
  return [(event.clientX - matrix.e) / matrix.a, (event.clientY - matrix.f) / matrix.d];
}
