/* Part 4: picking, legend, tools, search, and the start. */

// ------------------------------------------------------------------ picking
const legend = document.querySelector(".legend");
function visible(id) {
  hidden.delete(things[id].type);
  markLegend();
}
function settle(node, edge, article) {
  state.node = node;
  state.edge = edge;
  state.story = article;
  paint();
}
function pick(id, move) {
  visible(id);
  settle(id, null, null);
  showNode(id);
  if (readHash() !== things[id].key) location.hash = encodeURIComponent(things[id].key);
  if (move) fit([...state.lit], 1, true);
}
function pickEdge(id) {
  settle(null, id, null);
  showEdge(id);
}
function pickStory(index) {
  settle(null, null, index);
  showStory(index);
  const joined = [...state.lit].filter((id) => rings.get(id).length);
  fit(joined.length ? joined : [...state.lit], 1, true);
}
function clear() {
  settle(null, null, null);
  showAll();
  if (location.hash) history.replaceState(null, "", location.pathname + location.search);
}
function fit(wanted, most, animate) {
  // into what the legend leaves free
  const inside = wanted.filter((id) => !isHidden(id)).map((id) => places.get(id));
  if (!inside.length) return;
  const left = Math.min(...inside.map((place) => place.x - place.r));
  const right = Math.max(...inside.map((place) => place.x + place.r));
  const top = Math.min(...inside.map((place) => place.y - place.r));
  const bottom = Math.max(...inside.map((place) => place.y + place.r));
  const foot = legend.offsetHeight + 34;
  const wide = canvas.clientWidth - 110;
  const high = canvas.clientHeight - foot - 44;
  const scale = Math.min(most, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (foot - 24) / 2 / scale };
  network.moveTo({
    position,
    scale,
    animation: animate && !calm.matches ? { duration: 420, easingFunction: "easeInOutQuad" } : false,
  });
}
const fitAll = (animate) =>
  fit(
    things.map((_, id) => id),
    1.1,
    animate,
  );
function readHash() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // a link cut short in the middle of a character leads to the overview
  }
}
function fromHash() {
  const id = byKey.get(readHash());
  if (id !== undefined && id !== state.node) pick(id, true);
}

network.on("click", (event) => {
  if (event.nodes.length) pick(event.nodes[0], false);
  else if (event.edges.length) pickEdge(event.edges[0]);
  else clear();
  network.unselectAll();
});
network.on("doubleClick", (event) => {
  if (event.nodes.length) pick(event.nodes[0], true);
});
network.on("hoverNode", (event) => {
  state.over = event.node;
  canvas.style.cursor = "pointer";
  network.redraw();
});
network.on("blurNode", () => {
  state.over = null;
  canvas.style.cursor = "";
  network.redraw();
});
network.on("hoverEdge", (event) => {
  state.overEdge = event.edge;
  canvas.style.cursor = "pointer";
  network.redraw();
});
network.on("blurEdge", () => {
  state.overEdge = null;
  canvas.style.cursor = "";
  network.redraw();
});
network.on("dragging", (event) => event.nodes.forEach((id) => Object.assign(places.get(id), network.getPosition(id))));
network.on("afterDrawing", drawNames);

// ------------------------------------------------------------------ legend, tools, search
function markLegend() {
  legend
    .querySelectorAll("button")
    .forEach((button) => button.setAttribute("aria-pressed", String(!hidden.has(button.dataset.type))));
}
Object.entries(data.types).forEach(([type, style]) => {
  const button = press("", "", () => {
    if (!hidden.delete(type)) hidden.add(type);
    markLegend();
    paint();
  });
  button.dataset.type = type;
  button.title = "隐去或恢复" + style.label;
  put(legend, put(button, swatch(type), make("span", "", style.label), make("i", "", String(style.count))));
});
markLegend();
function lineKey(text, dash) {
  const icon = draw("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" });
  return put(
    make("span", "lines"),
    put(icon, draw("path", { d: "M0 4h26", "stroke-dasharray": dash })),
    make("span", "", text),
  );
}
put(legend, lineKey("已述", "none"), pairs.some((pair) => pair.dashes) ? lineKey("计划或存疑", "4 4") : null);

const ICONS = {
  放大: "M8 3v10M3 8h10",
  缩小: "M3 8h10",
  全图: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  明暗: "M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12",
};
function tool(name, act) {
  const button = press("", "", act);
  const icon = draw("svg", { viewBox: "0 0 16 16" });
  button.title = name;
  button.setAttribute("aria-label", name);
  return put(button, put(icon, draw("path", { d: ICONS[name] })));
}
const zoom = (factor) =>
  network.moveTo({
    scale: network.getScale() * factor,
    animation: calm.matches ? false : { duration: 200, easingFunction: "easeOutQuad" },
  });
put(
  document.querySelector(".tools"),
  tool("放大", () => zoom(1.35)),
  tool("缩小", () => zoom(1 / 1.35)),
  tool("全图", () => fitAll(true)),
  tool("明暗", () => setTheme(root.dataset.theme !== "dark")),
);

const box = document.querySelector(".find input");
const hits = document.querySelector(".hits");
const folded = things.map((thing) => [thing.name, ...thing.aliases].map(fold));
let found = [];
let chosen = 0;
function search() {
  const wanted = fold(box.value);
  const ranked = [];
  chosen = 0;
  if (wanted)
    byWeight.forEach((id) => {
      const names = folded[id];
      const rank = names.includes(wanted)
        ? 0
        : names.some((name) => name.startsWith(wanted))
          ? 1
          : names.some((name) => name.includes(wanted))
            ? 2
            : 3;
      if (rank < 3) ranked.push([rank, id]);
    });
  found = ranked
    .sort((a, b) => a[0] - b[0])
    .slice(0, 12)
    .map((item) => item[1]);
  hits.hidden = !wanted;
  box.setAttribute("aria-expanded", String(!hits.hidden));
  hits.replaceChildren(
    ...found.map((id, index) => {
      const thing = things[id];
      const alias = thing.aliases.find((name) => fold(name).includes(wanted));
      const line = make("li");
      line.id = "hit" + index;
      line.setAttribute("role", "option");
      line.onmousedown = (event) => {
        event.preventDefault();
        choose(id);
      };
      return put(
        line,
        swatch(thing.type),
        make("span", "", thing.name),
        make("small", "", fold(thing.name).includes(wanted) || !alias ? data.types[thing.type].label : alias),
      );
    }),
  );
  if (wanted && !found.length) put(hits, make("li", "none", "没有这个名称"));
  choice();
}
function choice() {
  [...hits.children].forEach((line, index) =>
    line.setAttribute("aria-selected", String(index === chosen && found.length > 0)),
  );
  if (found.length) box.setAttribute("aria-activedescendant", "hit" + chosen);
  else box.removeAttribute("aria-activedescendant");
}
function choose(id) {
  hits.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.blur();
  pick(id, true);
}
box.oninput = search;
box.onfocus = () => {
  if (box.value) search();
};
box.onblur = () => {
  hits.hidden = true;
};
box.onkeydown = (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (found.length) {
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      choice();
    }
  }
  if (event.key === "Enter" && found.length) choose(found[chosen]);
};
addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== box) {
    event.preventDefault();
    box.focus();
    box.select();
  }
  if (event.key === "Escape") {
    box.value = "";
    box.blur();
    clear();
  }
});
addEventListener("hashchange", fromHash);
addEventListener("resize", () => network.redraw());
night.addEventListener("change", () => setTheme(night.matches));

setTheme(night.matches);
showAll();
fitAll(false);
fromHash();
root.dataset.ready = "true";
