/* Part 5: the same selection as a timeline, a map and a table, and taken away as a file. */

const overlay = one("#overlay");
const selection = () => things.filter((thing) => (state.focus ? isShown(thing.id) : isAllowed(thing.id)));
const inView = (index) => {
  const each = more.facts[index];
  const ends = [each[0], each[2], each.length > 8 ? each[8] : -1].filter((end) => end >= 0);
  return passes(index) && ends.length > 0 && ends.every((end) => isAllowed(end) && (!state.focus || state.focus.members.has(end)));
};
function setView(view) {
  state.view = view;
  document.querySelectorAll(".tabs button").forEach((tab) => tab.setAttribute("aria-selected", String(tab.dataset.view === view)));
  root.dataset.view = view;
  showView();
  writeHash();
}
function showView() {
  overlay.hidden = state.view === "graph" || !more;
  if (overlay.hidden) return overlay.replaceChildren();
  return { timeline: showTimeline, map: showMap, table: showTable }[state.view]();
}

// ------------------------------------------------------------------ timeline
const MOST_CARDS = 400;
function showTimeline() {
  const events = selection().filter((thing) => thing.confidence !== undefined);
  const dated = events.filter((event) => event.start !== undefined).sort((a, b) => a.start - b.start || a.end - b.end || a.id - b.id);
  const days = new Map();
  dated.slice(0, MOST_CARDS).forEach((event) => {
    if (!days.has(event.start)) days.set(event.start, []);
    days.get(event.start).push(event);
  });
  const column = make("div", "timeline");
  if (!events.length) put(column, make("p", "empty", t("noEvents")));
  let month = "";
  days.forEach((members, day) => {
    const text = iso(day);
    if (text.slice(0, 7) !== month) {
      month = text.slice(0, 7);
      put(column, make("h3", "", month));
    }
    put(column, put(make("section"), make("time", "", text.slice(5)), put(make("div"), members.map(eventCard))));
  });
  const undated = events.filter((event) => event.start === undefined).slice(0, MOST_CARDS);
  if (undated.length)
    put(column, make("h3", "", t("undated")), put(make("section"), make("time", "", "—"), put(make("div"), undated.map(eventCard))));
  overlay.replaceChildren(column);
}
function eventCard(event) {
  const card = press("card" + (event.plan ? " plan" : ""), "", () => pick(event.id, false));
  const label = both(more.classes[event.kind].slice(1));
  const last = event.end !== undefined && event.end !== event.start ? "　– " + iso(event.end) : "";
  const ends = factsOf(event.id).map(fact).filter((each) => each.subject === event.id && each.object >= 0);
  const who = ends.slice(0, 5).map((each) => each.label + " " + clip(things[each.object].name, 16));
  put(card, put(make("small"), swatch(event.type), make("span", "", label + last), badge(event.modality)), make("b", "", event.name));
  if (who.length) put(card, make("span", "who", who.join("　") + (ends.length > 5 ? " …" : "")));
  return card;
}

// ------------------------------------------------------------------ map
/* Where a thing is: its own coordinates, else those of the area it lies in, takes place in or belongs to. */
function placeOf(id, depth = 0, seen = new Set()) {
  const thing = things[id];
  if (thing.at) return id;
  if (depth > 3 || seen.has(id)) return null;
  seen.add(id);
  if (thing.parent !== undefined) return placeOf(thing.parent, depth + 1, seen);
  const within = ["place", "locatedIn", "subEventOf"];
  for (const name of within)
    for (const index of factsOf(id)) {
      const each = more.facts[index];
      if (each[0] !== id || each[2] < 0 || more.relations[each[1]][0] !== name) continue;
      const found = placeOf(each[2], depth + 1, seen);
      if (found !== null) return found;
    }
  return null;
}
const across = (longitude) => longitude * 0.82; // as wide as it is at 35° north
function showMap() {
  const spots = new Map();
  selection().forEach((thing) => {
    const place = placeOf(thing.id);
    if (place === null) return;
    if (!spots.has(place)) spots.set(place, []);
    if (place !== thing.id) spots.get(place).push(thing.id);
  });
  if (!spots.size || !more.backdrop) {
    overlay.replaceChildren(make("p", "empty", t("noPlaces")));
    return;
  }
  const [provinces, cities] = more.backdrop;
  const marks = [...spots].map(([id, here]) => ({ id, here, x: across(things[id].at[1]), y: -things[id].at[0] }));
  const china = { left: across(73), right: across(135.5), top: -54, low: -17 };
  const inside = marks.filter((each) => each.x > china.left && each.x < china.right && each.y > china.top && each.y < china.low);
  const chart = draw("svg", { class: "map", role: "group", "aria-label": t("map"), tabindex: 0 });
  const view = { x: (china.left + china.right) / 2, y: (china.top + china.low) / 2, span: china.right - china.left };
  if (inside.length) {
    const xs = inside.map((each) => each.x);
    const ys = inside.map((each) => each.y);
    view.x = (Math.min(...xs) + Math.max(...xs)) / 2;
    view.y = (Math.min(...ys) + Math.max(...ys)) / 2;
    view.span = Math.min(view.span, Math.max(7, 1.5 * (Math.max(...xs) - Math.min(...xs)), 2.2 * (Math.max(...ys) - Math.min(...ys))));
  }
  overlay.replaceChildren(chart, mapTools(view, () => paintMap(chart, view, marks, provinces, cities), china));
  paintMap(chart, view, marks, provinces, cities);
  let held = null;
  chart.onwheel = (event) => {
    event.preventDefault();
    view.span = Math.min(90, Math.max(0.4, view.span * (event.deltaY > 0 ? 1.2 : 1 / 1.2)));
    paintMap(chart, view, marks, provinces, cities);
  };
  chart.onpointerdown = (event) => {
    if (event.target.closest(".spot")) return;
    held = { x: event.clientX, y: event.clientY };
    chart.setPointerCapture(event.pointerId);
  };
  chart.onpointermove = (event) => {
    if (!held) return;
    const unit = view.span / chart.clientWidth;
    view.x -= (event.clientX - held.x) * unit;
    view.y -= (event.clientY - held.y) * unit;
    held = { x: event.clientX, y: event.clientY };
    paintMap(chart, view, marks, provinces, cities);
  };
  chart.onpointerup = () => {
    held = null;
  };
}
function mapTools(view, repaint, china) {
  const zoom = (factor) => () => {
    view.span = Math.min(90, Math.max(0.4, view.span * factor));
    repaint();
  };
  const whole = () => {
    Object.assign(view, { x: (china.left + china.right) / 2, y: (china.top + china.low) / 2, span: china.right - china.left });
    repaint();
  };
  return put(
    make("div", "tools"),
    tool("closer", zoom(1 / 1.6), "M8 3v10M3 8h10"), tool("farther", zoom(1.6), "M3 8h10"), tool("whole", whole, WHOLE_ICON),
  );
}
function paintMap(chart, view, marks, provinces, cities) {
  const width = overlay.clientWidth;
  const height = overlay.clientHeight;
  const unit = width / view.span;
  const at = (x, y) => [(x - view.x) * unit + width / 2, (y - view.y) * unit + height / 2];
  const seen = ([x, y]) => x > -60 && x < width + 60 && y > -30 && y < height + 30;
  const taken = new Cells();
  const parts = [];
  const step = view.span > 30 ? 10 : view.span > 12 ? 5 : view.span > 3 ? 1 : 0.25;
  for (let degree = 70; degree <= 140; degree += step) {
    const [x] = at(across(degree), 0);
    if (x > 0 && x < width) parts.push(draw("path", { class: "grid", d: "M" + x + " 0V" + height }));
  }
  for (let degree = 0; degree <= 60; degree += step) {
    const [, y] = at(0, -degree);
    if (y > 0 && y < height) parts.push(draw("path", { class: "grid", d: "M0 " + y + "H" + width }));
  }
  const write = (name, text, x, y, size, must) => {
    const half = (Array.from(text).length * size) / 2;
    const box = [x - half, y - size * 0.6, x + half, y + size * 0.6];
    if (!must && !taken.free(box)) return;
    taken.fill(box);
    const element = draw("text", { class: name, x, y, "font-size": size });
    element.textContent = text;
    parts.push(element);
  };
  const busy = marks.map((each) => ({ ...each, spot: at(each.x, each.y), r: 5 + 3.2 * Math.sqrt(each.here.length) })).filter((each) => seen(each.spot));
  busy.sort((a, b) => b.r - a.r || a.id - b.id);
  const buttons = busy.map(({ id, here, spot, r }) => {
    const group = draw("g", { class: "spot", role: "button", tabindex: 0, "aria-label": things[id].name + " " + here.length });
    put(group, draw("circle", { cx: spot[0], cy: spot[1], r, fill: "var(--" + things[id].type.tone + ")" }));
    const open = () => openPlace(id, here);
    group.onclick = open;
    group.onkeydown = (event) => event.key === "Enter" && open();
    taken.fill([spot[0] - r, spot[1] - r, spot[0] + r, spot[1] + r]);
    return group;
  });
  busy.forEach(({ id, here, spot, r }) => write("name", things[id].name + (here.length ? " · " + here.length : ""), spot[0], spot[1] + r + 11, 13, false));
  provinces.forEach(([name, latitude, longitude]) => {
    const spot = at(across(longitude), -latitude);
    if (seen(spot)) write("province", name, ...spot, view.span > 30 ? 12 : 16, false);
  });
  cities.forEach(([name, latitude, longitude]) => {
    const spot = at(across(longitude), -latitude);
    if (!seen(spot)) return;
    parts.push(draw("circle", { class: "city", cx: spot[0], cy: spot[1], r: 1.8 }));
    if (view.span < 24) write("town", name, spot[0], spot[1] + 10, 11, false);
  });
  chart.setAttribute("viewBox", "0 0 " + width + " " + height);
  chart.replaceChildren(...parts, ...buttons);
}
function openPlace(id, here) {
  settle({ node: id });
  if (here.length) showPlace(id, here);
  else showNode(id);
}

// ------------------------------------------------------------------ table
let sorting = { column: "links", down: true };
const FIRST_LINES = 200;
function showTable() {
  const columns = {
    name: (thing) => thing.name,
    type: (thing) => both(more.classes[thing.kind].slice(1)),
    when: (thing) => (thing.start === undefined ? "" : iso(thing.start)),
    links: (thing) => rings[thing.id].length,
    articles: (thing) => thing.articles.length,
    figures: (thing) => thing.figures.length,
  };
  const value = columns[sorting.column];
  const order = new Intl.Collator(tongue ? "en" : "zh");
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    return (typeof x === "number" ? x - y : order.compare(x, y)) * (sorting.down ? -1 : 1) || a.id - b.id;
  };
  let rows = selection();
  if (state.lit !== null) rows = rows.filter((thing) => state.lit.has(thing.id));
  rows.sort(compare);
  const head = Object.keys(columns).map((name) => {
    const cell = make("th");
    cell.scope = "col";
    const mine = sorting.column === name;
    if (mine) cell.setAttribute("aria-sort", sorting.down ? "descending" : "ascending");
    return put(
      cell,
      press("", t(name) + (mine ? (sorting.down ? " ↓" : " ↑") : ""), () => {
        sorting = { column: name, down: mine ? !sorting.down : !["name", "type", "when"].includes(name) };
        showTable();
      }),
    );
  });
  const body = make("tbody");
  const add = (from) => put(body, rows.slice(from, from + FIRST_LINES).map((thing) => tableLine(thing, columns)));
  add(0);
  const table = put(make("table"), put(make("thead"), put(make("tr"), head)), body);
  const count = make("p", "note", rows.length.toLocaleString() + " " + t("rows"));
  let from = FIRST_LINES;
  const button = press("more", t("more"), () => {
    add(from);
    from += FIRST_LINES;
    button.hidden = from >= rows.length;
  });
  button.hidden = from >= rows.length;
  overlay.replaceChildren(put(make("div", "sheet"), count, table, button));
}
function tableLine(thing, columns) {
  const line = make("tr", thing.id === state.node ? "on" : "");
  const name = put(make("td"), swatch(thing.type), press("link", thing.name, () => pick(thing.id, false)), badge(thing.modality));
  const cells = Object.entries(columns).slice(1).map(([column, value]) => make("td", typeof value(thing) === "number" ? "number" : column, String(value(thing))));
  return put(line, name, cells);
}

// ------------------------------------------------------------------ taking it away
function save(name, kind, content) {
  const anchor = make("a");
  anchor.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: kind }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
const EXPORTS = { png: savePng, svg: saveSvg, csv: saveCsv, ttl: saveTurtle };
function savePng() {
  const drawn = canvas.querySelector("canvas");
  const sheet = document.createElement("canvas");
  sheet.width = drawn.width;
  sheet.height = drawn.height;
  const context = sheet.getContext("2d");
  context.fillStyle = state.ink.paper;
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.drawImage(drawn, 0, 0);
  sheet.toBlob((blob) => save("graph.png", "image/png", blob));
}
function saveSvg() {
  const view = lastView;
  const picture = draw("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: "0 0 " + view.width + " " + view.height, width: view.width, height: view.height });
  picture.appendChild(draw("rect", { width: "100%", height: "100%", fill: state.ink.paper }));
  const dim = (on) => (state.lit === null || on ? 1 : 0.15);
  drawnPairs.forEach((id) => {
    const pair = pairOf.get(id);
    if (!isShownPair(pair)) return;
    const [a, b] = [view.at(places.get(pair.a)), view.at(places.get(pair.b))];
    const line = draw("line", { x1: a.x.toFixed(1), y1: a.y.toFixed(1), x2: b.x.toFixed(1), y2: b.y.toFixed(1), stroke: state.ink["edge-lit"], "stroke-opacity": 0.6 * dim(isLitPair(pair)) });
    if (pair.plan) line.setAttribute("stroke-dasharray", "6 5");
    picture.appendChild(line);
  });
  places.forEach((place, id) => {
    if (!isShown(id)) return;
    const spot = view.at(place);
    const { type, plan } = things[id];
    const [tag, attributes] = SHAPES[type.shape];
    const tone = state.ink[type.tone];
    const scale = (spot.r / 7).toFixed(3);
    picture.appendChild(
      draw(tag, {
        ...attributes, fill: plan ? state.ink.paper : tone, stroke: plan ? tone : state.ink.paper,
        opacity: dim(state.lit !== null && state.lit.has(id)),
        transform: "translate(" + spot.x.toFixed(1) + " " + spot.y.toFixed(1) + ") scale(" + scale + ") translate(-8 -8)",
      }),
    );
  });
  view.written.forEach(({ text, x, y, font, ink }) => {
    const [, weight, size, family] = /^(600)? ?([\d.]+px) (.*)$/s.exec(font); // as attributes: the policy allows no style
    const element = draw("text", { x: x.toFixed(1), y: y.toFixed(1), fill: ink, "font-weight": weight || 400, "font-size": size, "font-family": family, "text-anchor": "middle", "dominant-baseline": "central", stroke: state.ink.paper, "stroke-width": 3, "paint-order": "stroke" });
    element.textContent = text;
    picture.appendChild(element);
  });
  save("graph.svg", "image/svg+xml", new XMLSerializer().serializeToString(picture));
}
/* A cell that a spreadsheet would run as a formula is kept from it by an apostrophe. */
const cell = (value) => {
  const text = String(value);
  const plain = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return '"' + plain.replace(/"/g, '""') + '"';
};
const viewedFacts = () => more.facts.map((_, index) => index).filter(inView).map(fact);
function saveCsv() {
  const head = ["subject", "relation", "object", "modality", "confidence", "when", "sentence", "headline", "newspaper", "date", "page", "extractor"];
  const lines = viewedFacts().flatMap((each) => {
    const quotes = [];
    for (let at = 0; at < each.evidence.length; at += 3) quotes.push(each.evidence.slice(at, at + 3));
    return quotes.map(([sentence, extractor, confidence]) => {
      const [index, text] = more.sentences[sentence];
      const article = story(index);
      return [
        nameOf(each.subject), more.relations[each.relation][0], nameOf(each.object), more.modalities[each.modality][1], confidence / 100,
        whenOf(each), text, article.headline, article.newspaper, iso(article.day), article.page, more.extractors[extractor],
      ];
    });
  });
  save("graph.csv", "text/csv", "\ufeff" + [head, ...lines].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n");
}
const UNSAFE = /[\u0000-\u0020"<>\\^`{|}%/#?\u007f-\u009f]/g;
const escapeOne = (letter) => [...new TextEncoder().encode(letter)].map((byte) => "%" + byte.toString(16).toUpperCase().padStart(2, "0")).join("");
function iri(key) {
  const cut = key.indexOf(":");
  return "<https://w3id.org/newskg/id/" + key.slice(0, cut) + "/" + key.slice(cut + 1).replace(UNSAFE, escapeOne) + ">";
}
const literal = (text) => JSON.stringify(text).replace(/\u007f/g, "\\u007F") + "@zh";
/* Names, types and what is asserted; plans, denials and evidence are in graph.ttl, which `kg build` writes. */
function saveTurtle() {
  const lines = [
    "@prefix kg: <https://w3id.org/newskg/ontology#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .", "",
  ];
  const keyOf = (end) => (end < 0 ? more.posts[-1 - end][0] : things[end].key);
  const found = viewedFacts().filter((each) => each.modality === 0);
  selection().forEach((thing) => {
    const also = thing.aliases.map((name) => " ;\n  skos:altLabel " + literal(name)).join("");
    lines.push(iri(thing.key) + " a kg:" + more.classes[thing.kind][0] + " ;\n  skos:prefLabel " + literal(thing.name) + also + " .");
  });
  [...new Set(found.flatMap((each) => [each.subject, each.object]).filter((end) => end < 0))].forEach((end) => {
    lines.push(iri(keyOf(end)) + " a kg:Post ;\n  skos:prefLabel " + literal(nameOf(end)) + " .");
  });
  new Set(found.map((each) => iri(keyOf(each.subject)) + " kg:" + more.relations[each.relation][0] + " " + iri(keyOf(each.object)) + " .")).forEach((line) => lines.push(line));
  save("graph.ttl", "text/turtle", lines.join("\n") + "\n");
}
