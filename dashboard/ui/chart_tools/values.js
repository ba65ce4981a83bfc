export default async function (component) {
  const slot = (globalThis.__chartTools ??= {});
  slot.ready ??= new Promise((resolve) => { slot.resolve = resolve; });
  await slot.ready;
  slot.render(component);
}
