// What was read from a page is mended: lines are moved between fields and stories, stories joined,
// split and put in another order. No step loses a line, and each can be undone. What is mended is
// kept on the server a moment after it was changed. Without this script the fields are plain ones.

const form = document.querySelector("[data-import]");
const TEXT = "textarea.import-text";
const KEPT_AFTER = 2_000; // milliseconds without a change
const HEADS = ["kicker", "headline", "subhead", "column", "dateline", "byline", "source"];
const CROSSHEAD = "■";

const stories = form.querySelector("[data-stories]");
const blank = form.querySelector("[data-new-story]");
const bar = form.querySelector("[data-bar]");
const status = form.querySelector("[data-status]");
const source = form.querySelector("[data-source]");
const unassigned = form.querySelector("#id_unassigned");
const undoable = [];
let last = unassigned; // the field that was worked in, while a button is clicked

// ---- The fields, read and written ----

const fieldName = (area) => area.name.replace(/^story-\w+-/, "");
const sections = () => [...stories.querySelectorAll("[data-story]")];
const areas = () => [...form.querySelectorAll(TEXT)];
const areaOf = (section, name) => section.querySelector(`textarea[name$="-${name}"]`);

function surenessOf(section) {
  return JSON.parse(section.querySelector("[name$='-sure']").value || "{}");
}

function read() {
  const found = sections().map((section) => ({
    sure: surenessOf(section),
    texts: Object.fromEntries([...section.querySelectorAll(TEXT)].map((area) => [fieldName(area), area.value])),
    levels: [...section.querySelectorAll("[data-level]")].map((level) => ({
      name: fieldName(level.closest(".import-field").querySelector(TEXT)),
      level: level.cloneNode(true),
    })),
  }));
  return { stories: found, unassigned: unassigned.value, furniture: form.querySelector("#id_furniture").value };
}

function drawn(story, place) {
  const holder = document.createElement("template");
  holder.innerHTML = blank.innerHTML.replaceAll("__n__", place);
  const section = holder.content.querySelector("[data-story]");
  for (const [name, text] of Object.entries(story.texts)) areaOf(section, name).value = text;
  for (const { name, level } of story.levels) {
    areaOf(section, name).closest(".import-field").querySelector(".import-label").append(level.cloneNode(true));
  }
  section.querySelector("[name$='-sure']").value = JSON.stringify(story.sure);
  return section;
}

function write(state) {
  stories.replaceChildren(...state.stories.map(drawn));
  unassigned.value = state.unassigned;
  form.querySelector("#id_furniture").value = state.furniture;
  name();
}

function grow(area) {
  area.rows = Math.max(area.value.split("\n").length, fieldName(area) === "body" ? 4 : 1);
}

// Numbers, names and the choice of stories follow the fields.
function name() {
  const target = bar.querySelector("[data-target-story]");
  const chosen = target.value;
  const options = sections().map((section, place) => {
    const headline = areaOf(section, "headline").value.split("\n").join(" ").trim();
    section.querySelector("[data-number]").textContent = place + 1;
    section.querySelector("[data-name]").textContent = headline;
    section.setAttribute("aria-label", interpolate(gettext("第%(n)s篇"), { n: place + 1 }, true));
    section.querySelector(".import-tools").hidden = false;
    section.querySelector("[data-do=join]").disabled = place === 0;
    section.querySelector("[data-do=up]").disabled = place === 0;
    section.querySelector("[data-do=down]").disabled = place === sections().length - 1;
    return new Option(`${place + 1} ${headline.slice(0, 16)}`, String(place));
  });
  const rest = [
    new Option(gettext("还没有归到哪一篇"), "unassigned"),
    new Option(gettext("不进稿件的行"), "furniture"),
  ];
  target.replaceChildren(...options, ...rest);
  if ([...target.options].some((option) => option.value === chosen)) target.value = chosen;
  bar.querySelector("[data-do=undo]").disabled = !undoable.length;
  areas().forEach(grow);
  mark();
}

// A field that was changed is no longer as it was read.
function touched(area) {
  const section = area.closest("[data-story]");
  if (!section) return;
  const sure = surenessOf(section);
  delete sure[fieldName(area)];
  section.querySelector("[name$='-sure']").value = JSON.stringify(sure);
  area.closest(".import-field").querySelector("[data-level]")?.remove();
}

// ---- Lines ----

// The lines in which the selection stands, or the cursor.
function picked(area) {
  const { value, selectionStart, selectionEnd } = area;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const to = selectionEnd > selectionStart && value[selectionEnd - 1] === "\n" ? selectionEnd - 1 : selectionEnd;
  const next = value.indexOf("\n", to);
  const end = next < 0 ? value.length : next;
  return { start, end, text: value.slice(start, end) };
}

function without(area, { start, end }) {
  const before = area.value.slice(0, start).replace(/\n$/, "");
  const after = area.value.slice(end).replace(/^\n/, "");
  return [before, after].filter(Boolean).join("\n");
}

// What there is before a step, with where the cursor stands.
function remember() {
  const { name: field, selectionStart, selectionEnd } = last;
  undoable.push({ ...read(), cursor: { field, selectionStart, selectionEnd } });
}

function move(from, to, { isOnTop = false } = {}) {
  const lines = picked(from);
  if (!lines.text.trim() || from === to) return;
  remember();
  const rest = to.value.replace(/\n+$/, "");
  from.value = without(from, lines);
  to.value = (isOnTop ? [lines.text, rest] : [rest, lines.text]).filter(Boolean).join("\n");
  [from, to].forEach(touched);
  const start = isOnTop || !rest ? 0 : rest.length + 1;
  to.closest("details")?.setAttribute("open", "");
  to.focus();
  to.setSelectionRange(start, start + lines.text.length);
  changed();
}

function neighbour(area, step) {
  const all = areas();
  return all[all.indexOf(area) + step];
}

function sameFieldOf(area, step) {
  const section = area.closest("[data-story]");
  const all = sections();
  if (!section) return step > 0 ? areaOf(all[0] ?? form, "body") : undefined;
  const other = all[all.indexOf(section) + step];
  return other && areaOf(other, fieldName(area));
}

// ---- Stories ----

const empty = () => ({
  sure: {},
  levels: [],
  texts: Object.fromEntries([...blank.content.querySelectorAll(TEXT)].map((area) => [fieldName(area), ""])),
});

const joined = (...parts) => parts.filter(Boolean).join("\n");

// All lines of a story, from top to bottom.
const lines = (texts) => joined(...Object.values(texts));

// What the story before has no word for stays a field; else it goes on top of the joined text.
function join(place) {
  const state = read();
  const [upper, lower] = state.stories.splice(place - 1, 2);
  const loose = [];
  for (const field of HEADS) {
    const text = lower.texts[field];
    if (!upper.texts[field] && field !== "headline") upper.texts[field] = text;
    else if (text.trim()) loose.push(field === "headline" ? CROSSHEAD + text.split("\n").join("") : text);
  }
  upper.texts.body = joined(upper.texts.body, ...loose, lower.texts.body);
  for (const field of ["captions", "jumps"]) upper.texts[field] = joined(upper.texts[field], lower.texts[field]);
  upper.sure = {};
  upper.levels = [];
  state.stories.splice(place - 1, 0, upper);
  return state;
}

// The line of the cursor becomes the headline of a new story, what follows it its text.
function split(area, place) {
  const { start } = picked(area);
  const state = read();
  const upper = state.stories[place];
  const [head, ...rest] = area.value.slice(start).split("\n");
  const lower = empty();
  upper.texts[fieldName(area)] = area.value.slice(0, start).replace(/\n$/, "");
  lower.texts.headline = head.replace(CROSSHEAD, "");
  lower.texts.body = rest.join("\n");
  state.stories.splice(place + 1, 0, lower);
  return state;
}

function swap(place, other) {
  const state = read();
  [state.stories[place], state.stories[other]] = [state.stories[other], state.stories[place]];
  return state;
}

function drop(place) {
  const state = read();
  const [gone] = state.stories.splice(place, 1);
  state.unassigned = joined(state.unassigned, lines(gone.texts));
  return state;
}

function restructure(state, { place, field = "headline" } = {}) {
  remember();
  write(state);
  const section = sections()[place];
  if (section) areaOf(section, field).focus();
  changed();
}

function undo() {
  if (!undoable.length) return;
  const state = undoable.pop();
  write(state);
  const { field, selectionStart, selectionEnd } = state.cursor;
  const area = form.elements[field];
  area.focus();
  area.setSelectionRange(selectionStart, selectionEnd);
  changed();
}

function act(what, button) {
  const section = (button ?? last).closest("[data-story]");
  const place = sections().indexOf(section);
  const acts = {
    undo,
    add: () => restructure({ ...read(), stories: [...read().stories, empty()] }, { place: sections().length }),
    join: () => place > 0 && restructure(join(place), { place: place - 1, field: "body" }),
    split: () => last.closest("[data-story]") && restructure(split(last, place), { place: place + 1 }),
    up: () => place > 0 && restructure(swap(place, place - 1), { place: place - 1 }),
    down: () => place < sections().length - 1 && restructure(swap(place, place + 1), { place: place + 1 }),
    drop: () => restructure(drop(place), { place: Math.min(place, sections().length - 2) }),
    move: () => move(last, chosenTarget()),
  };
  acts[what]();
}

function chosenTarget() {
  const story = bar.querySelector("[data-target-story]").value;
  const field = bar.querySelector("[data-target-field]").value;
  return form.querySelector(`#id_${story}`) ?? areaOf(sections()[Number(story)], field);
}

function onKey(event) {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const area = event.target;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.code === "KeyZ") undo();
  else if (!area.matches?.(TEXT)) return;
  else if (event.key === "Enter") act("split");
  else if (event.key === "Backspace") act("join");
  else if (step) {
    const to = event.shiftKey ? sameFieldOf(area, step) : neighbour(area, step);
    if (to) move(area, to, { isOnTop: step > 0 && !event.shiftKey });
  } else return;
  event.preventDefault();
}

// ---- The source beside it ----

const compared = (text) => text.replace(/\s+/g, "");

// Lines of no story are red, and those that the cursor is in are shown.
function mark() {
  const left = unassigned.value.split("\n").map(compared).join("\n");
  for (const item of source.children) {
    const line = compared(item.textContent);
    item.classList.toggle("left", Boolean(line) && left.includes(line));
  }
}

function follow() {
  if (!document.activeElement.matches(TEXT)) return;
  const here = compared(picked(document.activeElement).text);
  let first;
  for (const item of source.children) {
    const line = compared(item.textContent);
    const isHere = line.length > 1 && here.length > 1 && (here.includes(line) || line.includes(here));
    item.classList.toggle("here", isHere);
    if (isHere) first ??= item;
  }
  const box = source.parentElement;
  if (first && box.scrollHeight > box.clientHeight) box.scrollTop = first.offsetTop - box.clientHeight / 3;
}

function show(item) {
  const line = compared(item.textContent);
  const found = areas().find((area) => line && compared(area.value).includes(line));
  if (!found) return;
  const row = found.value.split("\n").find((text) => compared(text).includes(line));
  found.closest("details")?.setAttribute("open", "");
  found.focus();
  if (row) found.setSelectionRange(found.value.indexOf(row), found.value.indexOf(row) + row.length);
  found.scrollIntoView({ block: "center" });
}

// ---- Keeping what was mended ----

let timer;
let sending; // the request under way
let isDirty = false;

function say(text, isError = false) {
  status.textContent = text;
  status.classList.toggle("errornote", isError);
}

async function send() {
  clearTimeout(timer);
  isDirty = false;
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
    const said = await answer.json();
    if (answer.ok) {
      form.elements.based_on.value = said.edition;
      say(interpolate(gettext("已暂存 %(time)s，还没有存成稿件"), { time: new Date().toLocaleTimeString() }, true));
      return;
    }
    say(said.message, true);
    isDirty = true;
    if (answer.status === 403) document.dispatchEvent(new Event("signed-out"));
  } catch {
    isDirty = true;
    say(gettext("连不上服务器，没有暂存。您改的都还在，请不要关闭本页。"), true);
  }
}

function keep() {
  sending = (sending ?? Promise.resolve()).then(() => isDirty && send()).finally(() => {
    sending = undefined;
  });
  return sending;
}

function changed() {
  isDirty = true;
  if (bar) name();
  clearTimeout(timer);
  timer = setTimeout(keep, KEPT_AFTER);
}

// What is on its way is let arrive first: it brings the mark that the form is sent with.
form.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  isDirty = false;
  if (!sending) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  await sending;
  isDirty = false;
  form.requestSubmit(event.submitter);
});

form.addEventListener("input", ({ target }) => {
  if (target.matches(TEXT)) touched(target);
  if (!target.closest("[data-bar]")) changed();
});
document.addEventListener("signed-in", () => isDirty && keep());
document.addEventListener("visibilitychange", () => document.hidden && isDirty && keep());
addEventListener("beforeunload", (event) => isDirty && event.preventDefault());

if (bar) {
  bar.hidden = false;
  form.addEventListener("focusin", ({ target }) => {
    if (!target.matches(TEXT)) return;
    last = target;
    const place = sections().indexOf(target.closest("[data-story]"));
    if (place >= 0) bar.querySelector("[data-target-story]").value = String(place);
  });
  // A button that is clicked leaves the lines selected that it is about.
  form.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    if (button) act(button.dataset.do, button.closest("[data-story]") ? button : undefined);
  });
  document.addEventListener("keydown", onKey);
  source.addEventListener("click", ({ target }) => target.closest("li") && show(target.closest("li")));
  document.addEventListener("selectionchange", follow);
  name();
}
