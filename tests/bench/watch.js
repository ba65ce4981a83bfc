// Injected before the page: tells, on the page's own clock, when what is watched gets painted.
(() => {
  const roots = [document];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function attachShadow(options) {
    const root = attach.call(this, options);
    roots.push(root);
    return root;
  };
  const shown = () => roots.filter((root) => root === document || root.host.isConnected);
  const all = (selector) => shown().flatMap((root) => [...root.querySelectorAll(selector)]);
  const texts = (selector) => all(selector).map((node) => node.textContent.trim());

  // Each returns a text that changes with what the reader sees, empty until it is all there.
  const probes = {
    text: () => texts('[data-testid="stText"]').join(),
    maps: () => {
      const maps = all("svg.tm-map").map((map) =>
        [...map.querySelectorAll("path.tm-t")].map((path) => path.getAttribute("fill")),
      );
      if (maps.length < 2 || maps.some((fills) => !fills.some(Boolean))) return "";
      return JSON.stringify([maps, texts(".tm-title"), texts(".tm-subtitle")]);
    },
    crossing: () => {
      const fills = all("svg.tm-map path.tm-t").map((path) => path.getAttribute("fill"));
      return fills.some(Boolean) ? JSON.stringify([fills, texts(".tm-title, .tm-subtitle")]) : "";
    },
    plotlyMaps: () => {
      const maps = all(".choroplethlayer").map((layer) =>
        [...layer.querySelectorAll("path")].map((path) => path.getAttribute("fill")),
      );
      if (maps.length < 2 || maps.some((fills) => !fills.some(Boolean))) return "";
      return JSON.stringify(maps);
    },
    figures: () => {
      const figures = texts(".card .value");
      const sentences = texts('[data-testid="stMarkdown"] li');
      return figures.length && sentences.length ? [...figures, ...sentences].join() : "";
    },
    chart: () => String(all(".scatterlayer .trace path").length || ""),
    initiatives: () => texts(".initiative h3").join(),
    followUp: () => texts(".card .value, .table td").join(),
    panel: () => texts('[data-testid="stHeading"] :is(h2, h3)').join(),
  };

  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => waiting.splice(0).forEach((act) => act(performance.now()));
  // A message posted during a frame is read once this frame is painted.
  const afterPaint = (act) => {
    waiting.push(act);
    channel.port2.postMessage(0);
  };

  function until(name, before, done) {
    const look = () => {
      const seen = probes[name]();
      if (seen && seen !== before) afterPaint(done);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }

  window.__bench = {
    painted: {},
    see: (name) => probes[name](),
    // Times of first paint, since the start of the navigation.
    watch(names) {
      for (const name of names) {
        until(name, "", (time) => {
          this.painted[name] = time;
        });
      }
    },
    // Time from the next click to the next change of what is watched.
    arm(name) {
      const before = probes[name]();
      this.changed = {};
      const start = ({ timeStamp }) => {
        until(name, before, (time) => {
          this.changed[name] = time - timeStamp;
        });
      };
      window.addEventListener("click", start, { capture: true, once: true });
    },
    // Fetches of the outlines in this page, and those that went over the network.
    geometry() {
      const seen = performance
        .getEntriesByType("resource")
        .filter((entry) => entry.name.includes("/app/static/geo/"));
      return { asked: seen.length, sent: seen.filter((entry) => entry.transferSize > 0).length };
    },
  };
})();
