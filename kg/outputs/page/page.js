/* The graph page: draws names, searches, filters, and shows the sentences behind what is clicked.
   Runs after pyvis's own script, which made `network`, `nodes` and `edges`. Text from the newspaper reaches
   the document through textContent alone. */
(function () {
  "use strict";
  const data = JSON.parse(document.getElementById("kg-data").textContent);
  const root = document.documentElement,
    panel = document.querySelector("aside"),
    canvas = document.getElementById("mynetwork");
  const calm = matchMedia("(prefers-reduced-motion: reduce)"),
    night = matchMedia("(prefers-color-scheme: dark)");
  const things = data.nodes,
    facts = data.statements,
    places = new Map(),
    rings = new Map(),
    hidden = new Set();
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
    const style = data.types[type],
      icon = draw("svg", { viewBox: "0 0 16 16", class: "swatch", "aria-hidden": "true" });
    const [tag, attributes] = SHAPES[style.shape];
    return put(icon, draw(tag, { ...attributes, fill: "var(--" + style.tone + ")" }));
  }
  const nameOf = (end) => (typeof end === "number" ? things[end].name : end);
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
  function paint() {
    state.lit = litNodes();
    const nodeLooks = [],
      edgeLooks = [];
    things.forEach((thing, id) => {
      const on = state.lit === null || state.lit.has(id),
        tone = state.ink[data.types[thing.type].tone],
        picked = id === state.node;
      const look = {
        id,
        hidden: isHidden(id),
        opacity: on ? 1 : 0.13,
        borderWidth: picked ? 4 : thing.modality ? 2 : 1.2,
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

  // ------------------------------------------------------------------ names on the canvas, none over another
  const widths = new Map();
  function widthOf(context, text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  }
  const clip = (text, most) => {
    const letters = Array.from(text);
    return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
  };
  function overlaps(box, others) {
    return others.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
  }
  class Cells {
    // boxes by the 96-pixel cells they touch, so that a name is compared with its neighbours only
    constructor() {
      this.map = new Map();
    }
    keys(box) {
      const keys = [];
      for (let x = Math.floor(box[0] / 96); x <= Math.floor(box[2] / 96); x += 1)
        for (let y = Math.floor(box[1] / 96); y <= Math.floor(box[3] / 96); y += 1) keys.push(x + ":" + y);
      return keys;
    }
    fill(box) {
      this.keys(box).forEach((key) => {
        if (!this.map.has(key)) this.map.set(key, []);
        this.map.get(key).push(box);
      });
    }
    takes(box) {
      if (this.keys(box).some((key) => this.map.has(key) && overlaps(box, this.map.get(key)))) return false;
      this.fill(box);
      return true;
    }
  }
  function pill(context, x, y, text, font, ink, ground, rim) {
    const width = widthOf(context, text, font) + 12,
      height = 20;
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, 10);
    context.fillStyle = ground;
    context.fill();
    if (rim) {
      context.strokeStyle = rim;
      context.lineWidth = 1;
      context.stroke();
    }
    context.font = font;
    context.fillStyle = ink;
    context.fillText(text, x, y + 0.5);
  }
  function drawNames(context) {
    const scale = network.getScale(),
      centre = network.getViewPosition(),
      width = canvas.clientWidth,
      height = canvas.clientHeight,
      cells = new Cells();
    const at = (id) => {
      const place = places.get(id);
      return {
        x: (place.x - centre.x) * scale + width / 2,
        y: (place.y - centre.y) * scale + height / 2,
        r: place.r * scale,
      };
    };
    const first = [
      state.over,
      state.node,
      ...(state.edge !== null ? [edgeOf.get(state.edge).a, edgeOf.get(state.edge).b] : []),
    ].filter((id) => id !== null);
    context.save();
    const ratio = context.canvas.width / width;
    context.setTransform(ratio, 0, 0, ratio, 0, 0); // names keep their size on the screen, whatever the zoom
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const labelled = pairs.filter(
      (pair) =>
        !isHidden(pair.a) &&
        !isHidden(pair.b) &&
        (pair.id === state.overEdge ||
          (isLitEdge(pair) && state.story === null && (state.node !== null || state.edge !== null))),
    );
    const tags = labelled.slice(0, 60).map((pair) => {
      const a = at(pair.a),
        b = at(pair.b),
        bend = pair.b === state.node ? 0.45 : 0.55;
      return {
        pair,
        x: a.x + (b.x - a.x) * bend,
        y: a.y + (b.y - a.y) * bend,
        text: clip([...new Set(pair.facts.map((index) => facts[index].label))].join(" · "), 16),
      };
    });
    if (data.singles !== null && things.some((thing, id) => !rings.get(id).length && !isHidden(id))) {
      const x = (data.singles[0] - centre.x) * scale + width / 2,
        y = (data.singles[1] - centre.y) * scale + height / 2;
      context.font = "12px " + fonts;
      context.fillStyle = state.ink.faint;
      context.fillText("— 文中提到，尚无关系 —", x, y);
      cells.fill([x - 90, y - 9, x + 90, y + 9]);
    }
    const onScreen = new Map();
    byWeight.forEach((id) => {
      const spot = at(id),
        dim = state.lit !== null && !state.lit.has(id);
      if (isHidden(id) || spot.x < -90 || spot.x > width + 90 || spot.y < -50 || spot.y > height + 50) return;
      if (!dim)
        cells.fill([spot.x - spot.r * 0.8, spot.y - spot.r * 0.8, spot.x + spot.r * 0.8, spot.y + spot.r * 0.8]);
      if (!dim || id === state.over) onScreen.set(id, spot);
    });
    [...new Set([...first, ...byWeight])].forEach((id, rank) => {
      const spot = onScreen.get(id),
        named = first.includes(id);
      if (!spot) return;
      const heavy = rings.get(id).length > 5,
        size = (heavy ? 13.5 : 12.5) * Math.min(1.2, Math.max(0.94, scale));
      const font = (heavy || named ? "600 " : "") + size + "px " + fonts,
        text = named ? things[id].name : clip(things[id].name, scale < 0.6 ? 10 : 14);
      const half = widthOf(context, text, font) / 2 + 2,
        rise = size * 0.62,
        below = spot.y + spot.r + size * 0.5 + 4;
      if (named) {
        cells.fill([spot.x - half - 8, below - 11, spot.x + half + 8, below + 12]);
        pill(
          context,
          spot.x,
          below + 1,
          text,
          font,
          state.ink.ink,
          state.ink.panel,
          id === state.node ? state.ink.accent : state.ink.rule,
        );
        return;
      }
      const aside = spot.r + half + 3,
        choices = [
          [spot.x, below],
          [spot.x + aside, spot.y],
          [spot.x - aside, spot.y],
          [spot.x, spot.y - spot.r - size * 0.5 - 4],
        ];
      const free = (rings.get(id).length ? choices : choices.slice(0, 1)).find(
        ([x, y]) => x - half > 2 && x + half < width - 2 && cells.takes([x - half, y - rise, x + half, y + rise]),
      );
      if (!free) return;
      context.font = font;
      context.strokeStyle = state.ink.paper;
      context.lineWidth = 3.5;
      context.strokeText(text, ...free);
      context.fillStyle = rank < 12 || heavy ? state.ink.ink : state.ink.soft;
      context.fillText(text, ...free);
    });
    tags.forEach((tag) => {
      const font = "11.5px " + fonts,
        half = widthOf(context, tag.text, font) / 2 + 7;
      if (cells.takes([tag.x - half, tag.y - 10, tag.x + half, tag.y + 10]) || tag.pair.id === state.overEdge)
        pill(context, tag.x, tag.y, tag.text, font, state.ink.soft, state.ink.paper, null);
    });
    context.restore();
  }

  // ------------------------------------------------------------------ the panel
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
          const number = this.at.get(sentence),
            read = data.extractors[rule] + " " + confidence;
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
        const [story, text] = data.sentences[note.sentence],
          article = data.articles[story];
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
    let at = 0,
      plain = "";
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
    const line = make("li"),
      cell = make("span", "what");
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
    return put(
      make("span", "kind"),
      swatch(type),
      make("span", "", data.types[type].label + (more ? " · " + more : "")),
    );
  }

  function showNode(id) {
    const thing = things[id],
      notes = new Notes(),
      offices = [],
      holders = [],
      events = [],
      roles = [],
      others = [];
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
    const figures = thing.figures.map((figure) =>
      row(figure.label, make("span", "value", figure.value), figure, notes),
    );
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
    const pair = edgeOf.get(id),
      notes = new Notes(),
      names = [pair.a, pair.b].flatMap((end) => [things[end].name, ...things[end].aliases]);
    const lines = pair.facts.map((index) => {
      const fact = facts[index],
        what = make("span");
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
    const article = data.articles[index],
      groups = new Map();
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
    if (decodeURIComponent(location.hash.slice(1)) !== things[id].key)
      location.hash = encodeURIComponent(things[id].key);
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
    const left = Math.min(...inside.map((place) => place.x - place.r)),
      right = Math.max(...inside.map((place) => place.x + place.r));
    const top = Math.min(...inside.map((place) => place.y - place.r)),
      bottom = Math.max(...inside.map((place) => place.y + place.r));
    const foot = legend.offsetHeight + 34,
      wide = canvas.clientWidth - 110,
      high = canvas.clientHeight - foot - 44;
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
  function fromHash() {
    const id = byKey.get(decodeURIComponent(location.hash.slice(1)));
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
  network.on("dragging", (event) =>
    event.nodes.forEach((id) => Object.assign(places.get(id), network.getPosition(id))),
  );
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
    const button = press("", "", act),
      icon = draw("svg", { viewBox: "0 0 16 16" });
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

  const box = document.querySelector(".find input"),
    hits = document.querySelector(".hits");
  const folded = things.map((thing) => [thing.name, ...thing.aliases].map(fold));
  let found = [],
    chosen = 0;
  function search() {
    const wanted = fold(box.value),
      ranked = [];
    chosen = 0;
    if (wanted)
      byWeight.forEach((id) => {
        const names = folded[id],
          rank = names.includes(wanted)
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
        const thing = things[id],
          alias = thing.aliases.find((name) => fold(name).includes(wanted)),
          line = make("li");
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
})();
