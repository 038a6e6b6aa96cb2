/* The graph page, part 1: its own words in two languages, and small helpers.

   The parts are joined into one script, which runs after pyvis's own; that made `network`, `nodes` and `edges`.
   Text from the newspaper reaches the document through textContent alone. */

const WORDS = {
  search: ["搜索名称、简称或拼音首字母", "Search a name, alias or pinyin initials"],
  results: ["搜索结果", "Search results"],
  none: ["没有这个名称", "Nothing by this name"],
  graph: ["图谱", "Graph"],
  timeline: ["时间线", "Timeline"],
  map: ["地图", "Map"],
  table: ["表格", "Table"],
  views: ["视图", "Views"],
  filter: ["筛选", "Filter"],
  filters: ["筛选条件", "Filters"],
  export: ["导出", "Export"],
  articles: ["报道", "Articles"],
  entities: ["实体", "Entities"],
  events: ["事件", "Events"],
  statements: ["断言", "Statements"],
  figures: ["数据", "Figures"],
  openFigures: ["归属未定的数据", "Figures of open owner"],
  legend: ["图例", "Legend"],
  picture: ["知识图谱。方向键在节点间移动，回车查看", "Knowledge graph. Arrow keys move between nodes, Enter opens one"],
  tools: ["画面", "Picture"],
  closer: ["放大", "Zoom in"],
  farther: ["缩小", "Zoom out"],
  whole: ["看全图", "Show everything"],
  motion: ["物理布局", "Physics"],
  theme: ["明暗", "Light or dark"],
  language: ["EN", "中文"],
  switchLanguage: ["English interface", "中文界面"],
  toggle: ["隐去或恢复", "Hide or show"],
  said: ["已述", "reported"],
  planned: ["计划", "planned"],
  singles: ["— 文中提到，尚无关系 —", "— mentioned, nothing said between them —"],
  overview: ["总览", "Overview"],
  back: ["✕ 返回总览", "✕ Overview"],
  busiest: ["联系最多", "Most connected"],
  stories: ["收录报道", "Articles"],
  untitled: ["（无标题）", "(no headline)"],
  also: ["又称", "Also"],
  code: ["行政区划代码", "Division code"],
  reported: ["报道", "Reported"],
  offices: ["职务", "Posts"],
  holders: ["任职者", "Office holders"],
  roles: ["参与与地点", "Participants and place"],
  relations: ["关系", "Relations"],
  relation: ["关系", "Relation"],
  evidence: ["原文依据", "Evidence"],
  seenIn: ["见于报道", "Appears in"],
  more: ["显示更多", "Show more"],
  holds: ["任", "holds"],
  from: ["起", "from"],
  until: ["至", "until"],
  seen: ["见报", "in print"],
  focus: ["聚焦邻域", "Focus"],
  expand: ["再扩展一步", "One step further"],
  stepBack: ["退一步", "Step back"],
  leave: ["回到全图", "Whole graph"],
  focused: ["的邻域", " – neighbourhood"],
  steps: ["步", "steps"],
  path: ["最短路径…", "Shortest path…"],
  pathTo: ["到哪里？点另一个节点，或搜索它", "To where? Click another node, or search for it"],
  pathTitle: ["最短路径", "Shortest path"],
  noPath: ["两者之间没有路径", "There is no path between the two"],
  cancel: ["取消", "Cancel"],
  types: ["类型", "Types"],
  confidence: ["置信度不低于", "Confidence at least"],
  dates: ["日期", "Dates"],
  datesNote: ["事件按发生日，其余按见报日", "events by their day, the rest by the day of print"],
  modality: ["语气", "Modality"],
  article: ["报道", "Article"],
  every: ["全部", "all"],
  reset: ["清除筛选", "Clear filters"],
  close: ["关闭", "Close"],
  shownOf: ["显示", "Showing"],
  coreNote: ["其余可搜索、可展开", "search or expand to see the rest"],
  undated: ["日期不详", "Undated"],
  noEvents: ["当前没有可显示的事件", "No events to show"],
  noPlaces: ["当前没有带坐标的地点", "No places with coordinates to show"],
  name: ["名称", "Name"],
  type: ["类型", "Type"],
  when: ["时间", "When"],
  links: ["联系", "Links"],
  rows: ["行", "rows"],
  png: ["图片 PNG", "Picture PNG"],
  svg: ["矢量图 SVG", "Vector SVG"],
  csv: ["断言表 CSV", "Statements CSV"],
  ttl: ["三元组 Turtle", "Triples Turtle"],
  here: ["在此处", "Here"],
  loading: ["正在读取…", "Loading…"],
  selected: ["已选", "Selected"],
  how: [
    "点击节点或连线，看它说了什么、凭哪一句原文；双击聚焦它的邻域；按 / 搜索，方向键走动，Esc 返回。",
    "Click a node or an edge to see what is said and by which sentence; double-click to focus on its neighbourhood; / searches, arrow keys walk, Esc returns.",
  ],
};
let tongue = 0; // 0 zh, 1 en: the place in every pair of words
const t = (key) => WORDS[key][tongue];
const both = (pair) => pair[tongue];

// ------------------------------------------------------------------ small helpers
const root = document.documentElement;
const one = (selector) => document.querySelector(selector);
function make(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined && text !== null) element.textContent = text;
  return element;
}
function put(parent, ...children) {
  children.flat(2).forEach((child) => {
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
function icon(...paths) {
  const drawing = draw("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
  paths.forEach((path) => drawing.appendChild(draw("path", { d: path })));
  return drawing;
}
const SHAPES = {
  dot: ["circle", { cx: 8, cy: 8, r: 6.5 }],
  square: ["rect", { x: 2.2, y: 2.2, width: 11.6, height: 11.6, rx: 1 }],
  diamond: ["path", { d: "M8 .8 15.2 8 8 15.2.8 8z" }],
  triangle: ["path", { d: "M8 1.6 15 14H1z" }],
  hexagon: ["path", { d: "M4.4 1.8h7.2L15.2 8l-3.6 6.2H4.4L.8 8z" }],
};
const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
const iso = (day) => new Date(day * 86400000).toISOString().slice(0, 10);
const dayOf = (text) => Math.round(Date.parse(text + "T00:00:00Z") / 86400000);
const clip = (text, most) => {
  const letters = Array.from(text);
  return letters.length > most ? letters.slice(0, most - 1).join("") + "…" : text;
};

/* Pinyin initials by the browser's own Chinese collation: a character lies between the first of one letter and the
   first of the next. Those with two readings match by either. */
const FIRSTS = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨他穵夕丫帀"];
const LETTERS = [..."abcdefghjklmnopqrstwxyz"];
const SECOND = { 曾: "z", 单: "s", 解: "x", 查: "z", 仇: "q", 重: "cz", 长: "cz", 乐: "ly", 行: "xh", 厦: "xs", 盛: "sc", 朝: "cz", 区: "qo", 会: "hk", 卜: "b", 翟: "z", 尹: "y", 覃: "qt", 冼: "x", 车: "cj", 藏: "zc", 都: "d", 调: "dt", 参: "c", 万: "w", 宿: "s", 员: "y", 秘: "mb", 六: "l", 大: "d", 地: "d" };
const collator = new Intl.Collator("zh-Hans-u-co-pinyin");
const collates = collator.resolvedOptions().collation === "pinyin" || collator.compare("王", "张") < 0;
const letterOf = new Map();
function initialsOf(letter) {
  if (!letterOf.has(letter)) letterOf.set(letter, findInitials(letter));
  return letterOf.get(letter);
}
function findInitials(letter) {
  if (/[a-z0-9]/.test(letter)) return letter;
  if (!/\p{Script=Han}/u.test(letter) || !collates) return "";
  let low = 0;
  let high = FIRSTS.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (collator.compare(letter, FIRSTS[middle]) < 0) high = middle;
    else low = middle;
  }
  return [...new Set(LETTERS[low] + (SECOND[letter] || ""))].join("");
}
/* Whether a run of `wanted` stands for the name from its start (2), from within (1) or not at all (0). */
function matchInitials(wanted, name) {
  const letters = Array.from(name);
  for (let at = 0; at + wanted.length <= letters.length; at += 1) {
    let far = 0;
    while (far < wanted.length && initialsOf(letters[at + far]).includes(wanted[far])) far += 1;
    if (far === wanted.length) return at === 0 ? 2 : 1;
  }
  return 0;
}
