// The field and its list; rank.js decides what matches.

import { loadGeometry } from "../js/geometry.js";
import { FRANCE, FRANCE_NAME, findTerritories, listTerritories } from "./rank.js";

const ONE_YEAR_S = 31_536_000;
const POPUP_GAP = 4;
const POPUP_EDGE = 8;
const POPUP_HEIGHT = 336;
const POPUP_COMFORT = 200;
const NO_MATCH = "Aucun territoire ne correspond";
const LOADING = "Chargement des territoires…";
const FAILURE = "La liste des territoires n’a pas pu être chargée. Recharger la page.";
const instances = new WeakMap();

function make(name, className, attributes = {}, text = "") {
  const node = document.createElement(name);
  node.className = className;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.textContent = text;
  return node;
}

function createInstance(host) {
  const root = make("div", "ts-root", { lang: "fr" });
  const label = make("label", "ts-label", { id: "ts-label", for: "ts-input" });
  const field = make("div", "ts-field");
  const input = make("input", "ts-input", {
    id: "ts-input",
    type: "text",
    role: "combobox",
    placeholder: "Nom, numéro, code postal, ville",
    autocomplete: "off",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-controls": "ts-list",
    "aria-expanded": "false",
  });
  const back = "Revenir à la France entière";
  const clear = make("button", "ts-clear", { type: "button", "aria-label": back, title: back }, "×");
  const chevron = make("span", "ts-chevron", { "aria-hidden": "true" });
  // A popover is drawn above everything, whatever hides or moves what is around it.
  const popup = make("div", "ts-popup", { popover: "manual" });
  const list = make("div", "ts-list", { id: "ts-list", role: "listbox", "aria-labelledby": "ts-label" });
  const notice = make("p", "ts-notice", { "aria-hidden": "true" });
  const status = make("p", "ts-hidden", { role: "status", "aria-live": "polite" });
  popup.append(list, notice);
  field.append(input, clear, chevron);
  root.append(label, field, popup, status);
  const style = make("style", "", {}, STYLE);
  host.append(style, root);

  const instance = { root, label, field, input, clear, popup, list, notice, status, turn: 0 };
  Object.assign(instance, { selected: FRANCE, query: "", open: false, active: -1, options: [] });
  const aborter = new AbortController();
  const { signal } = aborter;
  bindInput(instance);
  bindPopup(instance);
  clear.addEventListener("click", (event) => {
    // The button vanishes: a keyboard user goes on from the field, with the list closed.
    instance.quiet = event.detail === 0;
    if (instance.quiet) input.focus();
    choose(instance, FRANCE);
  });
  document.addEventListener(
    "pointerdown",
    (event) => {
      if (!event.composedPath().includes(root)) closeList(instance);
    },
    { signal, capture: true },
  );
  const follow = () => placePopup(instance);
  document.addEventListener("scroll", follow, { signal, capture: true, passive: true });
  window.addEventListener("resize", follow, { signal });
  window.visualViewport?.addEventListener("resize", follow, { signal });
  window.visualViewport?.addEventListener("scroll", follow, { signal });
  const observer = new ResizeObserver(follow);
  observer.observe(field);
  instance.destroy = () => {
    aborter.abort();
    observer.disconnect();
    instances.delete(host);
    root.remove();
    style.remove();
  };
  return instance;
}

function bindInput(instance) {
  const { input } = instance;
  // Streamlit has one-letter shortcuts: what is typed here must not reach them.
  for (const type of ["keypress", "keyup"]) {
    input.addEventListener(type, (event) => event.stopPropagation());
  }
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (!event.isComposing) pressKey(instance, event);
  });
  input.addEventListener("input", () => openList(instance, input.value));
  input.addEventListener("focus", () => {
    input.select();
    if (!instance.quiet) openList(instance);
    instance.quiet = false;
  });
  input.addEventListener("blur", () => {
    // Coming back to the window focuses the field again: not a reason to open the list.
    instance.quiet = !document.hasFocus();
    closeList(instance);
  });
  let entering = false;
  input.addEventListener("pointerdown", () => {
    entering = input.getRootNode().activeElement !== input;
  });
  input.addEventListener("click", () => {
    // The pointer put the caret somewhere: select the text again, so that typing replaces it.
    if (entering || !instance.open) input.select();
    entering = false;
    if (!instance.open) openList(instance);
  });
}

function bindPopup(instance) {
  const { popup, list } = instance;
  const indexOf = (event) => instance.options.indexOf(event.target.closest(".ts-option"));
  // Keep the focus in the field.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = instance.options[indexOf(event)];
    if (!option) return;
    choose(instance, option.dataset.id);
    // On a touch screen the keyboard hides the page.
    if (event.pointerType === "touch") instance.input.blur();
  });
  list.addEventListener("pointermove", (event) => {
    const index = indexOf(event);
    // Scrolling under a still pointer is not a move.
    if (index >= 0 && (event.movementX || event.movementY)) setActive(instance, index);
  });
}

function pressKey(instance, event) {
  const { open, active, options } = instance;
  const last = options.length - 1;
  const actions = {
    ArrowDown: () => moveTo(instance, active < last ? active + 1 : 0),
    ArrowUp: () => moveTo(instance, active > 0 ? active - 1 : last),
    Home: () => moveTo(instance, 0),
    End: () => moveTo(instance, last),
    Enter: () => options[active]?.click(),
    Escape: () => closeList(instance),
  };
  if (event.key === "Tab") closeList(instance);
  else if (open && event.key in actions && !event.shiftKey) {
    event.preventDefault();
    actions[event.key]();
  } else if (!open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    openList(instance);
  }
}

function openList(instance, query = "") {
  instance.query = query;
  if (!instance.territories) load(instance);
  if (!instance.open) {
    instance.open = true;
    instance.popup.classList.add("ts-open");
    instance.popup.showPopover?.();
  }
  showMatches(instance);
}

function closeList(instance) {
  if (!instance.open) return;
  const { input, popup, status } = instance;
  instance.open = false;
  instance.query = "";
  popup.hidePopover?.();
  popup.classList.remove("ts-open");
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  status.textContent = "";
  showSelected(instance);
  if (input.getRootNode().activeElement === input) input.select();
}

function showMatches(instance) {
  const { list, notice, input, status, territories, query, selected } = instance;
  const groups = territories ? findTerritories(territories, query) : [];
  instance.options = [];
  list.replaceChildren(...groups.map((group, rank) => makeGroup(instance, group, rank)));
  const count = instance.options.length;
  const waiting = instance.failed ? FAILURE : LOADING;
  notice.textContent = count ? "" : territories ? NO_MATCH : waiting;
  status.textContent = notice.textContent || (query && `${count} territoire${count > 1 ? "s" : ""}`);
  list.hidden = count === 0;
  input.setAttribute("aria-expanded", String(count > 0));
  placePopup(instance);
  list.scrollTop = 0;
  const chosen = instance.options.findIndex((option) => option.dataset.id === selected);
  if (query) return setActive(instance, count ? 0 : -1);
  setActive(instance, chosen);
  const option = instance.options[chosen];
  if (option) list.scrollTop = option.offsetTop - (list.clientHeight - option.offsetHeight) / 2;
  return undefined;
}

function makeGroup(instance, { title, members }, rank) {
  const id = `ts-group-${rank}`;
  const section = title
    ? make("div", "ts-group", { role: "group", "aria-labelledby": id })
    : make("div", "ts-group", { role: "presentation" });
  if (title) section.append(make("div", "ts-heading", { id, role: "presentation" }, title));
  members.forEach((territory) => {
    const option = make("div", "ts-option", {
      id: `ts-option-${instance.options.length}`,
      role: "option",
      "aria-selected": String(territory.id === instance.selected),
      "data-id": territory.id,
    });
    option.append(make("span", "ts-name", {}, territory.name));
    if (territory.hint) option.append(" ", make("span", "ts-hint", {}, territory.hint));
    instance.options.push(option);
    section.append(option);
  });
  return section;
}

function setActive(instance, index) {
  const { options, input } = instance;
  options[instance.active]?.classList.remove("ts-active");
  instance.active = index;
  const option = options[index];
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.classList.add("ts-active");
  return input.setAttribute("aria-activedescendant", option.id);
}

function moveTo(instance, index) {
  setActive(instance, index);
  const { list } = instance;
  const option = instance.options[index];
  if (!option) return;
  // The heading stays at the top of the list, over the options.
  const heading = option.parentNode.querySelector(".ts-heading");
  const top = option.offsetTop - (heading?.offsetHeight ?? 0);
  const bottom = option.offsetTop + option.offsetHeight;
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

// Below the field; above when there is too little room below and more above.
function placePopup(instance) {
  if (!instance.open) return;
  const { field, popup } = instance;
  const { top, bottom, left, width } = field.getBoundingClientRect();
  const view = window.visualViewport;
  const start = view ? view.offsetTop : 0;
  const end = start + (view ? view.height : window.innerHeight);
  const below = end - bottom - POPUP_GAP - POPUP_EDGE;
  const above = top - start - POPUP_GAP - POPUP_EDGE;
  const upward = below < POPUP_COMFORT && above > below;
  const height = Math.max(80, Math.min(POPUP_HEIGHT, upward ? above : below));
  popup.style.left = `${left}px`;
  popup.style.width = `${width}px`;
  popup.style.maxHeight = `${height}px`;
  popup.style.top = `${upward ? top - POPUP_GAP - popup.offsetHeight : bottom + POPUP_GAP}px`;
}

function choose(instance, id) {
  const changed = id !== instance.selected;
  // A box that adds keeps nothing: it is ready for the next territory.
  if (instance.heard) instance.selected = id;
  closeList(instance);
  showSelected(instance);
  if (changed) instance.send("selected", id);
}

// Read by the server when an address names no territory.
function remember(cookie, id) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${cookie}=${id}; path=/; max-age=${ONE_YEAR_S}; SameSite=Lax${secure}`;
}

function showSelected(instance) {
  const { input, selected, territories, root } = instance;
  const known = territories?.find(({ id }) => id === selected);
  const waiting = selected === FRANCE ? FRANCE_NAME : selected;
  if (!instance.open) input.value = known?.label ?? waiting;
  root.classList.toggle("ts-chosen", Boolean(selected) && selected !== FRANCE);
}

function refresh(instance) {
  showSelected(instance);
  if (instance.open) showMatches(instance);
}

function load(instance) {
  const { url, only } = instance;
  instance.failed = false;
  loadGeometry(url).then((geometry) => listTerritories(geometry, only)).then(
    (territories) => {
      if (instance.url !== url || instance.only !== only || instance.territories) return;
      instance.territories = territories;
      refresh(instance);
    },
    (error) => {
      console.error("territory search:", error);
      instance.failed = true;
      refresh(instance);
    },
  );
}

function renderSearch(component) {
  const { data, parentElement } = component;
  if (!instances.has(parentElement)) instances.set(parentElement, createInstance(parentElement));
  const instance = instances.get(parentElement);
  instance.send = component.setTriggerValue;
  instance.label.textContent = data.label;
  // Python's word counts when it changes: a late run must not undo a choice made meanwhile.
  if (data.selected !== instance.heard) instance.selected = data.selected;
  // Chosen here or on a map; a link that was opened is not a choice.
  const isChoice = instance.heard !== undefined && data.selected !== instance.heard;
  if (data.cookie && isChoice) remember(data.cookie, data.selected);
  instance.heard = data.selected;
  if (data.geo_url !== instance.url || data.only !== instance.only) {
    instance.url = data.geo_url;
    instance.only = data.only;
    instance.territories = null;
    load(instance);
  }
  showSelected(instance);
  // Streamlit also calls the clean-up of a call it gave up: only the last one may remove the field.
  instance.turn += 1;
  const { turn } = instance;
  return () => {
    if (instance.turn === turn) instance.destroy();
  };
}

// Publishes the code once per page; the values component waits for it.
export default function () {
  const slot = (globalThis.__territorySearch ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  slot.render = renderSearch;
  slot.resolve?.();
}
