/* Part 3: the side panel, with what is said of the thing picked and the sentences that say so. */

class Notes {
  // the sentences of one panel, numbered in the order they are first pointed at
  constructor() {
    this.list = [];
    this.at = new Map();
    this.items = [];
  }
  refer(evidence) {
    const refs = make("span", "refs");
    const numbers = new Set(
      evidence.map(([sentence, rule, confidence]) => {
        if (!this.at.has(sentence)) {
          this.at.set(sentence, this.list.length);
          this.list.push({ sentence, reads: [] });
        }
        const number = this.at.get(sentence);
        const read = data.extractors[rule] + " " + confidence;
        if (!this.list[number].reads.includes(read)) this.list[number].reads.push(read);
        return number;
      }),
    );
    [...numbers].forEach((number) => refs.appendChild(press("", String(number + 1), () => this.light(number))));
    return refs;
  }
  light(number) {
    this.items.forEach((item, index) => item.classList.toggle("lit", index === number));
    this.items[number].scrollIntoView({ block: "nearest", behavior: calm.matches ? "auto" : "smooth" });
  }
  section(names) {
    const list = make("ol", "quotes");
    this.items = this.list.map((note, number) => {
      const [story, text] = data.sentences[note.sentence];
      const article = data.articles[story];
      const cite = make("cite", "", "");
      put(
        cite,
        press("link", headlineOf(article), () => pickStory(story)),
        make("span", "", "　" + whereOf(article) + "　" + note.reads.join("，")),
      );
      return put(make("li"), make("span", "no", String(number + 1)), mark(make("blockquote"), text, names), cite);
    });
    return put(list, ...this.items);
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
function heading(text, count) {
  const title = make("h3", "", text);
  if (count) put(title, make("i", "", String(count)));
  return title;
}
function link(end) {
  if (typeof end !== "number") return make("span", "", end);
  const anchor = make("a", "link", things[end].name);
  anchor.href = "#" + encodeURIComponent(things[end].key);
  anchor.onclick = (event) => {
    event.preventDefault();
    pick(end, true);
  };
  return anchor;
}
function row(label, what, fact, notes) {
  const line = make("li");
  const cell = make("span", "what");
  put(cell, what, fact.modality ? make("span", "badge", fact.modality) : null);
  put(line, make("span", "rel", label), cell, notes.refer(fact.evidence));
  if (fact.when) put(line, make("span", "when", fact.when));
  return line;
}
function list(title, lines) {
  return lines.length ? [heading(title, lines.length), put(make("ul", "facts"), ...lines)] : [];
}
function chip(id, note) {
  const button = press("", "", () => pick(id, true));
  return put(button, swatch(things[id].type), make("span", "", things[id].name), note ? make("i", "", note) : null);
}
function show(...parts) {
  panel.replaceChildren(...parts.flat().filter(Boolean));
  panel.scrollTop = 0;
}
const backButton = () => press("back", "✕ 返回总览", clear);
function kind(type, more) {
  return put(make("span", "kind"), swatch(type), make("span", "", data.types[type].label + (more ? " · " + more : "")));
}

function showNode(id) {
  const thing = things[id];
  const notes = new Notes();
  const offices = [];
  const holders = [];
  const events = [];
  const roles = [];
  const others = [];
  facts.forEach((fact) => {
    if (fact.body !== undefined) {
      if (fact.subject === id)
        offices.push(
          row(fact.label, fact.body === null ? make("span", "", fact.object) : link(fact.body), fact, notes),
        );
      else if (fact.body === id) holders.push(row(fact.label, link(fact.subject), fact, notes));
    } else if (fact.subject === id)
      (thing.event ? roles : others).push(row(fact.label, link(fact.object), fact, notes));
    else if (fact.object === id) {
      const event = typeof fact.subject === "number" && things[fact.subject].event;
      (event ? events : others).push(
        row(
          event ? fact.label : "← " + fact.label,
          link(fact.subject),
          event && things[fact.subject].when ? { ...fact, when: things[fact.subject].when } : fact,
          notes,
        ),
      );
    }
  });
  const figures = thing.figures.map((figure) => row(figure.label, make("span", "value", figure.value), figure, notes));
  const top = [backButton(), kind(thing.type, thing.stage), make("h2", "", thing.name)];
  if (thing.modality) top.push(make("span", "badge", thing.modality));
  if (thing.aliases.length) top.push(make("p", "also", "又称 " + thing.aliases.join("、")));
  if (thing.when) top.push(make("p", "also", thing.when));
  if (thing.code) top.push(make("p", "also", "行政区划代码 " + thing.code));
  if (thing.evidence.length) {
    const line = make("p", "also", "报道 ");
    put(line, notes.refer(thing.evidence));
    top.push(line);
  }
  const body = [
    list("职务", offices),
    list("任职者", holders),
    list("参与与地点", roles),
    list("事件", events),
    list("关系", others),
    list("数据", figures),
  ];
  if (notes.list.length)
    body.push(heading("原文依据", notes.list.length), notes.section([thing.name, ...thing.aliases]));
  if (thing.articles.length) body.push(heading("见于报道", thing.articles.length), ...thing.articles.map(story));
  show(top, body.flat());
}
function showEdge(id) {
  const pair = edgeOf.get(id);
  const notes = new Notes();
  const names = [pair.a, pair.b].flatMap((end) => [things[end].name, ...things[end].aliases]);
  const lines = pair.facts.map((index) => {
    const fact = facts[index];
    const what = make("span");
    put(
      what,
      link(fact.subject),
      make("span", "note", "　" + (fact.body !== undefined ? "任" : fact.label) + " → "),
      fact.body !== undefined ? make("span", "", fact.object) : link(fact.object),
    );
    return row(fact.label, what, fact, notes);
  });
  show(
    backButton(),
    make("span", "kind", "关系"),
    put(make("div", "chips"), chip(pair.a), chip(pair.b)),
    list("断言", lines),
    heading("原文依据", notes.list.length),
    notes.section(names),
  );
}
function story(index) {
  const article = data.articles[index];
  return put(
    press("story", "", () => pickStory(index)),
    make("b", "", headlineOf(article)),
    make("small", "", [whereOf(article), article.authors].filter(Boolean).join("　")),
  );
}
function showStory(index) {
  const article = data.articles[index];
  const groups = new Map();
  things.forEach((thing, id) => {
    if (thing.articles.includes(index)) {
      if (!groups.has(thing.type)) groups.set(thing.type, []);
      groups.get(thing.type).push(id);
    }
  });
  const parts = [
    backButton(),
    make("span", "kind", "报道"),
    make("h2", "", headlineOf(article)),
    make("p", "also", [whereOf(article), article.authors].filter(Boolean).join("　")),
  ];
  Object.keys(data.types)
    .filter((type) => groups.has(type))
    .forEach((type) => {
      parts.push(
        heading(data.types[type].label, groups.get(type).length),
        put(make("div", "chips"), ...groups.get(type).map((id) => chip(id))),
      );
    });
  show(parts);
}
function showAll() {
  const busiest = byWeight.filter((id) => rings.get(id).length).slice(0, 10);
  const how = make("p", "how");
  how.append("点击节点或连线，看它说了什么、凭哪一句原文；点击图例，隐去或恢复一类；按 ");
  put(how, make("kbd", "", "/"));
  how.append(" 搜索名称，");
  put(how, make("kbd", "", "Esc"));
  how.append(" 返回。");
  show(
    make("h2", "", "总览"),
    busiest.length
      ? [heading("联系最多"), put(make("div", "chips"), ...busiest.map((id) => chip(id, rings.get(id).length)))]
      : [],
    heading("收录报道", data.articles.length),
    data.articles.map((_, index) => story(index)),
    how,
  );
}
