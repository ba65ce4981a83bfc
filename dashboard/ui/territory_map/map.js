// Entry point: one instance per mounted component, kept across the calls Streamlit makes at each
// change of data or theme.

import { loadGeometry } from "../js/geometry.js";
import { html } from "../js/paper.js";
import { markPlot, pairLayer } from "./crossing.js";
import {
  applyView,
  fillTooltip,
  focusOn,
  hideTooltip,
  scaleCircles,
  setActive,
  showSelection,
} from "./interact.js";
import { createPanel, layoutLegend, updatePanel } from "./panel.js";
import { addButtons, bindPanel, bindPlot } from "./pointer.js";

const STACK_BELOW = 700;
const BESIDE_ABOVE = 760;
const COLUMN_GAP = 20;
const PLOT_WIDTH = 520;
const PLOT_SHARE = 0.48;
const PLOT_RATIO = 1.02; // height of a plot under its map, for a width of 1
const BUTTONS_WIDTH = 34;
const BOTTOM_GAP = 14;
const MOST_HEIGHT = 1100;
const MOST_NAMES = 25;
const instances = new WeakMap();

function createInstance(host) {
  const root = html("div", "tm-root");
  root.lang = "fr";
  const style = html("style", "", STYLE);
  const message = html("p", "tm-message");
  message.setAttribute("role", "status");
  const grid = html("div", "tm-grid");
  const tooltip = html("div", "tm-tip");
  tooltip.hidden = true;
  tooltip.setAttribute("aria-hidden", "true");
  root.append(message, grid, tooltip);
  host.append(style, root);

  const instance = { root, grid, tooltip, message, panels: [], shape: null };
  Object.assign(instance, { hovered: -1, active: 0, tipIndex: -1, selected: null, heard: undefined });
  instance.say = (text) => {
    message.textContent = text;
  };
  instance.observer = new ResizeObserver(([entry]) => {
    instance.width = Math.floor(entry.contentRect.width);
    layout(instance);
  });
  instance.observer.observe(root);
  // What stands above the map may come after it: its height follows.
  instance.above = new ResizeObserver(() => {
    const height = wantedHeight(instance);
    if (!instance.panels.length || height === instance.height) return;
    instance.height = height;
    layout(instance);
  });
  const content = ofPage(root, "stMainBlockContainer");
  if (content) instance.above.observe(content);
  instance.away = (event) => {
    if (!event.composedPath().includes(root)) hideTooltip(instance);
  };
  instance.dismiss = (event) => {
    if (event.key === "Escape") hideTooltip(instance);
  };
  document.addEventListener("pointerdown", instance.away);
  document.addEventListener("keydown", instance.dismiss);
  instance.destroy = () => {
    instance.observer.disconnect();
    instance.above.disconnect();
    document.removeEventListener("pointerdown", instance.away);
    document.removeEventListener("keydown", instance.dismiss);
    instances.delete(host);
    root.remove();
    style.remove();
  };
  return instance;
}

function arrangement(instance) {
  const { width, panels, fills } = instance;
  const stacked = panels.length > 1 && width < STACK_BELOW;
  const { crossed } = instance;
  const beside = panels.length === 1 && width >= BESIDE_ABOVE;
  const columns = stacked || panels.length === 1 ? 1 : 2;
  const panelWidth = Math.floor((width - (columns - 1) * COLUMN_GAP) / columns);
  const wide = crossed ? Math.round(Math.min(PLOT_WIDTH, width * PLOT_SHARE)) : 300;
  const legendWidth = beside ? wide : Math.min(panelWidth, PLOT_WIDTH);
  // A plot as wide as its map leaves it no height to share.
  const onPhone = fills ? window.innerWidth < STACK_BELOW : width < STACK_BELOW;
  const narrow = columns === 1 && (onPhone || (crossed && !beside));
  return { stacked, beside, panelWidth, legendWidth, narrow };
}

// Everything the height of the maps depends on. Reading sizes back from the page costs more than
// restyling it, so nothing is measured while this does not change.
function layoutSignature(instance) {
  const texts = instance.panels.map((panel) => [
    panel.title.textContent,
    panel.subtitle.textContent,
    panel.source.textContent,
    panel.legend.getAttribute("height"),
  ]);
  return JSON.stringify([instance.width, instance.height, instance.serial, texts]);
}

function layout(instance) {
  const { root, panels, height } = instance;
  instance.width = instance.width || root.clientWidth;
  if (!instance.width || !panels.length || !panels[0].layer) return;
  const { stacked, beside, panelWidth, legendWidth, narrow } = arrangement(instance);
  const [, , w0, h0] = instance.geometry.viewBox;
  panels.forEach((panel) => {
    if (instance.crossed && narrow) panel.plotHeight = Math.round(legendWidth * PLOT_RATIO);
    layoutLegend(panel, legendWidth, panel.mapWidth || panelWidth * 0.7);
    markPlot(instance, panel);
  });
  if (instance.signature === layoutSignature(instance)) {
    panels.forEach((panel) => scaleCircles(instance, panel));
    return;
  }
  root.classList.toggle("tm-stacked", stacked);
  root.classList.toggle("tm-beside", beside);
  panels.forEach((panel) => {
    panel.head.style.minHeight = "";
  });
  const headHeight = Math.max(...panels.map((panel) => panel.head.offsetHeight));
  const sideHeight = beside ? 0 : Math.max(...panels.map(sideHeightOf));
  const besideMap = instance.crossed && beside ? legendWidth + COLUMN_GAP + BUTTONS_WIDTH : 0;
  const natural = ((panelWidth - besideMap) * h0) / w0;
  const free = Math.max(220, height - headHeight - sideHeight - 12);
  const mapHeight = Math.round(narrow ? natural : Math.min(free, natural));
  const mapWidth = Math.min(panelWidth, (mapHeight * w0) / h0);
  panels.forEach((panel) => {
    if (!stacked) panel.head.style.minHeight = `${headHeight}px`;
    panel.mapWidth = mapWidth;
    // Only circles depend on the final scale of the map.
    if (panel.layer.kind === "circles") layoutLegend(panel, legendWidth, mapWidth);
    if (besideMap) {
      panel.plotHeight = Math.round(free - panel.foot.offsetHeight - 4);
      layoutLegend(panel, legendWidth, panel.mapWidth);
      markPlot(instance, panel);
    }
    panel.map.style.height = `${mapHeight}px`;
    panel.stage.style.width = beside ? `${Math.round(mapWidth) + BUTTONS_WIDTH}px` : "";
  });
  root.style.minHeight = "";
  instance.signature = layoutSignature(instance);
  applyView(instance);
}

// The side block stretches to its neighbour's height: add up what it holds instead.
function sideHeightOf(panel) {
  return Number(panel.legend.getAttribute("height")) + panel.foot.offsetHeight + 8;
}

function rebuild(instance, geometry, data) {
  const shape = geometry.levels[data.level];
  if (!shape) throw new Error(`niveau « ${data.level} » absent du fond de carte`);
  instance.geometry = geometry;
  instance.shape = shape;
  instance.level = data.level;
  instance.view = geometry.viewBox;
  instance.serial = (instance.serial || 0) + 1;
  instance.active = -1;
  instance.hovered = -1;
  hideTooltip(instance);
  instance.crossed = Boolean(data.cross);
  const shown = data.cross ? data.layers.slice(0, 1) : data.layers;
  instance.panels = shown.map(() => createPanel(geometry, shape));
  instance.panels.forEach((panel) => {
    addButtons(instance, panel);
    bindPanel(instance, panel);
    if (instance.crossed) bindPlot(instance, panel);
  });
  instance.grid.replaceChildren(...instance.panels.map((panel) => panel.figure));
}

// Whether a territory is one of those that the first view frames; all are when it frames none.
function insideOf({ shape }, { focus }) {
  if (!focus?.length) return undefined;
  const ids = new Set(focus);
  return (index) => ids.has(shape.ids[index]);
}

// How high the map is, and which of its territories are named.
function takeFrame(instance, data) {
  const focus = data.focus || [];
  instance.least = data.height;
  instance.fills = Boolean(data.fill);
  instance.height = wantedHeight(instance);
  instance.named = focus.length <= MOST_NAMES ? focus : [];
}

function update(instance, geometry, data) {
  const started = performance.now();
  const fresh =
    instance.geometry !== geometry ||
    instance.level !== data.level ||
    instance.crossed !== Boolean(data.cross) ||
    instance.panels.length !== (data.cross ? 1 : data.layers.length);
  if (fresh) rebuild(instance, geometry, data);
  const expected = instance.shape.ids.length;
  data.layers.forEach((layer) => {
    if (layer.v.length === expected) return;
    throw new Error(`${layer.v.length} valeurs reçues pour ${expected} territoires`);
  });
  takeFrame(instance, data);
  instance.footer = data.footer;
  instance.demo = data.demo;
  instance.layers = data.layers;
  instance.root.classList.toggle("tm-two", instance.panels.length > 1);
  instance.root.classList.toggle("tm-cross", instance.crossed);
  const drawn = data.cross ? [pairLayer(data.cross, data.layers, data.demo)] : data.layers;
  instance.panels.forEach((panel, rank) => {
    updatePanel(panel, drawn[rank], data.level, data.demo, insideOf(instance, data));
  });
  // Python's word counts when it changes: a late run must not undo a click made meanwhile.
  if (fresh || data.selected !== instance.heard) instance.selected = data.selected;
  instance.heard = data.selected;
  showSelection(instance);
  if (instance.active < 0) {
    setActive(instance, Math.max(0, instance.shape.ids.indexOf(instance.selected)));
  }
  if (instance.tipIndex >= 0) fillTooltip(instance, instance.tipIndex);
  instance.say("");
  layout(instance);
  const focus = data.focus || [];
  if ((fresh || instance.focus !== focus.join()) && (focus.length || instance.focus)) {
    focusOn(instance, focus);
  }
  instance.focus = focus.join();
  instance.root.dataset.updateMs = (performance.now() - started).toFixed(1);
}

// Streamlit draws a component in a shadow tree: what holds it is outside.
function ofPage(root, testId) {
  return (root.getRootNode().host ?? root).closest(`[data-testid="${testId}"]`);
}

// From the top of the map to the foot of the window, for a page that has not been scrolled; the
// least height where that is not known or too small.
function wantedHeight({ root, least, fills }) {
  const scroller = ofPage(root, "stMain");
  if (!fills || !scroller) return least;
  const top = root.getBoundingClientRect().top + scroller.scrollTop;
  return Math.round(Math.max(least, Math.min(window.innerHeight - top - BOTTOM_GAP, MOST_HEIGHT)));
}

export async function renderMap(component) {
  const { data, parentElement } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, createInstance(parentElement));
  const instance = instances.get(parentElement);
  instance.send = component.setTriggerValue;
  instance.wanted = data;
  instance.turn = (instance.turn ?? 0) + 1;
  const { turn } = instance;
  if (!instance.panels.length) instance.root.style.minHeight = `${data.height}px`;
  try {
    const geometry = await loadGeometry(data.geo);
    // Two quick runs: only the latest values are worth drawing.
    if (instance.wanted === data) update(instance, geometry, data);
  } catch (error) {
    instance.say("La carte n’a pas pu être affichée. Recharger la page ; les tableaux restent lisibles.");
    console.error("territory map:", error);
  }
  // Streamlit also calls the clean-up of a call it gave up: only the last one may remove the map.
  return () => {
    if (instance.turn === turn) instance.destroy();
  };
}
