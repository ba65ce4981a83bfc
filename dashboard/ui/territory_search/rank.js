// Ranking of the territories for what is typed: pure functions, no DOM.

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

function makeTerritory(id, code, name, group) {
  const { word } = LEVELS[group] ?? {};
  const hint = word && (group === 0 ? code : word);
  const label = hint ? `${name} (${hint})` : name;
  return { id, code: fold(code), name, group, hint, label, short: fold(name), full: fold(label) };
}

// France first, then départements in the order of their codes, the others in that of their names;
// those of one level when it is named.
export function listTerritories(geometry, only = "") {
  const territories = [makeTerritory(FRANCE, FRANCE, FRANCE_NAME, -1)];
  LEVELS.forEach(({ name }, group) => {
    const { ids, codes, names } = geometry.levels[name];
    const members = ids.map((id, i) => makeTerritory(id, codes[i], names[i], group));
    if (group > 0) members.sort((a, b) => a.name.localeCompare(b.name, "fr"));
    territories.push(...members);
  });
  return only ? territories.filter(({ group }) => LEVELS[group]?.name === only) : territories;
}

// The smaller the better; null when nothing matches. Only départements show their code, so only
// their codes are found from the first digits.
function rankOf(territory, query) {
  const { code, short, full, group } = territory;
  if (code === query || code === query.padStart(2, "0")) return 0;
  if (short === query) return 1;
  if (full.startsWith(query)) return 2;
  if (` ${group === 0 ? full : short}`.includes(` ${query}`)) return 3;
  // Without spaces: « valdoise », « cotes darmor ».
  if (short.replaceAll(" ", "").includes(query.replaceAll(" ", ""))) return 4;
  return null;
}

// The groups of the list, best first; a group is as good as its best member.
export function findTerritories(territories, text) {
  const query = fold(text);
  const found = territories
    .map((territory) => ({ territory, rank: query ? rankOf(territory, query) : 0 }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => a.rank - b.rank || a.territory.group - b.territory.group);
  const groups = new Map();
  found.forEach(({ territory }) => {
    if (!groups.has(territory.group)) groups.set(territory.group, []);
    groups.get(territory.group).push(territory);
  });
  return [...groups].map(([group, members]) => ({ title: LEVELS[group]?.title ?? "", members }));
}
