// Publishes the drawing code once per page; the values component waits for it.

import { renderMap } from "./map.js";

export default function () {
  const slot = (globalThis.__territoryMap ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  slot.render = renderMap;
  slot.resolve?.();
}
