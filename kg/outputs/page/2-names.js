/* Part 2: names on the canvas, none over another, at one size whatever the zoom. */

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
  free(box) {
    return !this.keys(box).some((key) => this.map.has(key) && overlaps(box, this.map.get(key)));
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
  return { scale, width, height, at, names: new Cells(), marks: new Cells() };
}
function drawNames(context) {
  const view = readView();
  const picked = state.edge === null ? [state.node] : [edgeOf.get(state.edge).a, edgeOf.get(state.edge).b];
  const first = [state.over, ...picked].filter((id) => id !== null);
  const ratio = context.canvas.width / view.width;
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0); // names keep their size on the screen, whatever the zoom
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  drawHeading(context, view);
  const spots = new Map();
  byWeight.forEach((id) => {
    const spot = view.at(places.get(id));
    const dim = state.lit !== null && !state.lit.has(id);
    if (isHidden(id) || spot.x < -90 || spot.x > view.width + 90 || spot.y < -50 || spot.y > view.height + 50) return;
    const reach = spot.r * 0.8;
    if (!dim) view.marks.fill([spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach]);
    if (!dim || id === state.over) spots.set(id, spot);
  });
  first.forEach((id) => spots.has(id) && drawPicked(context, view, id, spots.get(id)));
  const most = view.scale < 0.25 ? 70 : Infinity; // from afar only the names that matter
  byWeight.slice(0, most).forEach((id, rank) => {
    if (spots.has(id) && !first.includes(id)) drawName(context, view, id, spots.get(id), rank);
  });
  drawTags(context, view);
  context.restore();
}
const isHeavy = (id) => rings.get(id).length > 5;
const sizeOf = (id, scale) => (isHeavy(id) ? 13.5 : 12.5) * Math.min(1.2, Math.max(0.94, scale));
function drawPicked(context, view, id, spot) {
  const size = sizeOf(id, view.scale);
  const font = "600 " + size + "px " + fonts;
  const y = spot.y + spot.r + size * 0.5 + 5;
  const half = widthOf(context, things[id].name, font) / 2 + 10;
  view.names.fill([spot.x - half, y - 12, spot.x + half, y + 12]);
  const rim = id === state.node ? state.ink.accent : state.ink.rule;
  pill(context, spot.x, y, things[id].name, font, state.ink.ink, state.ink.panel, rim);
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
  if (!rings.get(id).length) choices = choices.slice(0, 1); // in rows, names stand below
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
  context.fillStyle = rank < 12 || isHeavy(id) ? state.ink.ink : state.ink.soft;
  context.fillText(text, ...free);
}
function drawHeading(context, view) {
  if (data.singles === null || !things.some((thing, id) => !rings.get(id).length && !isHidden(id))) return;
  const spot = view.at({ x: data.singles[0], y: data.singles[1] });
  context.font = "12px " + fonts;
  context.fillStyle = state.ink.faint;
  context.fillText("— 文中提到，尚无关系 —", spot.x, spot.y);
  view.names.fill([spot.x - 90, spot.y - 9, spot.x + 90, spot.y + 9]);
}
function drawTags(context, view) {
  const told = state.node !== null || state.edge !== null;
  const tagged = pairs.filter((pair) => pair.id === state.overEdge || (told && isLitEdge(pair)));
  tagged.slice(0, 60).forEach((pair) => {
    if (isHidden(pair.a) || isHidden(pair.b)) return;
    const a = view.at(places.get(pair.a));
    const b = view.at(places.get(pair.b));
    const part = pair.b === state.node ? 0.45 : 0.55; // a little nearer to the other end
    const x = a.x + (b.x - a.x) * part;
    const y = a.y + (b.y - a.y) * part;
    const text = clip([...new Set(pair.facts.map((index) => facts[index].label))].join(" · "), 16);
    const font = "11.5px " + fonts;
    const half = widthOf(context, text, font) / 2 + 7;
    const box = [x - half, y - 10, x + half, y + 10];
    if (pair.id !== state.overEdge && !(view.names.free(box) && view.marks.free(box))) return;
    view.names.fill(box);
    pill(context, x, y, text, font, state.ink.soft, state.ink.paper, null);
  });
}
