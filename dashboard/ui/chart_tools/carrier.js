// Publishes the code, and what every picture of the page says at its foot.
export default function ({ data }) {
  const slot = (globalThis.__chartTools ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  Object.assign(slot, { render: renderTools, common: data });
  slot.resolve?.();
}
