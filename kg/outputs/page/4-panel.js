/* Part 4: the side panel, with what is said of the thing picked and the sentences that say so. */

class Notes {
  // the sentences of one panel, numbered in the order they are first pointed at
  constructor() {
    this.list = [];
    this.at = new Map();
    this.items = [];
  }
  refer(evidence) {
    const refs = make("span", "refs");
    const numbers = new Set();
    for (let at = 0; at < evidence.length; at += 3) {
      const sentence = evidence[at];
      if (!this.at.has(sentence)) {
        this.at.set(sentence, this.list.length);
        this.list.push({ sentence, reads: [] });
      }
      const number = this.at.get(sentence);
      const read = more.extractors[evidence[at + 1]] + " " + (evidence[at + 2] / 100).toFixed(2);
      if (!this.list[number].reads.includes(read)) this.list[number].reads.push(read);
      numbers.add(number);
    }
    [...numbers].forEach((number) => {
      const button = press("", String(number + 1), () => this.light(number));
      button.setAttribute("aria-label", t("evidence") + " " + (number + 1));
      refs.appendChild(button);
    });
    return refs;
  }
  light(number) {
    this.items.forEach((item, index) => item.classList.toggle("lit", index === number));
    this.items[number].scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }
  section(names) {
    const quotes = make("ol", "quotes");
    this.items = this.list.map((note, number) => {
      const [index, text] = more.sentences[note.sentence];
      const article = story(index);
      const cite = put(
        make("cite"),
        press("link", article.headline, () => pickStory(index)),
        make("span", "", "　" + article.where + "　" + note.reads.join("，")),
      );
      return put(make("li"), make("span", "no", String(number + 1)), mark(make("blockquote"), text, names), cite);
    });
    return put(quotes, this.items);
  }
}
function mark(element, text, names) {
  const wanted = names.filter((name) => name.length > 1).sort((a, b) => b.length - a.length);
  let at = 0;
  let plain = "";
  while (at < text.length) {
    const name = wanted.find((each) => text.startsWith(each, at));
    if (name) {
      element.append(plain);
      plain = "";
      put(element, make("mark", "", name));
      at += name.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  element.append(plain);
  return element;
}
function swatch(type) {
  const drawing = draw("svg", { viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" });
  const [tag, attributes] = SHAPES[type.shape];
  return put(drawing, draw(tag, { ...attributes, fill: "var(--" + type.tone + ")" }));
}
function heading(text, count) {
  const title = make("h3", "", text);
  if (count) put(title, make("i", "", String(count)));
  return title;
}
function link(end) {
  if (end < 0) return make("span", "", nameOf(end));
  const anchor = make("a", "link", things[end].name);
  anchor.href = "#" + encodeURIComponent(things[end].key);
  anchor.onclick = (event) => {
    event.preventDefault();
    pick(end, true);
  };
  return anchor;
}
const badge = (modality) => (modality ? make("span", "badge", both(more.modalities[modality])) : null);
function row(label, what, notes, { modality = 0, when = "", evidence }) {
  const line = make("li");
  put(line, make("span", "rel", label), put(make("span", "what"), what, badge(modality)), notes.refer(evidence));
  if (when) put(line, make("span", "when", when));
  return line;
}
const FIRST_ROWS = 60; // of a long list; the rest on request
function list(title, lines) {
  if (!lines.length) return [];
  const items = put(make("ul", "facts"), lines.slice(0, FIRST_ROWS));
  const rest = lines.slice(FIRST_ROWS);
  if (!rest.length) return [heading(title, lines.length), items];
  const button = press("more", t("more") + " (" + rest.length + ")", () => {
    put(items, rest);
    button.remove();
  });
  return [heading(title, lines.length), items, button];
}
function chip(id, note) {
  const button = press("", "", () => pick(id, true));
  return put(button, swatch(things[id].type), make("span", "", things[id].name), note ? make("i", "", String(note)) : null);
}
const chips = (...items) => put(make("div", "chips"), items);
let reshow = () => showAll(); // the panel's content again, in the other language
function show(again, ...parts) {
  reshow = again;
  panel.replaceChildren(...parts.flat(3).filter(Boolean));
  panel.scrollTop = 0;
}
const backButton = () => press("back", t("back"), clear);
const kind = (type, note) => put(make("span", "kind"), swatch(type), make("span", "", both(type.label) + (note ? " · " + note : "")));

function showNode(id) {
  const thing = things[id];
  const notes = new Notes();
  const groups = { offices: [], holders: [], roles: [], events: [], relations: [] };
  factsOf(id).forEach((index) => {
    const each = fact(index);
    const told = { modality: each.modality, evidence: each.evidence, when: whenOf(each) };
    const fromEvent = each.subject >= 0 && things[each.subject].confidence !== undefined;
    const add = (group, label, what, extra) => groups[group].push([label, what, { ...told, ...extra }]);
    if (each.office && each.subject === id) add("offices", each.label, each.body === null ? make("span", "", nameOf(each.object)) : link(each.body));
    else if (each.office) add("holders", each.label, link(each.subject));
    else if (each.subject === id) add(fromEvent ? "roles" : "relations", each.label, link(each.object));
    else if (fromEvent) add("events", each.label, link(each.subject), { when: things[each.subject].when || "" });
    else add("relations", "← " + each.label, link(each.subject));
  });
  const rows = (name) => groups[name].map(([label, what, told]) => row(label, what, notes, told));
  const [name, ...labels] = more.classes[thing.kind];
  const about = [both(labels) === both(thing.type.label) ? "" : both(labels), thing.stage].filter(Boolean).join(" · ");
  const top = [backButton(), kind(thing.type, about), make("h2", "", thing.name), badge(thing.modality)];
  if (thing.aliases.length) top.push(make("p", "also", t("also") + " " + thing.aliases.join("、")));
  if (thing.when) top.push(make("p", "also", thing.when));
  if (thing.code) top.push(make("p", "also", t("code") + " " + thing.code));
  if (thing.evidence.length) top.push(put(make("p", "also", t("reported") + " "), notes.refer(thing.evidence)));
  if (rings[id].length)
    top.push(put(make("p", "acts"), press("act", t("focus"), () => focusOn(id)), press("act", t("path"), () => startPath(id))));
  const body = ["offices", "holders", "roles", "events", "relations"].map((each) => list(t(each), rows(each)));
  body.push(list(t("figures"), figureRows(thing.figures, notes)));
  if (notes.list.length) body.push(heading(t("evidence"), notes.list.length), notes.section([thing.name, ...thing.aliases]));
  if (thing.articles.length) body.push(heading(t("seenIn"), thing.articles.length), storyLines(thing.articles));
  show(() => showNode(id), top, body.flat());
  panel.dataset.type = name;
}
// what it measures may be the paper's own words: they get the whole width, the number stands below
const figureRows = (figures, notes) =>
  figures.map(([label, value, when, evidence]) => {
    const line = row(label, make("span", "value", value), notes, { when, evidence });
    line.className = "figure";
    return line;
  });
function sayFact(each) {
  const what = make("span");
  const verb = "　" + (each.office ? t("holds") : each.label) + " → ";
  return put(what, link(each.subject), make("span", "note", verb), link(each.object));
}
function statementRows(indexes, notes) {
  return indexes.map(fact).map((each) => row(each.label, sayFact(each), notes, { ...each, when: whenOf(each) }));
}
function namesOf(ids) {
  return ids.flatMap((id) => [things[id].name, ...things[id].aliases]);
}
function showPair(id) {
  const pair = pairOf.get(id);
  const notes = new Notes();
  const lines = list(t("statements"), statementRows(pair.facts, notes));
  show(
    () => showPair(id),
    backButton(), make("span", "kind", t("relation")), chips(chip(pair.a), chip(pair.b)), lines,
    heading(t("evidence"), notes.list.length), notes.section(namesOf([pair.a, pair.b])),
  );
}
function showPath(ids) {
  const notes = new Notes();
  const lines = ids.slice(1).flatMap((id, at) => {
    const pair = rings[id].find((each) => each.a === ids[at] || each.b === ids[at]);
    return statementRows(pair.facts, notes);
  });
  show(
    () => showPath(ids),
    backButton(), make("span", "kind", t("pathTitle") + " · " + (ids.length - 1) + " " + t("steps")),
    make("h2", "", things[ids[0]].name + " → " + things[ids[ids.length - 1]].name),
    chips(ids.map((id) => chip(id))), list(t("statements"), lines),
    heading(t("evidence"), notes.list.length), notes.section(namesOf(ids)),
  );
}
function storyLines(indexes) {
  const lines = indexes.map((index) => {
    const article = story(index);
    const small = [article.where, article.authors].filter(Boolean).join("　");
    return put(press("story", "", () => pickStory(index)), make("b", "", article.headline), make("small", "", small));
  });
  if (lines.length <= FIRST_ROWS) return lines;
  const rest = lines.splice(FIRST_ROWS);
  const button = press("more", t("more") + " (" + rest.length + ")", () => button.replaceWith(...rest));
  return [...lines, button];
}
function showStory(index) {
  const article = story(index);
  const notes = new Notes();
  const inside = things.filter((thing) => thing.articles.includes(index));
  const parts = types
    .map((type) => [type, inside.filter((thing) => thing.type === type)])
    .filter(([, members]) => members.length)
    .flatMap(([type, members]) => [heading(both(type.label), members.length), chips(members.map((thing) => chip(thing.id)))]);
  show(
    () => showStory(index),
    backButton(), make("span", "kind", t("article")), make("h2", "", article.headline),
    make("p", "also", [article.where, article.authors].filter(Boolean).join("　")), parts,
    article.figures.length ? [list(t("openFigures"), figureRows(article.figures, notes)), heading(t("evidence"), notes.list.length), notes.section([])] : [],
  );
}
function showPlace(id, here) {
  show(
    () => showPlace(id, here),
    backButton(), kind(things[id].type), make("h2", "", things[id].name),
    heading(t("here"), here.length), chips(here.map((each) => chip(each))),
  );
}
function showAll() {
  const busiest = byWeight.filter((id) => rings[id].length).slice(0, 10);
  const rest = more
    ? [heading(t("stories"), more.articles.length), storyLines(more.articles.map((_, index) => index))]
    : [make("p", "also", t("loading"))];
  show(
    showAll,
    make("h2", "", t("overview")),
    busiest.length ? [heading(t("busiest")), chips(busiest.map((id) => chip(id, rings[id].length)))] : [],
    rest, make("p", "how", t("how")),
  );
}
