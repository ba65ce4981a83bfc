// Publishes the code, and what every picture of the page says at its foot.

import { renderTools } from "./tools.js";

export default function ({ data }) {
  const slot = (globalThis.__chartTools ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  Object.assign(slot, { render: renderTools, common: data });
  slot.resolve?.();
}
