// Event wiring of one panel: hover, click, drag, pinch, wheel, focus.

import { linkAction, pressDownload } from "../js/actions.js";
import { html } from "../js/paper.js";
import { exportMap } from "./export.js";
import {
  DRAG_THRESHOLD,
  hideTooltip,
  indexOfEvent,
  mapPoint,
  onKey,
  screenPoint,
  setActive,
  setHover,
  setView,
  showFocus,
  showTooltip,
  toggle,
  zoomAt,
} from "./interact.js";
import { emphasise } from "./panel.js";

export function bindPanel(instance, panel) {
  const { map } = panel;
  const pointers = new Map();
  let drag = null;
  let dragged = false;
  let spread = 0;
  // Older browsers send a click without pointerType: keep the one of the press.
  let pressedBy = "mouse";

  map.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, event);
    dragged = false;
    pressedBy = event.pointerType;
    drag = { x: event.clientX, y: event.clientY, view: instance.view };
    spread = 0;
  });

  map.addEventListener("pointermove", (event) => {
    if (pointers.has(event.pointerId)) pointers.set(event.pointerId, event);
    if (pointers.size === 2) return pinch();
    if (drag && event.buttons && isZoomed()) return pan(event);
    if (event.pointerType !== "mouse" || dragged) return undefined;
    const index = indexOfEvent(event);
    setHover(instance, index);
    if (index < 0) hideTooltip(instance);
    else showTooltip(instance, index, event.clientX, event.clientY);
    return undefined;
  });

  const isZoomed = () => instance.view[2] < instance.geometry.viewBox[2] - 1;

  function pan(event) {
    const dx = event.clientX - drag.x;
    const dy = event.clientY - drag.y;
    if (!dragged && Math.hypot(dx, dy) < DRAG_THRESHOLD) return;
    if (!dragged) {
      // Captured only once it is a drag: a captured pointer would retarget plain clicks.
      dragged = true;
      map.setPointerCapture(event.pointerId);
      map.classList.add("tm-dragging");
      hideTooltip(instance);
      setHover(instance, -1);
    }
    const [x, y, w] = drag.view;
    setView(instance, x - dx * panel.units, y - dy * panel.units, w);
  }

  function pinch() {
    const [a, b] = [...pointers.values()];
    const distance = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const middle = { clientX: (a.clientX + b.clientX) / 2, clientY: (a.clientY + b.clientY) / 2 };
    dragged = true;
    if (spread) zoomAt(instance, distance / spread, mapPoint(panel, middle));
    spread = distance;
  }

  function release(event) {
    pointers.delete(event.pointerId);
    spread = 0;
    drag = null;
    map.classList.remove("tm-dragging");
  }
  map.addEventListener("pointerup", release);
  map.addEventListener("pointercancel", release);
  map.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "mouse") return;
    setHover(instance, -1);
    hideTooltip(instance);
  });

  map.addEventListener("click", (event) => {
    const index = indexOfEvent(event);
    if (dragged) {
      dragged = false;
      return;
    }
    if (index < 0) {
      hideTooltip(instance);
      return;
    }
    setActive(instance, index);
    toggle(instance, index);
    // What the page says of the territory is beside: nothing stays over the map.
    if (pressedBy === "touch") showTooltip(instance, index, event.clientX, event.clientY);
    else hideTooltip(instance);
  });

  // The plain wheel scrolls the page; only ctrl (or a trackpad pinch, reported as ctrl) zooms.
  map.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoomAt(instance, Math.exp(-event.deltaY * 0.004), mapPoint(panel, event));
    },
    { passive: false },
  );

  map.addEventListener("keydown", (event) => onKey(instance, panel, event));
  // On the HTML parent: a focus listener on the <svg> itself would make it a tab stop in Chromium.
  panel.stage.addEventListener("focusin", (event) => {
    const index = indexOfEvent(event);
    if (index < 0 || !event.target.matches(":focus-visible")) return;
    setActive(instance, index);
    showFocus(instance, panel, index);
    setHover(instance, index);
    const point = screenPoint(panel, panel.shape.label[index]);
    showTooltip(instance, index, point.x, point.y);
  });
  panel.stage.addEventListener("focusout", () => {
    showFocus(instance, panel, -1);
    setHover(instance, -1);
    hideTooltip(instance);
  });

  panel.legend.addEventListener("pointerover", (event) => {
    const item = event.target.closest(".tm-class");
    emphasise(panel, item ? Number(item.getAttribute("data-class")) : null);
  });
  panel.legend.addEventListener("pointerleave", () => emphasise(panel, null));
}

export function button(text, name, act, className = "") {
  const node = html("button", `tm-button ${className}`, text);
  node.type = "button";
  node.setAttribute("aria-label", name);
  node.title = name;
  node.addEventListener("click", act);
  return node;
}

export function addButtons(instance, panel) {
  const zoom = html("div", "tm-zoom");
  zoom.setAttribute("role", "group");
  zoom.setAttribute("aria-label", "Zoom de la carte");
  const full = () => setView(instance, ...instance.geometry.viewBox.slice(0, 3));
  zoom.append(
    button("+", "Agrandir la carte", () => zoomAt(instance, 1.6)),
    button("−", "Réduire la carte", () => zoomAt(instance, 1 / 1.6), "tm-out"),
    button("⟲", "Revenir à la vue d’ensemble", full, "tm-out"),
  );
  panel.stage.append(zoom);
  const act = {
    PNG: () => exportMap(instance, panel, "png"),
    SVG: () => exportMap(instance, panel, "svg"),
    CSV: () => pressDownload(panel.layer.file),
  };
  for (const [format, onClick] of Object.entries(act)) {
    panel.exports[format] = button(format, `Télécharger la carte en ${format}`, onClick);
  }
  panel.tools.append(...Object.values(panel.exports), linkAction("tm-button", "Lien"));
}

// The nearest dot, or -1: dots are small, and fingers are not.
function dotAt(panel, event) {
  const box = panel.legend.getBoundingClientRect();
  const x = event.clientX - box.left;
  const y = event.clientY - box.top;
  let best = -1;
  let reach = event.pointerType === "touch" ? 20 : 10;
  panel.plot.dots.forEach((dot, index) => {
    const distance = dot ? Math.hypot(dot.x - x, dot.y - y) : Infinity;
    if (distance > reach) return;
    reach = distance;
    best = index;
  });
  return best;
}

export function bindPlot(instance, panel) {
  const tell = (index, event) => {
    setHover(instance, index);
    if (index < 0) hideTooltip(instance);
    else showTooltip(instance, index, event.clientX, event.clientY);
  };
  panel.legend.addEventListener("pointermove", (event) => {
    if (panel.plot && event.pointerType === "mouse") tell(dotAt(panel, event), event);
  });
  panel.legend.addEventListener("pointerleave", (event) => {
    if (panel.plot && event.pointerType === "mouse") tell(-1, event);
  });
  panel.legend.addEventListener("click", (event) => {
    const index = panel.plot ? dotAt(panel, event) : -1;
    if (index < 0) return;
    setActive(instance, index);
    toggle(instance, index);
    if (event.pointerType === "touch") tell(index, event);
  });
}
