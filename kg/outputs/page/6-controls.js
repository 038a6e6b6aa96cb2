/* Part 6: picking, focus, paths, search, filters, keys, the address, and the start. */

const CORE_NODES = byWeight.slice(0, core);
const legend = one(".legend");
const box = one(".find input");
const hits = one(".hits");
const bar = one(".bar");
const drawer = one(".drawer");
const spoken = one(".say");
const say = (text) => {
  spoken.textContent = text;
};
/* What needs the facts waits for them. */
let waiting = [];
const whenFull = (act) => {
  if (more) act();
  else waiting.push(act);
};

// ------------------------------------------------------------------ picking
const NOTHING = { node: null, pair: null, story: null, path: null, pathFrom: null };
function settle(change) {
  Object.assign(state, NOTHING, change);
  light();
  tellBar();
  if (state.view === "table") showTable();
  root.dataset.picked = String(state.node !== null || state.pair !== null || state.story !== null || state.path !== null);
}
function pick(id, move) {
  if (!more) return whenFull(() => pick(id, move));
  if (state.pathFrom !== null && state.pathFrom !== id) return findPath(state.pathFrom, id);
  if (!isAllowed(id)) clearFilters();
  if (state.focus && !state.focus.members.has(id)) leaveFocus(false);
  if (!places.has(id)) {
    reveal([id], neighboursOf(id).find((each) => places.has(each)));
    reveal(neighboursOf(id).slice(0, MOST_NEIGHBOURS), id);
    applyHidden();
  } else if (!state.focus) reveal(neighboursOf(id).slice(0, MOST_NEIGHBOURS), id);
  settle({ node: id });
  showNode(id);
  say(t("selected") + " " + things[id].name);
  writeHash(true);
  if (move && state.view === "graph") fit([...state.lit].filter(isShown), 1, true);
  return undefined;
}
function pickPair(id) {
  if (!more) return whenFull(() => pickPair(id));
  settle({ pair: id });
  return showPair(id);
}
function pickStory(index) {
  settle({ story: index });
  showStory(index);
  const joined = [...state.lit].filter((id) => isShown(id) && rings[id].length);
  fit(joined.length ? joined : [...state.lit].filter(isShown), 1, true);
}
function clear() {
  settle({});
  showAll();
  writeHash();
}

// ------------------------------------------------------------------ focus: a neighbourhood by itself, ring by ring
function membersWithin(centre, depth) {
  const levels = [[centre]];
  const seen = new Set([centre]);
  for (let step = 0; step < depth; step += 1) {
    const next = [];
    levels[step].forEach((id) =>
      neighboursOf(id).forEach((other) => {
        if (seen.has(other) || next.length >= MOST_NEIGHBOURS || !isAllowed(other)) return;
        seen.add(other);
        next.push(other);
      }),
    );
    if (!next.length) break;
    levels.push(next);
  }
  return { levels, members: seen };
}
const trail = []; // focuses gone through, to step back
function focusOn(centre, depth = 1, remember = true) {
  if (!more) return whenFull(() => focusOn(centre, depth, remember));
  if (remember && state.focus) trail.push([state.focus.centre, state.focus.depth]);
  const { levels, members } = membersWithin(centre, depth);
  returnHome();
  reveal([...members], centre);
  state.focus = { centre, depth: levels.length - 1, members };
  const moved = placeInRings(levels);
  moved.forEach(({ id, x, y }) => Object.assign(places.get(id), { x, y }));
  nodes.update(moved);
  Object.assign(state, NOTHING, depth === 1 ? { node: centre } : {});
  applyHidden();
  showNode(centre);
  tellBar();
  writeHash(true);
  if (state.view !== "graph") showView();
  fit([...members], 1.15, true);
  return undefined;
}
/* Each level is a ring, two where it is crowded; its nodes keep near those they hang on. */
function placeInRings(levels) {
  const angle = new Map([[levels[0][0], 0]]);
  const moved = [{ id: levels[0][0], x: 0, y: 0 }];
  let reach = 0;
  levels.slice(1).forEach((level, step) => {
    const before = new Set(levels[step]);
    const pull = (id) => {
      const near = neighboursOf(id).filter((other) => before.has(other));
      return Math.atan2(near.reduce((sum, other) => sum + Math.sin(angle.get(other)), 0), near.reduce((sum, other) => sum + Math.cos(angle.get(other)), 0));
    };
    const kinds = (id) => types.indexOf(things[id].type);
    const ordered = level.map((id) => [step ? pull(id) : kinds(id), id]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const rows = level.length > 22 ? (level.length > 60 ? 3 : 2) : 1;
    const first = Math.max(reach + 170, (level.length * 92) / rows / 6.2832);
    ordered.forEach(([, id], place) => {
      const turn = (place / level.length) * 2 * Math.PI - (step ? Math.PI : Math.PI / 2);
      const far = first + (place % rows) * 90;
      angle.set(id, turn);
      moved.push({ id, x: Math.round(Math.cos(turn) * far * 1.25), y: Math.round(Math.sin(turn) * far) });
    });
    reach = first + (rows - 1) * 90;
  });
  return moved;
}
function returnHome() {
  if (!state.focus) return;
  const back = [...state.focus.members].map((id) => ({ id, ...home.get(id) }));
  back.forEach(({ id, x, y }) => Object.assign(places.get(id), { x, y }));
  nodes.update(back);
}
function leaveFocus(move = true) {
  returnHome();
  state.focus = null;
  trail.length = 0;
  applyHidden();
  tellBar();
  writeHash();
  if (state.view !== "graph") showView();
  if (move) fitAll(true);
}
function stepBack() {
  const last = trail.pop();
  if (last) focusOn(...last, false);
  else leaveFocus();
}

// ------------------------------------------------------------------ shortest path
function startPath(id) {
  settle({ pathFrom: id, node: id });
  box.focus();
}
function findPath(from, to) {
  if (!more) return whenFull(() => findPath(from, to));
  const before = new Map([[from, null]]);
  const queue = [from];
  for (let at = 0; at < queue.length && !before.has(to); at += 1)
    rings[queue[at]].forEach((pair) => {
      const other = pair.a === queue[at] ? pair.b : pair.a;
      if (before.has(other) || !isAllowed(other) || (allowed && !allowed.pairs.has(pair.id))) return;
      before.set(other, queue[at]);
      queue.push(other);
    });
  if (!before.has(to)) {
    settle({ pathFrom: from, node: from });
    bar.replaceChildren(make("b", "", t("noPath")), press("act", t("cancel"), clear));
    say(t("noPath"));
    return undefined;
  }
  const path = [];
  for (let id = to; id !== null; id = before.get(id)) path.unshift(id);
  if (state.focus) leaveFocus(false);
  reveal(path, path.find((id) => places.has(id)));
  settle({ path });
  applyHidden();
  showPath(path);
  say(t("pathTitle") + " " + path.map((id) => things[id].name).join(" → "));
  writeHash(true);
  fit(path, 1, true);
  return undefined;
}

// ------------------------------------------------------------------ the bar over the picture
function tellBar() {
  const parts = [];
  if (state.pathFrom !== null)
    parts.push(make("b", "", clip(things[state.pathFrom].name, 14) + " → ?"), make("span", "", t("pathTo")), press("act", t("cancel"), clear));
  else if (state.focus) {
    const { centre, depth, members } = state.focus;
    const name = clip(things[centre].name, 14) + t("focused");
    parts.push(make("b", "", name), make("span", "", depth + " " + t("steps") + " · " + members.size));
    parts.push(press("act", t("expand"), () => focusOn(centre, depth + 1)), press("act", t("stepBack"), stepBack), press("act", t("leave"), () => leaveFocus()));
  }
  bar.replaceChildren(...parts);
  bar.hidden = !parts.length;
}
function tellShown() {
  const note = one(".shown");
  note.hidden = data.total <= core;
  note.textContent = t("shownOf") + " " + places.size.toLocaleString() + " / " + data.total.toLocaleString() + " · " + t("coreNote");
}

// ------------------------------------------------------------------ the view of the picture
function fit(wanted, most, animate) {
  // into what the legend leaves free
  const inside = wanted.filter((id) => places.has(id)).map((id) => places.get(id));
  if (!inside.length) return;
  const [left, right, top, bottom] = inside.reduce(
    (edge, { x, y, r }) => [Math.min(edge[0], x - r), Math.max(edge[1], x + r), Math.min(edge[2], y - r), Math.max(edge[3], y + r)],
    [Infinity, -Infinity, Infinity, -Infinity],
  );
  const foot = legend.offsetHeight + 34;
  const wide = canvas.clientWidth - 130;
  const high = canvas.clientHeight - foot - 60;
  const scale = Math.min(most, wide / Math.max(1, right - left), high / Math.max(1, bottom - top));
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 + (foot - 30) / 2 / scale };
  const slow = animate && !calm.matches && places.size < 1200;
  if (slow) moving();
  network.moveTo({ position, scale, animation: slow ? { duration: 420, easingFunction: "easeInOutQuad" } : false });
}
const fitAll = (animate) => fit(state.focus || allowed ? [...places.keys()].filter(isShown) : CORE_NODES, 1.1, animate);
/* All of it; where that would be too small to read, on a phone, what is most talked of. */
function opening() {
  const joined = CORE_NODES.filter((id) => rings[id].length);
  const wanted = canvas.clientWidth < 600 && joined.length ? joined : CORE_NODES;
  fit(wanted, 1.1, false);
  if (canvas.clientWidth < 600 && joined.length && network.getScale() < 0.42)
    network.moveTo({ position: places.get(byWeight[0]), scale: 0.5, animation: false });
}
function zoom(factor) {
  const scale = Math.min(6, Math.max(0.02, network.getScale() * factor));
  network.moveTo({ scale, animation: calm.matches ? false : { duration: 160, easingFunction: "easeOutQuad" } });
}
function switchPhysics(button) {
  state.physics = !state.physics;
  button.setAttribute("aria-pressed", String(state.physics));
  if (!state.physics) {
    network.setOptions({ physics: { enabled: false } });
    Object.entries(network.getPositions()).forEach(([id, place]) => {
      Object.assign(places.get(Number(id)), place);
      if (!state.focus) home.set(Number(id), place);
    });
    return;
  }
  network.setOptions({
    physics: { enabled: true, solver: "forceAtlas2Based", forceAtlas2Based: { gravitationalConstant: -70, springLength: 110, avoidOverlap: 0.4 }, stabilization: false, timestep: 0.4 },
  });
}

let tapped = { id: null, at: 0 };
network.on("click", (event) => {
  if (event.nodes.length) {
    const twice = tapped.id === event.nodes[0] && performance.now() - tapped.at < 350;
    tapped = { id: twice ? null : event.nodes[0], at: performance.now() };
    network.unselectAll();
    if (twice && state.path === null) return focusOn(event.nodes[0]);
    if (event.event.srcEvent.shiftKey && state.node !== null) findPath(state.node, event.nodes[0]);
    else pick(event.nodes[0], false);
  } else if (event.edges.length) pickPair(event.edges[0]);
  else if (state.pathFrom === null) clear();
  network.unselectAll();
  return undefined;
});
function hover(change, cursor) {
  Object.assign(state, change);
  canvas.style.cursor = cursor;
  redraw();
}
network.on("hoverNode", (event) => hover({ over: event.node }, "pointer"));
network.on("blurNode", () => hover({ over: null }, ""));
network.on("hoverEdge", (event) => hover({ overPair: event.edge }, "pointer"));
network.on("blurEdge", () => hover({ overPair: null }, ""));
network.on("dragStart", moving);
network.on("dragging", (event) => {
  moving();
  event.nodes.forEach((id) => Object.assign(places.get(id), network.getPosition(id)));
});
network.on("dragEnd", (event) => event.nodes.forEach((id) => !state.focus && home.set(id, network.getPosition(id))));
network.on("zoom", moving);
network.on("afterDrawing", drawOver);

// ------------------------------------------------------------------ legend and tools
const WHOLE_ICON = "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10";
function tool(word, act, ...paths) {
  const button = put(press("", "", () => act(button)), icon(...paths));
  button.dataset.word = word;
  button.setAttribute("aria-label", t(word));
  button.title = t(word);
  return button;
}
function makeLegend() {
  const entries = types.map((type) => {
    const button = press("", "", () => {
      if (!filter.types.delete(type.id)) filter.types.add(type.id);
      filterChanged();
    });
    button.dataset.type = type.id;
    button.title = t("toggle") + (tongue ? " " : "") + both(type.label);
    button.setAttribute("aria-pressed", String(!filter.types.has(type.id)));
    return put(button, swatch(type), make("span", "", both(type.label)), make("i", "", type.count.toLocaleString()));
  });
  const lineKey = (text, dash) => {
    const line = draw("svg", { viewBox: "0 0 26 8", "aria-hidden": "true" });
    return put(make("span", "lines"), put(line, draw("path", { d: "M0 4h26", "stroke-dasharray": dash })), make("span", "", text));
  };
  legend.replaceChildren(...entries, lineKey(t("said"), "none"), lineKey(t("planned"), "6 5"));
}

// ------------------------------------------------------------------ filters
let sifting = 0;
function filterChanged(redrawDrawer = false) {
  whenFull(() => {
    clearTimeout(sifting);
    const act = () => {
      sift();
      if (state.node !== null && !isAllowed(state.node)) settle({});
      applyHidden();
      makeLegend();
      tellFilter();
      if (redrawDrawer && !drawer.hidden) makeDrawer();
      if (state.view !== "graph") showView();
      writeHash();
    };
    if (things.length > 3000) sifting = setTimeout(act, 60);
    else act();
  });
}
function clearFilters() {
  Object.assign(filter, NO_FILTER, { types: new Set(), relations: new Set(), modalities: new Set() });
  filterChanged(true);
  sift();
}
function tellFilter() {
  const on = filter.types.size + filter.relations.size + filter.modalities.size + (filter.confidence > 0 ? 1 : 0) + (filter.from !== null || filter.to !== null ? 1 : 0) + (filter.story !== null ? 1 : 0);
  const button = one("#filter");
  button.textContent = t("filter") + (on ? " · " + on : "");
  button.classList.toggle("on", on > 0);
}
function toggles(title, set, entries) {
  const chipsOf = put(make("div", "chips"), entries.map(([id, text, count, type]) => {
    const button = press("", "", () => {
      if (!set.delete(id)) set.add(id);
      button.setAttribute("aria-pressed", String(!set.has(id)));
      filterChanged();
    });
    button.setAttribute("aria-pressed", String(!set.has(id)));
    return put(button, type ? swatch(type) : null, make("span", "", text), make("i", "", count.toLocaleString()));
  }));
  return [make("h3", "", title), chipsOf];
}
function tally(place, size) {
  const counts = new Array(size).fill(0);
  more.facts.forEach((each) => {
    counts[each[place]] += 1;
  });
  return counts;
}
function makeDrawer() {
  const ofRelation = tally(1, more.relations.length);
  const relations = more.relations.map((names, id) => [id, both(names.slice(1)), ofRelation[id]]).sort((a, b) => b[2] - a[2] || a[0] - b[0]);
  const ofModality = tally(3, more.modalities.length);
  const modalities = more.modalities.map((names, id) => [id, both(names), ofModality[id]]).filter((each) => each[2]);
  const value = make("b", "", (filter.confidence / 100).toFixed(2));
  const slider = make("input");
  Object.assign(slider, { type: "range", min: 0, max: 100, step: 5, value: filter.confidence });
  slider.setAttribute("aria-label", t("confidence"));
  slider.oninput = () => {
    filter.confidence = Number(slider.value);
    value.textContent = (filter.confidence / 100).toFixed(2);
    filterChanged();
  };
  const choose = make("select");
  choose.setAttribute("aria-label", t("article"));
  const option = (text, id) => Object.assign(make("option", "", text), { value: id });
  put(choose, option(t("every"), ""), more.articles.map((_, index) => option(clip(story(index).headline, 30), index)));
  choose.value = filter.story === null ? "" : String(filter.story);
  choose.onchange = () => {
    filter.story = choose.value === "" ? null : Number(choose.value);
    filterChanged();
  };
  drawer.replaceChildren(
    put(make("div", "head"), make("h2", "", t("filters")), press("act", t("reset"), clearFilters), press("act", t("close"), closeDrawer)),
    ...dateParts(),
    put(make("h3", "", t("confidence") + " "), value), slider,
    ...toggles(t("modality"), filter.modalities, modalities),
    ...toggles(t("types"), filter.types, types.map((type) => [type.id, both(type.label), type.count, type])),
    ...toggles(t("relations"), filter.relations, relations),
    make("h3", "", t("article")), choose,
  );
}
/* A histogram of the days; dragging over it, or the two fields, choose a range. */
function dateParts() {
  const days = more.facts.map((_, index) => index).map((index) => {
    const each = more.facts[index];
    const happened = each[0] >= 0 ? things[each[0]].start : undefined;
    return happened === undefined ? each[6] : happened;
  });
  things.forEach((thing) => thing.start !== undefined && days.push(thing.start));
  if (!days.length) return [];
  days.sort((a, b) => a - b);
  // a date far from all others would squeeze the rest into one bar
  const low = days[Math.floor(days.length * 0.02)];
  const high = Math.max(low, days[Math.ceil(days.length * 0.98) - 1]);
  const bars = Math.min(48, high - low + 1);
  const wide = (high - low + 1) / bars;
  const counts = new Array(bars).fill(0);
  days.forEach((day) => {
    if (day >= low && day <= high) counts[Math.min(bars - 1, Math.floor((day - low) / wide))] += 1;
  });
  const most = Math.max(...counts);
  const chart = draw("svg", { class: "days", viewBox: "0 0 " + bars * 10 + " 60", preserveAspectRatio: "none", role: "img", "aria-label": t("dates") + " " + iso(low) + " – " + iso(high) });
  const paintBars = () =>
    chart.replaceChildren(...counts.map((count, place) => {
      const first = low + place * wide;
      const height = count ? Math.max(2, (count / most) * 58) : 0;
      const on = (filter.from === null || first + wide - 1 >= filter.from) && (filter.to === null || first <= filter.to);
      return draw("rect", { x: place * 10 + 0.8, y: 60 - height, width: 8.4, height, class: on ? "on" : "" });
    }));
  const field = (side) => {
    const input = Object.assign(make("input"), { type: "date", value: filter[side] === null ? "" : iso(filter[side]) });
    input.setAttribute("aria-label", t(side === "from" ? "from" : "until"));
    input.onchange = () => {
      filter[side] = input.value ? dayOf(input.value) : null;
      paintBars();
      filterChanged();
    };
    return input;
  };
  const [from, to] = [field("from"), field("to")];
  let start = null;
  const barAt = (event) => {
    const bounds = chart.getBoundingClientRect();
    return Math.min(bars - 1, Math.max(0, Math.floor(((event.clientX - bounds.left) / bounds.width) * bars)));
  };
  const choose = (event) => {
    const [a, b] = [start, barAt(event)].sort((x, y) => x - y);
    filter.from = Math.floor(low + a * wide);
    filter.to = Math.ceil(low + (b + 1) * wide) - 1;
    from.value = iso(filter.from);
    to.value = iso(filter.to);
    paintBars();
  };
  chart.onpointerdown = (event) => {
    start = barAt(event);
    chart.setPointerCapture(event.pointerId);
    choose(event);
  };
  chart.onpointermove = (event) => start !== null && choose(event);
  chart.onpointerup = (event) => {
    choose(event);
    start = null;
    filterChanged();
  };
  paintBars();
  return [
    make("h3", "", t("dates")), chart,
    put(make("div", "range"), from, make("span", "", "–"), to),
    make("p", "note", t("datesNote")),
  ];
}
function openDrawer() {
  whenFull(() => {
    drawer.hidden = false;
    one("#filter").setAttribute("aria-expanded", "true");
    makeDrawer();
  });
}
function closeDrawer() {
  drawer.hidden = true;
  one("#filter").setAttribute("aria-expanded", "false");
  one("#filter").focus();
}

// ------------------------------------------------------------------ search
let folded = null; // of every thing its names, folded
let found = [];
let chosen = 0;
const MOST_HITS = 12;
const GRADES = 6;
function grade(names, wanted, latin) {
  let best = GRADES;
  for (const name of names) {
    const at = name.indexOf(wanted);
    if (at === 0) best = Math.min(best, name.length === wanted.length ? 0 : 1);
    else if (at > 0) best = Math.min(best, 3);
    else if (latin && best > 2) {
      const match = matchInitials(wanted, name);
      if (match === 2) best = Math.min(best, Array.from(name).length === wanted.length ? 1 : 2);
      else if (match === 1) best = Math.min(best, 5);
    }
  }
  return best;
}
function search() {
  const wanted = fold(box.value);
  if (!folded || folded.length !== things.length) folded = things.map((thing) => [thing.name, ...(thing.aliases || [])].map(fold));
  const latin = /^[a-z]+$/.test(wanted);
  const grades = Array.from({ length: GRADES }, () => []);
  chosen = 0;
  if (wanted)
    for (let id = 0; id < folded.length; id += 1) {
      const mine = grade(folded[id], wanted, latin);
      if (mine < GRADES && grades[mine].length < MOST_HITS) grades[mine].push(id);
    }
  found = grades.flat().slice(0, MOST_HITS);
  hits.hidden = !wanted;
  box.setAttribute("aria-expanded", String(!hits.hidden));
  hits.replaceChildren(...found.map((id, index) => {
    const thing = things[id];
    const alias = (thing.aliases || []).find((name) => grade([fold(name)], wanted, latin) < GRADES);
    const own = grade([folded[id][0]], wanted, latin) < GRADES;
    const line = make("li");
    line.id = "hit" + index;
    line.setAttribute("role", "option");
    line.onmousedown = (event) => {
      event.preventDefault();
      choose(id);
    };
    return put(line, swatch(thing.type), make("span", "", thing.name), make("small", "", own || !alias ? both(thing.type.label) : alias));
  }));
  if (wanted && !found.length) {
    const none = make("li", "none", t("none"));
    none.setAttribute("role", "option");
    put(hits, none);
  }
  choice();
}
function choice() {
  [...hits.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === chosen && found.length > 0)));
  if (found.length && !hits.hidden) box.setAttribute("aria-activedescendant", "hit" + chosen);
  else box.removeAttribute("aria-activedescendant");
}
function closeHits() {
  hits.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}
function choose(id) {
  closeHits();
  box.blur();
  pick(id, true);
}
box.oninput = search;
box.onfocus = () => box.value && search();
box.onblur = closeHits;
box.onkeydown = (event) => {
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
    event.preventDefault();
    chosen = (chosen + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
    choice();
  }
  if (event.key === "Enter" && found.length && !event.isComposing) choose(found[chosen]);
};

// ------------------------------------------------------------------ keys
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/* The nearest shown node that way, nearness counting less aside. */
function walk([dx, dy]) {
  const centre = network.getViewPosition();
  const from = state.over ?? state.node;
  const here = from !== null && isShown(from) ? places.get(from) : centre;
  let best = null;
  let least = Infinity;
  places.forEach((place, id) => {
    if (id === from || !isShown(id)) return;
    const [x, y] = [place.x - here.x, place.y - here.y];
    const ahead = x * dx + y * dy;
    const aside = Math.abs(x * dy + y * dx);
    if (ahead <= 0 || aside > ahead * 2) return;
    const cost = ahead + aside * 1.6;
    if (cost < least) [best, least] = [id, cost];
  });
  if (best === null) return;
  state.over = best;
  const place = places.get(best);
  const spot = network.canvasToDOM(place);
  if (spot.x < 60 || spot.y < 60 || spot.x > canvas.clientWidth - 60 || spot.y > canvas.clientHeight - 110) network.moveTo({ position: { x: place.x, y: place.y } });
  else redraw();
  say(things[best].name + " · " + both(things[best].type.label) + " · " + rings[best].length);
}
canvas.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const target = state.over ?? state.node;
  if (WAYS[event.key]) walk(WAYS[event.key]);
  else if (event.key === "Enter" && target !== null) pick(target, false);
  else if (event.key === "f" && target !== null) focusOn(target);
  else if (event.key === "p" && target !== null) whenFull(() => startPath(target));
  else if (event.key === "+" || event.key === "=") zoom(1.3);
  else if (event.key === "-") zoom(1 / 1.3);
  else if (event.key === "0") fitAll(true);
  else return;
  event.preventDefault();
});
addEventListener("keydown", (event) => {
  const writing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !writing) {
    event.preventDefault();
    box.focus();
    box.select();
  }
  if (event.key === "Escape") {
    if (!one(".menu").hidden) closeMenu();
    else if (!drawer.hidden && drawer.contains(document.activeElement)) closeDrawer();
    else {
      box.value = "";
      box.blur();
      if (state.focus && state.node === null && !state.path) leaveFocus();
      clear();
    }
  }
});

// ------------------------------------------------------------------ the address: what is picked, filtered and viewed
function hashNow() {
  const wish = new URLSearchParams();
  const set = (name, value) => value && wish.set(name, value);
  set("v", state.view === "graph" ? "" : state.view);
  set("t", [...filter.types].join("."));
  set("r", [...filter.relations].map((id) => more.relations[id][0]).join("."));
  set("m", [...filter.modalities].join("."));
  set("c", filter.confidence ? String(filter.confidence) : "");
  set("d", filter.from !== null || filter.to !== null ? (filter.from === null ? "" : iso(filter.from)) + "_" + (filter.to === null ? "" : iso(filter.to)) : "");
  set("a", filter.story === null ? "" : String(filter.story));
  set("f", state.focus ? state.focus.depth + "." + things[state.focus.centre].key : "");
  set("p", state.path ? things[state.path[0]].key + "|" + things[state.path[state.path.length - 1]].key : "");
  set("l", tongue ? "en" : "");
  const key = state.node === null ? "" : encodeURIComponent(things[state.node].key);
  return key + (String(wish) ? "?" + wish : "");
}
let writtenHash = "";
let reading = false;
function writeHash(step = false) {
  if (!more || reading) return;
  const wanted = hashNow();
  if (wanted === writtenHash) return;
  writtenHash = wanted;
  const address = wanted ? "#" + wanted : location.href.split("#")[0];
  try {
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    root.dataset.address = "none"; // a page inside another (a notebook) has no address of its own
  }
}
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // a link cut short in the middle of a character leads to the overview
  }
}
function readHash() {
  const hash = location.hash.slice(1);
  if (hash === writtenHash && reading === false && writtenHash) return;
  reading = true;
  const cut = hash.indexOf("?");
  const key = decode(cut < 0 ? hash : hash.slice(0, cut));
  const wish = new URLSearchParams(cut < 0 ? "" : hash.slice(cut + 1));
  const parts = (name) => (wish.get(name) || "").split(".").filter(Boolean);
  const idOf = (wanted) => things.findIndex((thing) => thing.key === wanted);
  const number = (text, most) => (/^\d+$/.test(text || "") && Number(text) <= most ? Number(text) : null);
  const day = (text) => (/^\d{4}-\d\d-\d\d$/.test(text || "") ? dayOf(text) : null);
  filter.types = new Set(parts("t").filter((id) => data.types[id]));
  filter.relations = new Set(parts("r").map((name) => more.relations.findIndex((each) => each[0] === name)).filter((id) => id >= 0));
  filter.modalities = new Set(parts("m").map((id) => number(id, more.modalities.length - 1)).filter((id) => id !== null));
  filter.confidence = number(wish.get("c"), 100) || 0;
  [filter.from, filter.to] = [0, 1].map((place) => day((wish.get("d") || "").split("_")[place]));
  filter.story = number(wish.get("a"), more.articles.length - 1);
  setTongue(wish.get("l") === "en" ? 1 : 0);
  sift();
  if (state.focus) leaveFocus(false);
  Object.assign(state, NOTHING);
  applyHidden();
  makeLegend();
  tellFilter();
  const [depth, ...focusKey] = (wish.get("f") || "").split(".");
  const centre = idOf(focusKey.join("."));
  if (centre >= 0) focusOn(centre, number(depth, 6) || 1, false);
  const ends = (wish.get("p") || "").split("|").map(idOf);
  const id = idOf(key);
  if (ends.length === 2 && ends.every((end) => end >= 0)) findPath(...ends);
  else if (id >= 0) pick(id, true);
  else if (centre < 0) {
    settle({});
    showAll();
  }
  setView(["timeline", "map", "table"].includes(wish.get("v")) ? wish.get("v") : "graph");
  reading = false;
  writtenHash = hash;
}

// ------------------------------------------------------------------ the words on the page, in either language
function setTongue(wanted) {
  if (tongue === wanted && root.dataset.tongue) return;
  tongue = wanted;
  root.dataset.tongue = wanted ? "en" : "zh";
  root.lang = wanted ? "en" : "zh-CN";
  document.querySelectorAll("[data-t]").forEach((element) => {
    element.textContent = t(element.dataset.t);
  });
  document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", t(element.dataset.label)));
  document.querySelectorAll("[data-word]").forEach((element) => {
    element.setAttribute("aria-label", t(element.dataset.word));
    element.title = t(element.dataset.word);
  });
  box.placeholder = t("search");
  one("#language").textContent = t("language");
  one(".counts").replaceChildren(...["articles", "entities", "events", "statements", "figures"].map((word, place) =>
    put(make("span"), make("b", "", data.counts[place].toLocaleString()), document.createTextNode(t(word)))));
  makeLegend();
  tellFilter();
  tellBar();
  tellShown();
  reshow();
  if (!drawer.hidden) makeDrawer();
  if (state.view !== "graph") showView();
  redraw();
}
function closeMenu() {
  one(".menu").hidden = true;
  one("#export").setAttribute("aria-expanded", "false");
}

// ------------------------------------------------------------------ start
put(
  one("#picture-tools"),
  tool("closer", () => zoom(1.35), "M8 3v10M3 8h10"),
  tool("farther", () => zoom(1 / 1.35), "M3 8h10"),
  tool("whole", () => fitAll(true), WHOLE_ICON),
  tool("motion", switchPhysics, "M8 8m-1.4 0a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0-2.8 0", "M2 8c0-2 2.7-3.4 6-3.4S14 6 14 8s-2.7 3.4-6 3.4S2 10 2 8", "M5 3c1.700-1 4.300 1.300 6 4.200s1.700 6 0 7"),
  tool("theme", () => setTheme(root.dataset.theme === "dark" ? "light" : "dark"), "M13 9.500A5.500 5.500 0 0 1 6.500 3 5.500 5.500 0 1 0 13 9.500z"),
);
one("#picture-tools [data-word=motion]").setAttribute("aria-pressed", "false");
document.querySelectorAll(".tabs button").forEach((tab) => {
  tab.onclick = () => whenFull(() => setView(tab.dataset.view));
  tab.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const tabs = [...document.querySelectorAll(".tabs button")];
    tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length].focus();
  };
});
one("#filter").onclick = () => (drawer.hidden ? openDrawer() : closeDrawer());
one("#language").onclick = () => {
  setTongue(1 - tongue);
  writeHash();
};
one("#export").onclick = () => {
  const menu = one(".menu");
  menu.hidden = !menu.hidden;
  one("#export").setAttribute("aria-expanded", String(!menu.hidden));
};
document.querySelectorAll(".menu button").forEach((button) => {
  button.onclick = () => {
    closeMenu();
    whenFull(EXPORTS[button.dataset.t]);
  };
});
addEventListener("pointerdown", (event) => {
  if (!one(".away").contains(event.target)) closeMenu();
});
addEventListener("hashchange", readHash);
addEventListener("popstate", readHash);
addEventListener("resize", () => {
  redraw();
  if (state.view === "map") showMap();
});
night.addEventListener("change", () => setTheme(night.matches ? "dark" : "light"));
canvas.querySelectorAll("[tabindex]").forEach((element) => element.removeAttribute("tabindex"));
canvas.tabIndex = 0;

/* For those who drive the page from outside, a notebook or a test: what is lit and shown, by key. */
window.newskg = {
  lit: () => (state.lit === null ? null : [...state.lit].map((id) => things[id].key)),
  shown: () => [...places.keys()].filter(isShown).map((id) => things[id].key),
  pick: (key) => whenFull(() => pick(things.findIndex((thing) => thing.key === key), true)),
  rest: (id) => things[id].name,
  point: (key) => network.canvasToDOM(places.get(things.findIndex((thing) => thing.key === key))),
};
setTheme(night.matches ? "dark" : "light");
setTongue(/[?&]l=en/.test(location.hash) ? 1 : 0);
opening();
root.dataset.ready = "true";
requestAnimationFrame(() =>
  setTimeout(async () => {
    await readMore();
    const acts = waiting;
    waiting = [];
    readHash();
    acts.forEach((act) => act());
    if (data.total > core) tellShown();
    redraw();
  }),
);
