// Shapes on a page: lists of [x, y] in percent of its sides, written as SVG writes points.

export const STEP = 0.5;
const REACH = 0.8; // how near an edge has to come to another to be drawn to it

const within = value => Math.min(100, Math.max(0, value));
const rounded = value => Math.round(value * 100) / 100;

export function read(text) {
  const points = text.trim().split(/\s+/u).map(pair => pair.split(",").map(Number));
  return points.length > 2 && points.every(p => p.length === 2 && p.every(Number.isFinite)) ? points : [];
}

export const write = points => points.map(point => point.map(rounded).join(",")).join(" ");

export function bounds(points) {
  const [xs, ys] = [0, 1].map(axis => points.map(point => point[axis]));
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

export function rectangle([a, b], [c, d]) {
  const { left, right, top, bottom } = bounds([[a, b], [c, d]]);
  return [[left, top], [right, top], [right, bottom], [left, bottom]].map(point => point.map(within));
}

// The whole shape, as far as the page goes.
export function moved(points, dx, dy) {
  const { left, right, top, bottom } = bounds(points);
  const [x, y] = [Math.min(100 - right, Math.max(-left, dx)), Math.min(100 - bottom, Math.max(-top, dy))];
  return points.map(point => [point[0] + x, point[1] + y]);
}

// Edge n runs from point n to the next: it moves across itself, and its neighbours stretch.
export function withEdge(points, n, [x, y]) {
  const next = (n + 1) % points.length;
  const isLevel = Math.abs(points[n][1] - points[next][1]) < Math.abs(points[n][0] - points[next][0]);
  return points.map((point, i) => {
    if (i !== n && i !== next) return point;
    return isLevel ? [point[0], within(y)] : [within(x), point[1]];
  });
}

// An edge cut in two at a place, so that either half can be moved.
export function split(points, n, [x, y]) {
  const [a, b] = [points[n], points[(n + 1) % points.length]];
  const isLevel = Math.abs(a[1] - b[1]) < Math.abs(a[0] - b[0]);
  const at = isLevel ? [x, a[1]] : [a[0], y];
  return [...points.slice(0, n + 1), at, [...at], ...points.slice(n + 1)];
}

// The far edges in or out by a step, as Shift and an arrow ask.
export function stretched(points, dx, dy) {
  const { right, bottom } = bounds(points);
  return points.map(([x, y]) => [x === right ? within(x + dx) : x, y === bottom ? within(y + dy) : y]);
}

// The nearest of the lines that other shapes and the page's sides draw, or the value itself.
export function snapped(value, lines) {
  const near = lines.filter(line => Math.abs(line - value) <= REACH);
  return near.length ? near.reduce((a, b) => (Math.abs(a - value) <= Math.abs(b - value) ? a : b)) : value;
}

// How far a moved shape still has to go for one of its sides to lie on a line.
export function snapOffset(low, high, lines) {
  const offsets = [low, high].map(value => snapped(value, lines) - value).filter(offset => offset !== 0);
  return offsets.length ? offsets.reduce((a, b) => (Math.abs(a) <= Math.abs(b) ? a : b)) : 0;
}
