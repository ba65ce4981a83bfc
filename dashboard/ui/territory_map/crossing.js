// A map painted by two indicators. Its values are classes of pairs, from 0 to 8, so that colours,
// hatching, counts and emphasis are those of any other map.

import { html, line } from "../js/paper.js";
import {
  DEMO,
  ESTIMATED,
  IMPORTED,
  LEVEL_WORDS,
  NBSP,
  NO_DATA,
  OBSERVED,
  STATUS_WORDS,
  formatInterval,
  formatValue,
  statusOf,
} from "./format.js";
import { plotMark } from "./plot.js";

const LEAST_SURE_FIRST = [DEMO, ESTIMATED, IMPORTED, OBSERVED];
const UNKNOWN = "-";

// A pair is no surer than the less sure of its two values.
function pairStatus(layers, index) {
  const found = layers.map((layer) => statusOf(layer, index));
  if (found.includes(NO_DATA)) return NO_DATA;
  return LEAST_SURE_FIRST.find((status) => found.includes(status));
}

// « carte_couverture_… » and « carte_fidelisation_… » give « carte-croisee_couverture_fidelisation_… ».
function pairName(layers) {
  const [[, across, ...rest], [, upwards]] = layers.map((layer) => layer.name.split("_"));
  return ["carte-croisee", across, upwards, ...rest].join("_");
}

export function pairLayer(cross, layers, demo) {
  const classes = [...cross.cls].map((rank) => (rank === UNKNOWN ? null : Number(rank)));
  return {
    id: `croisement-${layers[0].id}-${layers[1].id}`,
    name: pairName(layers),
    title: cross.title,
    subtitle: cross.subtitle,
    unit: "",
    dec: 0,
    kind: "pair",
    breaks: cross.colors.slice(1).map((_, rank) => rank + 1),
    colors: cross.colors,
    v: classes,
    st: classes.map((_, index) => pairStatus(layers, index)).join(""),
    src: -1,
    sources: [...new Set(layers.flatMap((layer) => layer.sources))],
    method: [...new Set(layers.map((layer) => layer.method).filter(Boolean))].join(" ; "),
    cross: { ...cross, members: cross.names.map((_, rank) => membersOf(cross, rank)) },
    layers,
    demo,
  };
}

function quadrantOf(cross, index) {
  return cross.q[index] === UNKNOWN ? -1 : Number(cross.q[index]);
}

// Territories decided in a quadrant: the members of its group.
function membersOf(cross, quadrant) {
  const inside = [...cross.q].filter(
    (found, index) => found === String(quadrant) && isDecided(cross, index),
  );
  return inside.length;
}

function isDecided(cross, index) {
  return cross.sure[index] === "1";
}

function verdict(layer, index) {
  const { cross } = layer;
  const quadrant = quadrantOf(cross, index);
  if (quadrant < 0) return ["Non classé", "une des deux valeurs n’est pas disponible"];
  if (!isDecided(cross, index)) {
    const nearest = `au plus près de «${NBSP}${cross.names[quadrant]}${NBSP}»`;
    return ["Indécis", `moins de 8 chances sur 10, ${nearest}`];
  }
  const isEstimated = layer.layers.some(
    (one) => statusOf(one, index) === ESTIMATED || formatInterval(one, index),
  );
  const why = isEstimated ? "au moins 8 chances sur 10 de chaque côté" : "valeurs comptées";
  return [cross.names[quadrant], why];
}

export function spokenPair(panel, index) {
  const { layer, shape } = panel;
  const values = layer.layers.map((one) => {
    const interval = formatInterval(one, index);
    const words = [`${one.title} ${formatValue(one, index)}`];
    if (interval) words.push(`intervalle ${interval}`);
    if (statusOf(one, index) !== NO_DATA) words.push(STATUS_WORDS[statusOf(one, index)]);
    return words.join(", ");
  });
  const [name, detail] = verdict(layer, index);
  const place = `${shape.names[index]} (${shape.codes[index]})`;
  return `${[place, ...values].join(", ")}, ${name}, ${detail}`;
}

export function describePair(layer, stats, level) {
  const { cross } = layer;
  const [, plural] = LEVEL_WORDS[level];
  const counted = cross.names.map((name, quadrant) => {
    return `${name} : ${cross.members[quadrant]}`;
  });
  const decided = [...cross.sure].filter((found) => found === "1").length;
  return [
    `${layer.title}. ${layer.subtitle}.`,
    `${stats.known} ${plural} avec les deux valeurs, ${stats.statuses[NO_DATA]} sans.`,
    `${counted.join(" ; ")}. Indécis : ${stats.known - decided}.`,
    "Les listes sous la carte donnent chaque territoire.",
  ].join(" ");
}

export function pairTooltip(layer, index) {
  const [name, detail] = verdict(layer, index);
  const block = html("div", "tm-tip-block");
  block.append(line("tm-tip-group", name), line("tm-tip-note", detail));
  return block;
}

// Hovered and selected territories carry their two intervals on the plot.
export function markPlot(instance, panel) {
  if (!panel.plot) return;
  const selected = panel.shape.ids.indexOf(instance.selected);
  panel.plot.marks.replaceChildren(
    ...[selected, instance.hovered]
      .filter((index, rank, all) => index >= 0 && all.indexOf(index) === rank)
      .map((index) => plotMark(panel.plot, panel.layer, index, panel.shape.names[index])),
  );
}
