// French numbers and words, statuses, classes. No DOM.

export const NBSP = "\u00a0";
const NNBSP = "\u202f";
export const MISSING = `n.${NBSP}d.`;

// Index = digit sent by Python in the status string of a layer.
export const NO_DATA = 0;
export const OBSERVED = 1;
export const IMPORTED = 2;
export const ESTIMATED = 3;
export const DEMO = 4;
export const STATUS_WORDS = ["non disponible", "observé", "importé localement", "estimé", "fictif"];
export const LEVEL_WORDS = {
  departement: ["département", "départements"],
  region: ["région", "régions"],
  subdivision: ["subdivision", "subdivisions"],
};

const formatters = new Map();

export function formatNumber(value, decimals, minimum = decimals) {
  const key = `${decimals}/${minimum}`;
  if (!formatters.has(key)) {
    formatters.set(
      key,
      new Intl.NumberFormat("fr-FR", {
        maximumFractionDigits: decimals,
        minimumFractionDigits: minimum,
      }),
    );
  }
  const rounded = Number(value.toFixed(decimals));
  // A rounded -0.2 must read « 0 », and the true minus sign keeps columns legible.
  return formatters.get(key).format(rounded === 0 ? 0 : rounded).replace("-", "\u2212");
}

// Class limits may be finer than the values they cut: never round a limit to look tidy.
export function formatLimit(value) {
  return formatNumber(value, 2, 0);
}

export function withUnit(text, unit) {
  if (!unit) return text;
  return unit.startsWith("%") ? text + NNBSP + unit : text + NBSP + unit;
}

// What is said of a territory without a value: silence is not always missing data.
export function missingOf(layer) {
  return layer.missing || MISSING;
}

export function formatValue(layer, index) {
  const value = layer.v[index];
  if (value === null) return missingOf(layer);
  if (layer.names) return layer.names[value];
  return withUnit(formatNumber(value, layer.dec), layer.unit);
}

export function formatInterval(layer, index) {
  const low = layer.lo ? layer.lo[index] : null;
  const high = layer.hi ? layer.hi[index] : null;
  if (low === null || high === null) return "";
  return `${formatNumber(low, layer.dec)} à ${formatNumber(high, layer.dec)}`;
}

export function statusOf(layer, index) {
  return layer.v[index] === null ? NO_DATA : Number(layer.st[index]);
}

export function noteOf(layer, index) {
  return layer.n && layer.n[index] >= 0 ? layer.notes[layer.n[index]] : "";
}

export function sourceOf(layer, index) {
  const source = Array.isArray(layer.src) ? layer.src[index] : layer.src;
  return source === null || source < 0 ? "" : layer.sources[source];
}

// A value equal to a limit belongs to the class above it.
export function classOf(layer, value) {
  let rank = 0;
  while (rank < layer.breaks.length && value >= layer.breaks[rank]) rank += 1;
  return rank;
}

// Of all the territories, or of those that a framed map is about.
export function summarise(layer, isInside = () => true) {
  const classes = Array.from({ length: layer.colors.length }, () => 0);
  const statuses = [0, 0, 0, 0, 0];
  let low = Infinity;
  let high = -Infinity;
  layer.v.forEach((value, index) => {
    if (!isInside(index)) return;
    statuses[statusOf(layer, index)] += 1;
    if (value === null) return;
    if (layer.kind !== "circles") classes[classOf(layer, value)] += 1;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  const known = statuses.reduce((sum, count) => sum + count) - statuses[NO_DATA];
  return { classes, statuses, low, high, known, reach: layer.reach || 0 };
}

// What the largest circle stands for: the value farthest from 0, or more when the layer asks.
export function reachOf(stats) {
  return stats.known ? Math.max(Math.abs(stats.low), Math.abs(stats.high), stats.reach) : 0;
}

// Spoken summary of a map: what a sighted reader gets at a glance.
export function describe(layer, stats, level, names) {
  const [, plural] = LEVEL_WORDS[level];
  if (!stats.known) return `${layer.title}. Aucune donnée pour les ${layer.v.length} ${plural}.`;
  if (layer.names) {
    const counts = layer.names.map((name, rank) => `${name} : ${stats.classes[rank]}`);
    counts.push(`${missingOf(layer)} : ${stats.statuses[NO_DATA]}`);
    return `${layer.title}. ${layer.subtitle}. Nombre de ${plural} par réponse. ${counts.join(", ")}.`;
  }
  const at = (value) => names[layer.v.indexOf(value)];
  const figure = (value) => withUnit(formatNumber(value, layer.dec), layer.unit);
  const parts = [
    `${layer.title}. ${layer.subtitle}.`,
    `${stats.known} ${plural} avec une valeur, de ${figure(stats.low)} (${at(stats.low)})`,
    `à ${figure(stats.high)} (${at(stats.high)}).`,
  ];
  if (stats.statuses[ESTIMATED]) parts.push(`${stats.statuses[ESTIMATED]} valeurs estimées.`);
  if (stats.statuses[DEMO]) parts.push("Données fictives.");
  if (stats.statuses[NO_DATA]) parts.push(`${stats.statuses[NO_DATA]} sans donnée.`);
  return parts.join(" ");
}
