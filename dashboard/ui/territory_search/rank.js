// Ranking of the territories for what is typed: pure functions, no DOM.

const SURE_LENGTH = 4;
const LONG_LENGTH = 8;
export const FRANCE = "FR";
export const FRANCE_NAME = "France entière";
const LEVELS = [
  { name: "departement", title: "Départements", word: "département" },
  { name: "region", title: "Régions", word: "région" },
  { name: "subdivision", title: "Subdivisions d’internat", word: "subdivision" },
];

// « Côtes-d’Armor » and « cotes d armor » both read "cotes d armor"; « St Étienne » reads
// "saint etienne". A last word « st » may be the start of « Strasbourg »: it is kept.
function fold(text) {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, " ")
    .trim()
    .replace(/\bst(e?) /g, "saint$1 ");
}

function makeTerritory(id, code, name, group, others = []) {
  const { word } = LEVELS[group] ?? {};
  const hint = word && (group === 0 ? code : word);
  const label = hint ? `${name} (${hint})` : name;
  const folded = { code: fold(code), short: fold(name), full: fold(label), others: others.map(fold) };
  return { id, name, group, hint, label, ...folded };
}

// France first, then départements in the order of their codes, the others in that of their names;
// those of one level when it is named.
export function listTerritories(geometry, only = "") {
  const territories = [makeTerritory(FRANCE, FRANCE, FRANCE_NAME, -1)];
  LEVELS.forEach(({ name }, group) => {
    const { ids, codes, names } = geometry.levels[name];
    const others = (id) => geometry.other_names?.[id];
    const members = ids.map((id, i) => makeTerritory(id, codes[i], names[i], group, others(id)));
    if (group > 0) members.sort((a, b) => a.name.localeCompare(b.name, "fr"));
    territories.push(...members);
  });
  return only ? territories.filter(({ group }) => LEVELS[group]?.name === only) : territories;
}

// The département of a postal code: « 48000 » is in Lozère; Corsica has « 20 » for two codes.
function departementOfPost(query) {
  if (!/^\d{5}$/.test(query)) return null;
  if (query.startsWith("20")) return query < "20200" ? "2a" : "2b";
  return query.startsWith("97") ? query.slice(0, 3) : query.slice(0, 2);
}

// Letters to change, add, remove or exchange to go from one text to the other; beyond `most`, more.
function faults(first, second, most) {
  if (Math.abs(first.length - second.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: second.length + 1 }, (_, j) => j);
  for (let i = 1; i <= first.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= second.length; j += 1) {
      const cost = first[i - 1] === second[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + cost);
      const exchanged = first[i - 1] === second[j - 2] && first[i - 2] === second[j - 1];
      if (i > 1 && j > 1 && exchanged) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[second.length];
}

// The smaller the better; null when nothing matches. Only départements show their code, so only
// their codes are found from the first digits.
function rankOf(territory, query) {
  const { code, short, full, others, group } = territory;
  if (code === query || code === query.padStart(2, "0")) return 0;
  if (group === 0 && code === departementOfPost(query)) return 0;
  if (short === query) return 1;
  if (others.includes(query)) return 2;
  if (full.startsWith(query)) return 3;
  if (others.some((name) => name.startsWith(query))) return 4;
  if (` ${group === 0 ? full : short}`.includes(` ${query}`)) return 5;
  // Without spaces: « valdoise », « cotes darmor ».
  if (short.replaceAll(" ", "").includes(query.replaceAll(" ", ""))) return 6;
  return null;
}

// Names with a fault or two of typing: « lozerre », « creusse ». Short texts are too like others.
function likenessOf(territory, query) {
  const most = query.length < SURE_LENGTH ? 0 : query.length < LONG_LENGTH ? 1 : 2;
  if (most === 0) return null;
  const names = [territory.short, ...territory.others];
  const least = Math.min(...names.map((name) => faults(query, name, most)));
  return least <= most ? least : null;
}

// The groups of the list, best first; a group is as good as its best member.
export function findTerritories(territories, text) {
  const query = fold(text);
  const ranked = (rank) =>
    territories
      .map((territory) => ({ territory, rank: query ? rank(territory, query) : 0 }))
      .filter((item) => item.rank !== null)
      .sort((a, b) => a.rank - b.rank || a.territory.group - b.territory.group);
  const exact = ranked(rankOf);
  // Only when nothing else matches: a fault is never preferred to what was typed.
  const found = exact.length ? exact : ranked(likenessOf);
  const groups = new Map();
  found.forEach(({ territory }) => {
    if (!groups.has(territory.group)) groups.set(territory.group, []);
    groups.get(territory.group).push(territory);
  });
  return [...groups].map(([group, members]) => ({ title: LEVELS[group]?.title ?? "", members }));
}
