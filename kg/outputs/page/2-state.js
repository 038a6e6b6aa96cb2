/* Part 2: what the page holds, what is shown and what is lit.

   `data` is read at once and is enough for the picture; `more`, the facts and sentences, is read after it is drawn. */

const data = JSON.parse(one("#kg-data").textContent);
const panel = one("aside");
const canvas = one("#mynetwork");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const night = matchMedia("(prefers-color-scheme: dark)");
const types = Object.entries(data.types).map(([id, style]) => ({ id, ...style }));
const plans = new Set(data.plans);
let things = data.names.map((name, id) => ({ id, name, type: types[data.kinds[id]], plan: plans.has(id) }));
const core = things.length;
let more = null; // until it is read
let pairs = []; // {id, a, b, facts, plan}: every edge, drawn or not; those of the core come first
let rings = things.map(() => []); // the pairs at each node
let byWeight = things.map((_, id) => id);
const drawnPairs = new Set();
const places = new Map(); // where each drawn node is: {x, y, r}
const home = new Map(); // where it was laid out, to return to after a focus
const state = {
  node: null, pair: null, story: null, over: null, overPair: null,
  path: null, pathFrom: null, focus: null, lit: null, view: "graph", ink: {}, moving: false, physics: false,
};
const NO_FILTER = { types: new Set(), relations: new Set(), confidence: 0, from: null, to: null, modalities: new Set(), story: null };
const filter = { ...NO_FILTER, types: new Set(), relations: new Set(), modalities: new Set() };
const fonts = getComputedStyle(root).getPropertyValue("--sans");

nodes.forEach((node) => {
  places.set(node.id, { x: node.x, y: node.y, r: node.size });
  home.set(node.id, { x: node.x, y: node.y });
});
edges.forEach((edge) => {
  const pair = { id: edge.id, a: edge.from, b: edge.to, facts: [], plan: Boolean(edge.dashes) };
  pairs.push(pair);
  drawnPairs.add(pair.id);
  rings[pair.a].push(pair);
  rings[pair.b].push(pair);
});
const pairOf = new Map(pairs.map((pair) => [pair.id, pair]));

// ------------------------------------------------------------------ reading the rest
async function readMore() {
  const element = one("#kg-more");
  let text = element.textContent;
  element.textContent = ""; // its characters are not needed twice
  if (element.dataset.form === "gzip") {
    const letters = atob(text);
    const bytes = new Uint8Array(letters.length);
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  }
  const read = JSON.parse(text);
  things = read.names.map((name, id) => {
    const [key, kind, aliases, articles, extras] = read.nodes[id];
    return { modality: 0, figures: [], evidence: [], ...extras, id, key, name, aliases, articles, kind, type: types[read.kinds[id]], plan: Boolean(extras && extras.modality) };
  });
  rings = things.map(() => []);
  pairs = read.pairs.map(([a, b, ...facts], serial) => {
    const id = "e" + serial;
    const pair = { id, a, b, facts, plan: facts.every((fact) => read.facts[fact][3] !== 0) };
    pairOf.set(id, pair);
    rings[a].push(pair);
    rings[b].push(pair);
    return pair;
  });
  byWeight = things.map((_, id) => id);
  more = read;
  root.dataset.full = "true";
}
const story = (index) => {
  const [headline, newspaper, day, page, authors, figures = []] = more.articles[index];
  return { headline: headline || t("untitled"), newspaper, day, page, authors, figures, where: [newspaper, iso(day), page].filter(Boolean).join(" ") };
};
/* Everything about one statement; places in the array are documented in page_data.py. */
function fact(index) {
  const [subject, relation, object, modality, confidence, first, last, evidence, body, start, end] = more.facts[index];
  const office = body !== undefined;
  const post = object < 0 ? more.posts[-1 - object] : null;
  const happened = subject >= 0 ? things[subject].start : undefined;
  return {
    index, subject, relation, object, modality, confidence, first, last, evidence, office, post, start, end,
    body: office && body >= 0 ? body : null,
    day: happened === undefined ? last : happened,
    label: office ? (post ? post[2] : nameOf(object)) : both(more.relations[relation].slice(1)),
  };
}
const nameOf = (end) => (end < 0 ? more.posts[-1 - end][1] : things[end].name);
function whenOf(about) {
  if (about.start && about.end) return iso(about.start) + " – " + iso(about.end);
  if (about.start) return tongue ? t("from") + " " + iso(about.start) : iso(about.start) + " " + t("from");
  if (about.end) return t("until") + " " + iso(about.end);
  return about.office ? [...new Set([iso(about.first), iso(about.last)])].join(" – ") + " " + t("seen") : "";
}
let about = null; // facts of each node, made when first asked for
function factsOf(id) {
  if (!about) {
    about = things.map(() => []);
    more.facts.forEach((each, index) => {
      const ends = [each[0], each[2], each.length > 8 ? each[8] : -1].filter((end) => end >= 0);
      new Set(ends).forEach((end) => about[end].push(index));
    });
  }
  return about[id];
}

// ------------------------------------------------------------------ what passes the filters
const filtersFacts = () =>
  filter.relations.size > 0 || filter.modalities.size > 0 || filter.confidence > 0 || filter.from !== null || filter.to !== null;
const inDates = (day) => (filter.from === null || day >= filter.from) && (filter.to === null || day <= filter.to);
function passes(index) {
  const each = more.facts[index];
  if (filter.relations.has(each[1]) || filter.modalities.has(each[3]) || each[4] < filter.confidence) return false;
  if (filter.from === null && filter.to === null) return true;
  const happened = each[0] >= 0 ? things[each[0]].start : undefined;
  return inDates(happened === undefined ? each[6] : happened);
}
let allowed = null; // ids of the nodes and edges that pass; null where nothing is filtered
function sift() {
  const inner = filtersFacts();
  if (!more || (!inner && !filter.types.size && filter.story === null)) {
    allowed = null;
    return;
  }
  const open = (id) =>
    !filter.types.has(things[id].type.id) && (filter.story === null || things[id].articles.includes(filter.story));
  const passing = pairs.filter((pair) => open(pair.a) && open(pair.b) && (!inner || pair.facts.some(passes)));
  const tied = new Set(passing.flatMap((pair) => [pair.a, pair.b]));
  const fits = (thing) => {
    if (!open(thing.id)) return false;
    if (!inner || tied.has(thing.id)) return true;
    if (filter.relations.size) return false;
    if (thing.confidence !== undefined)
      return (
        thing.confidence >= filter.confidence &&
        !filter.modalities.has(thing.modality) &&
        (thing.start === undefined ? filter.from === null && filter.to === null : inDates(thing.start))
      );
    if (rings[thing.id].length || filter.modalities.size || filter.confidence > 0) return false;
    return thing.articles.some((index) => inDates(more.articles[index][2]));
  };
  allowed = { nodes: new Set(things.filter(fits).map((thing) => thing.id)), pairs: new Set(passing.map((pair) => pair.id)) };
}
const isAllowed = (id) => allowed === null || allowed.nodes.has(id);
const isShown = (id) => places.has(id) && isAllowed(id) && (state.focus === null || state.focus.members.has(id));
const isShownPair = (pair) =>
  drawnPairs.has(pair.id) && isShown(pair.a) && isShown(pair.b) && (allowed === null || allowed.pairs.has(pair.id));

/* Draws anew at the next frame, once however often it is asked for. */
let asked = false;
function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    network.redraw();
  });
}

// ------------------------------------------------------------------ what is lit
function litNodes() {
  if (state.path) return new Set(state.path);
  if (state.node !== null) return new Set([state.node, ...rings[state.node].filter(isShownPair).flatMap((pair) => [pair.a, pair.b])]);
  if (state.pair !== null) return new Set([pairOf.get(state.pair).a, pairOf.get(state.pair).b]);
  if (state.story !== null) return new Set(things.filter((thing) => thing.articles.includes(state.story)).map((thing) => thing.id));
  return null;
}
function isLitPair(pair) {
  if (state.path) return state.path.some((id, at) => at && [pair.a, pair.b].includes(id) && [pair.a, pair.b].includes(state.path[at - 1]));
  if (state.node !== null) return pair.a === state.node || pair.b === state.node;
  if (state.pair !== null) return pair.id === state.pair;
  return state.lit !== null && state.lit.has(pair.a) && state.lit.has(pair.b);
}
function light() {
  state.lit = litNodes();
  redraw();
}
/* Tells vis-network what is hidden now, and only what has changed. */
const hiddenNow = new Set();
function applyHidden() {
  const nodeChanges = [];
  const pairChanges = [];
  const change = (id, hide, list) => {
    if (hide === hiddenNow.has(id)) return;
    if (hide) hiddenNow.add(id);
    else hiddenNow.delete(id);
    list.push({ id, hidden: hide });
  };
  places.forEach((_, id) => change(id, !isShown(id), nodeChanges));
  drawnPairs.forEach((id) => change(id, !isShownPair(pairOf.get(id)), pairChanges));
  if (nodeChanges.length) nodes.update(nodeChanges);
  if (pairChanges.length) edges.update(pairChanges);
  light();
}

// ------------------------------------------------------------------ nodes beyond the core, drawn on demand
const radiusOf = (id) => data.swell * (8.5 + 3.3 * Math.sqrt(Math.min(300, rings[id].length)));
function reveal(ids, around) {
  const fresh = ids.filter((id) => !places.has(id));
  if (fresh.length) {
    const centre = places.get(around) || { x: 0, y: 0, r: 10 };
    fresh.forEach((id, serial) => {
      const turn = serial * 2.399963;
      const far = centre.r + 90 + 26 * Math.sqrt(serial);
      const place = { x: Math.round(centre.x + Math.cos(turn) * far * 1.4), y: Math.round(centre.y + Math.sin(turn) * far), r: radiusOf(id) };
      places.set(id, place);
      home.set(id, { x: place.x, y: place.y });
    });
    nodes.add(
      fresh.map((id) => {
        const { type, plan } = things[id];
        const { x, y, r } = places.get(id);
        return { id, x, y, group: type.tone + (plan ? "-plan" : ""), shape: type.shape, size: type.shape === "square" ? r * 0.86 : r };
      }),
    );
    const lines = [];
    fresh.forEach((id) =>
      rings[id].forEach((pair) => {
        if (drawnPairs.has(pair.id) || !places.has(pair.a) || !places.has(pair.b)) return;
        drawnPairs.add(pair.id);
        lines.push({ id: pair.id, from: pair.a, to: pair.b, dashes: pair.plan });
      }),
    );
    edges.add(lines);
    tellShown();
  }
}
const MOST_NEIGHBOURS = 400; // revealed in one step
const neighboursOf = (id) => [...new Set(rings[id].map((pair) => (pair.a === id ? pair.b : pair.a)))];

// ------------------------------------------------------------------ colours
function readInk() {
  const style = getComputedStyle(root);
  ["paper", "panel", "ink", "soft", "faint", "accent", "edge", "edge-lit", "rule"].forEach((name) => {
    state.ink[name] = style.getPropertyValue("--" + name).trim();
  });
  types.forEach(({ tone }) => {
    state.ink[tone] = style.getPropertyValue("--" + tone).trim();
  });
}
function inkGroups() {
  const groups = {};
  types.forEach(({ tone }) => {
    groups[tone] = { color: { background: state.ink[tone], border: state.ink.paper } };
    groups[tone + "-plan"] = { color: { background: state.ink.paper, border: state.ink[tone] }, borderWidth: 2 };
  });
  return groups;
}
function setTheme(theme) {
  const changed = root.dataset.theme !== theme;
  root.dataset.theme = theme;
  readInk();
  if (changed) network.setOptions({ groups: inkGroups() });
  else redraw();
}
