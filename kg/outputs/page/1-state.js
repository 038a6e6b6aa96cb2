/* The graph page, part 1: what the page holds, and what is lit, dim or hidden.

   The four parts are joined into one script, which runs after pyvis's own; that made `network`, `nodes` and `edges`.
   Text from the newspaper reaches the document through textContent alone. */

const data = JSON.parse(document.getElementById("kg-data").textContent);
const root = document.documentElement;
const panel = document.querySelector("aside");
const canvas = document.getElementById("mynetwork");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const night = matchMedia("(prefers-color-scheme: dark)");
const things = data.nodes;
const facts = data.statements;
const places = new Map();
const rings = new Map();
const hidden = new Set();
const pairs = edges
  .get()
  .map((edge) => ({ id: edge.id, a: edge.from, b: edge.to, facts: edge.facts, dashes: edge.dashes }));
const edgeOf = new Map(pairs.map((pair) => [pair.id, pair]));
nodes.get().forEach((node) => {
  places.set(node.id, { x: node.x, y: node.y, r: node.size });
  rings.set(node.id, []);
});
pairs.forEach((pair) => {
  rings.get(pair.a).push(pair);
  rings.get(pair.b).push(pair);
});
const byKey = new Map(things.map((thing, id) => [thing.key, id]));
const byWeight = things.map((_, id) => id).sort((a, b) => rings.get(b).length - rings.get(a).length || a - b);
const state = { node: null, edge: null, story: null, over: null, overEdge: null, lit: null, ink: {} };
const fonts = getComputedStyle(root).getPropertyValue("--sans");

// ------------------------------------------------------------------ small helpers
function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}
function put(parent, ...children) {
  children.forEach((child) => {
    if (child) parent.appendChild(child);
  });
  return parent;
}
function press(name, text, act) {
  const button = make("button", name, text);
  button.type = "button";
  button.onclick = act;
  return button;
}
function draw(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  return element;
}
const SHAPES = {
  dot: ["circle", { cx: 8, cy: 8, r: 6.5 }],
  square: ["rect", { x: 2.2, y: 2.2, width: 11.6, height: 11.6, rx: 1 }],
  diamond: ["path", { d: "M8 .8 15.2 8 8 15.2.8 8z" }],
  triangle: ["path", { d: "M8 1.6 15 14H1z" }],
  hexagon: ["path", { d: "M4.4 1.8h7.2L15.2 8l-3.6 6.2H4.4L.8 8z" }],
};
function swatch(type) {
  const style = data.types[type];
  const icon = draw("svg", { viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" });
  const [tag, attributes] = SHAPES[style.shape];
  return put(icon, draw(tag, { ...attributes, fill: "var(--" + style.tone + ")" }));
}
const headlineOf = (story) => story.headline || "（无标题）";
const whereOf = (story) => [story.newspaper, story.date, story.page].filter(Boolean).join(" ");
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

// ------------------------------------------------------------------ colours
function readInk() {
  const style = getComputedStyle(root);
  ["paper", "panel", "ink", "soft", "faint", "accent", "edge", "edge-lit", "rule"].forEach((name) => {
    state.ink[name] = style.getPropertyValue("--" + name).trim();
  });
  Object.values(data.types).forEach((type) => {
    state.ink[type.tone] = style.getPropertyValue("--" + type.tone).trim();
  });
}
function setTheme(dark) {
  root.dataset.theme = dark ? "dark" : "light";
  readInk();
  shown.clear();
  paint();
}

// ------------------------------------------------------------------ what is lit, what is dim, what is hidden
function litNodes() {
  if (state.node !== null) return new Set([state.node, ...rings.get(state.node).flatMap((pair) => [pair.a, pair.b])]);
  if (state.edge !== null) {
    const pair = edgeOf.get(state.edge);
    return new Set([pair.a, pair.b]);
  }
  if (state.story !== null)
    return new Set(things.flatMap((thing, id) => (thing.articles.includes(state.story) ? [id] : [])));
  return null;
}
function isLitEdge(pair) {
  if (state.node !== null) return pair.a === state.node || pair.b === state.node;
  if (state.edge !== null) return pair.id === state.edge;
  return state.lit !== null && state.lit.has(pair.a) && state.lit.has(pair.b);
}
const isHidden = (id) => hidden.has(things[id].type);
const shown = new Map(); // what each node and edge looks like now, to change only what differs
function differs(id, look) {
  const key = JSON.stringify(look);
  if (shown.get(id) === key) return false;
  shown.set(id, key);
  return true;
}
const rim = things.length > 500 ? 0 : 1.2; // its width does not shrink with the zoom: small nodes would be all rim
function paint() {
  state.lit = litNodes();
  const nodeLooks = [];
  const edgeLooks = [];
  things.forEach((thing, id) => {
    const on = state.lit === null || state.lit.has(id);
    const tone = state.ink[data.types[thing.type].tone];
    const picked = id === state.node;
    const look = {
      id,
      hidden: isHidden(id),
      opacity: on ? 1 : 0.13,
      borderWidth: picked ? 4 : thing.modality ? 2 : rim,
      color: {
        background: thing.modality ? state.ink.paper : tone,
        border: picked ? state.ink.accent : thing.modality ? tone : state.ink.paper,
      },
    };
    if (differs("n" + id, look)) nodeLooks.push(look);
  });
  pairs.forEach((pair) => {
    const on = state.lit !== null && isLitEdge(pair);
    const look = {
      id: pair.id,
      hidden: isHidden(pair.a) || isHidden(pair.b),
      width: (on ? 1.9 : 1) + Math.min(2, 0.35 * (pair.facts.length - 1)),
      color: {
        color: on ? state.ink["edge-lit"] : state.lit === null ? state.ink.edge : state.ink.rule,
        inherit: false,
      },
    };
    if (differs(pair.id, look)) edgeLooks.push(look);
  });
  if (nodeLooks.length) nodes.update(nodeLooks);
  if (edgeLooks.length) edges.update(edgeLooks);
  network.redraw();
}
