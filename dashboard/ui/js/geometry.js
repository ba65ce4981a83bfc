// One reading of the geometry document per page and per address, shared by the map and the search;
// a failure may be tried again.
export function loadGeometry(url) {
  const requests = (globalThis.__territoryGeometry ??= new Map());
  if (!requests.has(url)) {
    const request = fetch(url).then((response) => {
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      return response.json();
    });
    request.catch(() => requests.delete(url));
    requests.set(url, request);
  }
  return requests.get(url);
}
