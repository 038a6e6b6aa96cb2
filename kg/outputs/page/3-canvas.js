/* Part 3: on the canvas, over vis-network's drawing: a veil over what is dim, what is lit, and the names,
   none over another and at one size whatever the zoom. */

const widths = new Map();
function widthOf(context, text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    context.font = font;
    widths.set(key, context.measureText(text).width);
  }
  return widths.get(key);
}
class Cells {
  // boxes by the 96-pixel cells they touch, so that a name is compared with its neighbours only
  constructor() {
    this.map = new Map();
  }
  some(box, act) {
    const right = Math.floor(box[2] / 96);
    const low = Math.floor(box[3] / 96);
    for (let x = Math.floor(box[0] / 96); x <= right; x += 1)
      for (let y = Math.floor(box[1] / 96); y <= low; y += 1) if (act(x * 4096 + y)) return true;
    return false;
  }
  fill(box) {
    this.some(box, (key) => {
      const there = this.map.get(key);
      if (there) there.push(box);
      else this.map.set(key, [box]);
      return false;
    });
  }
  free(box) {
    return !this.some(box, (key) => {
      const there = this.map.get(key);
      return (
        there !== undefined &&
        there.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])
      );
    });
  }
}
function pill(context, x, y, text, font, ink, ground, rim) {
  const width = widthOf(context, text, font) + 12;
  const height = 20;
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
function readView() {
  const scale = network.getScale();
  const centre = network.getViewPosition();
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const at = (place) => ({
    x: (place.x - centre.x) * scale + width / 2,
    y: (place.y - centre.y) * scale + height / 2,
    r: (place.r || 0) * scale,
  });
  return { scale, width, height, at, names: new Cells(), marks: new Cells(), written: [] };
}
function shapePath(context, shape, x, y, r) {
  context.beginPath();
  const corners = {
    square: [[-0.86, -0.86], [0.86, -0.86], [0.86, 0.86], [-0.86, 0.86]],
    diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
    triangle: [[0, -1.02], [1, 0.71], [-1, 0.71]],
    hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  }[shape];
  if (!corners) context.arc(x, y, r, 0, 7);
  else corners.forEach(([dx, dy], place) => (place ? context.lineTo(x + dx * r, y + dy * r) : context.moveTo(x + dx * r, y + dy * r)));
  context.closePath();
}
function drawMark(context, id, spot) {
  const { type, plan } = things[id];
  shapePath(context, type.shape, spot.x, spot.y, Math.max(spot.r, 3));
  context.fillStyle = plan ? state.ink.paper : state.ink[type.tone];
  context.fill();
  const picked = id === state.node || id === state.pathFrom || id === state.over;
  context.lineWidth = picked ? 3 : plan ? 2 : 1.2;
  context.strokeStyle = picked ? state.ink.accent : plan ? state.ink[type.tone] : state.ink.paper;
  context.stroke();
}
function drawLit(context, view) {
  if (state.lit === null) return;
  context.globalAlpha = 0.84;
  context.fillStyle = state.ink.paper;
  context.fillRect(0, 0, view.width, view.height);
  context.globalAlpha = 1;
  context.strokeStyle = state.ink["edge-lit"];
  const around = state.node !== null && !state.path ? rings[state.node] : [...state.lit].flatMap((id) => rings[id] || []);
  new Set(around).forEach((pair) => {
    if (!isShownPair(pair) || !isLitPair(pair)) return;
    const a = view.at(places.get(pair.a));
    const b = view.at(places.get(pair.b));
    context.lineWidth = (state.path ? 2.6 : 1.5) + Math.min(2, 0.35 * Math.max(0, pair.facts.length - 1));
    context.setLineDash(pair.plan ? [6, 5] : []);
    context.beginPath();
    context.moveTo(a.x, a.y);
    context.lineTo(b.x, b.y);
    context.stroke();
  });
  context.setLineDash([]);
  state.lit.forEach((id) => isShown(id) && drawMark(context, id, view.at(places.get(id))));
}
let lastView = null; // what was written where, for the export as SVG
function drawOver(context) {
  const view = readView();
  if (state.physics)
    Object.entries(network.getPositions()).forEach(([id, place]) => Object.assign(places.get(Number(id)), place));
  const ratio = context.canvas.width / view.width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  drawLit(context, view);
  drawNames(context, view);
  context.restore();
  lastView = view;
}
function drawNames(context, view) {
  const picked = state.pair !== null ? [pairOf.get(state.pair).a, pairOf.get(state.pair).b] : state.path || [state.node, state.pathFrom];
  const first = [...new Set([state.over, ...picked])].filter((id) => id !== null);
  drawHeading(context, view);
  const most = state.moving ? 60 : view.scale < 0.25 ? 110 : view.scale < 0.5 ? 400 : Infinity; // from afar only the names that matter
  const spots = [];
  const margin = 90;
  const wanted = state.lit === null ? byWeight : [...state.lit].sort((a, b) => a - b);
  for (const id of wanted) {
    if (!isShown(id)) continue;
    const spot = view.at(places.get(id));
    if (spot.x < -margin || spot.x > view.width + margin || spot.y < -50 || spot.y > view.height + 50) continue;
    if (!state.moving) {
      const reach = spot.r * 0.8;
      view.marks.fill([spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach]);
    }
    if (spots.length < most) spots.push([id, spot]);
    else if (state.moving) break;
  }
  first.forEach((id) => isShown(id) && drawPicked(context, view, id, view.at(places.get(id))));
  spots.forEach(([id, spot], rank) => {
    if (!first.includes(id)) drawName(context, view, id, spot, rank);
  });
  if (!state.moving) drawTags(context, view);
}
const isHeavy = (id) => rings[id].length > 5;
const sizeOf = (id, scale) => (isHeavy(id) ? 13.5 : 12.5) * Math.min(1.2, Math.max(0.94, scale));
function drawPicked(context, view, id, spot) {
  const size = sizeOf(id, view.scale);
  const font = "600 " + size + "px " + fonts;
  const y = spot.y + spot.r + size * 0.5 + 5;
  const text = clip(things[id].name, 30);
  const half = widthOf(context, text, font) / 2 + 10;
  view.names.fill([spot.x - half, y - 12, spot.x + half, y + 12]);
  if (state.lit === null) drawMark(context, id, spot);
  pill(context, spot.x, y, text, font, state.ink.ink, state.ink.panel, id === state.node ? state.ink.accent : state.ink.rule);
  view.written.push({ text, x: spot.x, y, font, ink: state.ink.ink });
}
function drawName(context, view, id, spot, rank) {
  const size = sizeOf(id, view.scale);
  const font = (isHeavy(id) ? "600 " : "") + size + "px " + fonts;
  const text = clip(things[id].name, view.scale < 0.6 ? 10 : 14);
  const half = widthOf(context, text, font) / 2 + 2;
  const aside = spot.r + half + 3;
  const clear = spot.r + size * 0.5 + 4;
  let choices = [
    [spot.x, spot.y + clear],
    [spot.x + aside, spot.y],
    [spot.x - aside, spot.y],
    [spot.x, spot.y - clear],
  ];
  if (!rings[id].length || state.moving) choices = choices.slice(0, 1); // in rows, names stand below
  const boxOf = ([x, y]) => [x - half, y - size * 0.62, x + half, y + size * 0.62];
  const fits = (choice) => {
    const box = boxOf(choice);
    return box[0] > 0 && box[2] < view.width && view.names.free(box);
  };
  // the names that matter most may stand over a lesser mark
  const spared = (choice) => fits(choice) && view.marks.free(boxOf(choice));
  const free = choices.find(spared) || (rank < 24 ? choices.find(fits) : undefined);
  if (!free) return;
  view.names.fill(boxOf(free));
  context.font = font;
  context.strokeStyle = state.ink.paper;
  context.lineWidth = 3.5;
  context.strokeText(text, ...free);
  const ink = rank < 12 || isHeavy(id) || state.lit !== null ? state.ink.ink : state.ink.soft;
  context.fillStyle = ink;
  context.fillText(text, ...free);
  view.written.push({ text, x: free[0], y: free[1], font, ink });
}
function drawHeading(context, view) {
  if (data.singles === null || allowed !== null || state.focus || state.lit !== null) return;
  const spot = view.at({ x: data.singles[0], y: data.singles[1] });
  context.font = "12px " + fonts;
  context.fillStyle = state.ink.faint;
  context.fillText(t("singles"), spot.x, spot.y);
  view.names.fill([spot.x - 120, spot.y - 9, spot.x + 120, spot.y + 9]);
}
function drawTags(context, view) {
  if (!more) return;
  const told = state.node !== null || state.pair !== null || state.path !== null;
  const near = state.path
    ? state.path.flatMap((id) => rings[id])
    : state.node !== null
      ? rings[state.node]
      : state.pair !== null
        ? [pairOf.get(state.pair)]
        : [];
  const over = state.overPair === null ? [] : [pairOf.get(state.overPair)];
  const tagged = [...new Set([...over, ...(told ? near.filter(isLitPair) : [])])].filter(isShownPair);
  tagged.slice(0, 60).forEach((pair) => {
    const a = view.at(places.get(pair.a));
    const b = view.at(places.get(pair.b));
    const part = pair.b === state.node ? 0.45 : 0.55; // a little nearer to the other end
    const x = a.x + (b.x - a.x) * part;
    const y = a.y + (b.y - a.y) * part;
    const text = clip([...new Set(pair.facts.map((index) => fact(index).label))].join(" · "), 16);
    const font = "11.5px " + fonts;
    const half = widthOf(context, text, font) / 2 + 7;
    const box = [x - half, y - 10, x + half, y + 10];
    if (pair.id !== state.overPair && !(view.names.free(box) && view.marks.free(box))) return;
    view.names.fill(box);
    pill(context, x, y, text, font, state.ink.soft, state.ink.paper, null);
    view.written.push({ text, x, y, font, ink: state.ink.soft });
  });
}
/* While the picture moves it is drawn with few names; when it has come to rest, with all that fit. */
let rest = 0;
function moving() {
  state.moving = places.size > 150;
  clearTimeout(rest);
  rest = setTimeout(() => {
    state.moving = false;
    redraw();
  }, 180);
}
