export default async function (component) {
  const slot = (globalThis.__territorySearch ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  await slot.ready;
  return slot.render(component);
}
