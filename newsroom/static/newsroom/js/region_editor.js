// Regions drawn on the image of a page. The rows of the form are the one truth: what is drawn is
// written into them, and what stands in them is drawn.

import * as shapes from "./region_shapes.js";

const SVG = "http://www.w3.org/2000/svg";
const LEAST = 1; // percent: a shorter pull was a click
const PAUSE = 500; // ms after the last change, then the server checks

const form = document.querySelector("[data-region-editor]");
const sheet = form.querySelector("[data-drawing]");
const rows = form.querySelector("[data-rows]");
const total = form.querySelector("[name=form-TOTAL_FORMS]");
const { width, height } = sheet.viewBox.baseVal;
const drawn = new Map(); // each row and the group that draws it
let chosen = null;
let waiting = 0;
let asked = 0;

const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
const points = row => shapes.read(field(row, "points").value);
const isGone = row => field(row, "DELETE").checked;
const inPixels = shape => shape.map(([x, y]) => [(x * width) / 100, (y * height) / 100]);

function place(event) {
  const box = sheet.getBoundingClientRect();
  return [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100];
}

// ---- From the rows to the drawing ----

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function draw(row) {
  let group = drawn.get(row);
  const shape = isGone(row) ? [] : points(row);
  if (!shape.length) {
    group?.remove();
    drawn.delete(row);
    return;
  }
  if (!group) {
    group = element("g", {});
    group.append(element("polygon", { tabindex: 0, role: "button" }), element("text", { "aria-hidden": "true" }));
    group.firstChild.addEventListener("focus", () => choose(row));
    group.firstChild.addEventListener("keydown", event => steer(event, row));
    drawn.set(row, group);
    sheet.append(group);
  }
  const story = field(row, "article").selectedOptions[0];
  const [polygon, label] = group.children;
  polygon.setAttribute("points", shapes.write(inPixels(shape)));
  polygon.setAttribute("aria-label", story?.value ? story.text : sheet.dataset.unnamed);
  const { left, right, top, bottom } = shapes.bounds(inPixels(shape));
  label.textContent = field(row, "ORDER").value;
  label.setAttribute("x", (left + right) / 2);
  label.setAttribute("y", (top + bottom) / 2);
  label.setAttribute("font-size", width / 24);
  group.classList.toggle("is-chosen", row === chosen);
  for (const edge of group.querySelectorAll(".region-edge")) edge.remove();
  if (row === chosen) group.append(...edges(shape));
}

function edges(shape) {
  const pixels = inPixels(shape);
  return pixels.map(([x, y], n) => {
    const [a, b] = pixels[(n + 1) % pixels.length];
    const way = Math.abs(y - b) < Math.abs(x - a) ? "h" : "v";
    return element("path", { class: `region-edge region-edge-${way}`, d: `M${x} ${y}L${a} ${b}`, "data-edge": n });
  });
}

function choose(row) {
  const before = chosen;
  chosen = row;
  for (const each of rows.children) each.classList.toggle("is-chosen", each === row);
  for (const each of [before, row]) if (each?.isConnected) draw(each);
}

// ---- From the drawing to the rows ----

function put(row, shape) {
  field(row, "points").value = shapes.write(shape);
  draw(row);
  check();
}

function linesBeside(row) {
  const others = [...rows.children].filter(each => each !== row && !isGone(each)).flatMap(points);
  const kept = [...sheet.querySelectorAll("[data-points]")].flatMap(each => shapes.read(each.dataset.points));
  return [0, 1].map(axis => [0, 100, ...[...others, ...kept].map(point => point[axis])]);
}

function newRow() {
  const empty = [...rows.children].find(row => !field(row, "points").value && !field(row, "article").value && !isGone(row));
  const row = empty ?? addRow();
  const taken = new Set([...rows.children].filter(each => !isGone(each)).map(each => field(each, "article").value));
  const next = [...field(row, "article").options].find(option => option.value && !taken.has(option.value));
  field(row, "article").value = next?.value ?? "";
  const orders = [...rows.children].map(each => Number(field(each, "ORDER").value));
  field(row, "ORDER").value ||= Math.max(0, ...orders) + 1;
  return row;
}

function addRow() {
  const row = form.querySelector("[data-new-row]").content.firstElementChild.cloneNode(true);
  for (const each of row.querySelectorAll("[name]")) {
    each.name = each.name.replace("__prefix__", total.value);
    each.id = each.id.replace("__prefix__", total.value);
  }
  total.value = Number(total.value) + 1;
  rows.append(row);
  return row;
}

function remove(row) {
  field(row, "DELETE").checked = true;
  choose(null);
  draw(row);
  check();
}

// ---- The pointer ----

function pull(event, row, step) {
  event.preventDefault();
  sheet.setPointerCapture(event.pointerId);
  const [start, lines] = [place(event), linesBeside(row)];
  const follow = moved => step(start, place(moved), moved.altKey ? [[], []] : lines);
  const end = () => {
    sheet.removeEventListener("pointermove", follow);
    sheet.removeEventListener("pointerup", end);
    sheet.removeEventListener("pointercancel", end);
  };
  sheet.addEventListener("pointermove", follow);
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);
}

const snap = (point, lines) => point.map((value, axis) => shapes.snapped(value, lines[axis]));

function drawNew(event) {
  let row = null;
  pull(event, null, (start, now, lines) => {
    if (!row && Math.min(Math.abs(now[0] - start[0]), Math.abs(now[1] - start[1])) < LEAST) return;
    row ??= newRow();
    if (chosen !== row) choose(row);
    put(row, shapes.rectangle(snap(start, lines), snap(now, lines)));
  });
}

function moveWhole(event, row) {
  const shape = points(row);
  pull(event, row, (start, now, lines) => {
    const there = shapes.moved(shape, now[0] - start[0], now[1] - start[1]);
    const { left, right, top, bottom } = shapes.bounds(there);
    put(row, shapes.moved(there, shapes.snapOffset(left, right, lines[0]), shapes.snapOffset(top, bottom, lines[1])));
  });
}

function moveEdge(event, row, edge) {
  const shape = points(row);
  pull(event, row, (_start, now, lines) => put(row, shapes.withEdge(shape, edge, snap(now, lines))));
}

const rowOf = target => [...drawn].find(([, group]) => group.contains(target))?.[0];

sheet.addEventListener("pointerdown", event => {
  if (event.button) return;
  const row = rowOf(event.target);
  if (!row) return drawNew(event);
  const edge = event.target.dataset.edge;
  if (edge !== undefined) return moveEdge(event, row, Number(edge));
  drawn.get(row).firstChild.focus();
  moveWhole(event, row);
});

sheet.addEventListener("dblclick", event => {
  const target = document.elementFromPoint(event.clientX, event.clientY); // the pulls had the pointer
  const [row, edge] = [rowOf(target), target.dataset.edge];
  if (row && edge !== undefined) put(row, shapes.split(points(row), Number(edge), place(event)));
});

// ---- The keyboard ----

function steer(event, row) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (way) put(row, (event.shiftKey ? shapes.stretched : shapes.moved)(points(row), ...way.map(n => n * shapes.STEP)));
  else if (event.key === "Delete" || event.key === "Backspace") remove(row);
  else if (event.key === "Enter") field(row, "article").focus();
  else return;
  event.preventDefault();
}

// ---- What the server says of it ----

function check() {
  clearTimeout(waiting);
  waiting = setTimeout(ask, PAUSE);
}

async function ask() {
  const question = ++asked;
  const answer = await fetch(form.dataset.check, { method: "POST", body: new FormData(form) });
  const findings = await answer.text();
  if (!answer.ok || question !== asked) return; // an answer that was overtaken is out of date
  form.querySelector("[data-findings]").innerHTML = findings;
  mark();
}

function mark() {
  const faulty = [...form.querySelectorAll(".region-fault")].flatMap(fault => fault.dataset.articles.split(" "));
  for (const [row, group] of drawn) group.classList.toggle("is-faulty", faulty.includes(field(row, "article").value));
}

rows.addEventListener("focusin", event => choose(event.target.closest("[data-row]")));
rows.addEventListener("input", event => {
  draw(event.target.closest("[data-row]"));
  check();
});

for (const region of sheet.querySelectorAll("[data-points]")) {
  region.setAttribute("points", shapes.write(inPixels(shapes.read(region.dataset.points))));
}
for (const row of rows.children) draw(row);
mark();
