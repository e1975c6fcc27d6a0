// What is pasted or dropped from elsewhere goes to the server as it is, and its answer, clean and in
// the vocabulary of a story, is put where the cursor was. Under the text stands what was left out or
// changed. If no answer comes in time, the plain text goes in, and that is said.

import { Extension, Plugin } from "django-prose-editor/editor";

const PATIENCE = 3_000; // milliseconds
const WITH_PICTURES = 30_000; // they are drawn in their sizes first
const BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, section";
const pending = new Set(); // pastes on their way

function element(tag, fields = {}, ...children) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

// ---- Asking the server ---------------------------------------------------------------------------

// The text alone of HTML, a line to a block.
function textOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const hidden of page.querySelectorAll("script, style, title, template")) hidden.remove();
  for (const block of page.querySelectorAll(BLOCKS)) block.append("\n");
  for (const line of page.querySelectorAll("br")) line.replaceWith("\n");
  return page.body.textContent.replace(/\n\s*\n/g, "\n").trim();
}

function form(editor, { html, plain, files, isHalfWidth }) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", editor.view.dom.closest("form").elements.csrfmiddlewaretoken.value);
  data.set("html", html);
  data.set("plain", plain);
  if (isHalfWidth) data.set("half_width", "1");
  if (document.getElementById("photo-library")) data.set("pictures", "1");
  for (const file of files) data.append("files", file);
  return data;
}

async function refusal(answer) {
  if (answer.status === 409 || answer.status === 413) return (await answer.json()).refusal;
  // More than any form may send is refused before it is read.
  return answer.status === 400 ? gettext("一次粘贴的内容太多了，请分几次粘贴。") : gettext("服务器没有接受。");
}

// The server's answer; where there is none, the plain text and why.
async function ask(editor, address, given) {
  const { html, plain, files } = given;
  const instead = (why) => ({ plain: plain || textOf(html), notes: [], refusals: [why], photos: [] });
  const hasPictures = files.length || html.includes("data:image");
  const patience = hasPictures ? WITH_PICTURES : PATIENCE;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: form(editor, given),
      redirect: "manual",
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(patience),
    });
    if (answer.ok) return await answer.json();
    if (answer.type === "opaqueredirect") document.dispatchEvent(new Event("signed-out"));
    return instead(interpolate(gettext("只贴进了纯文字，没有格式：%s"), [await refusal(answer)]));
  } catch (error) {
    const isLate = error.name === "TimeoutError";
    const why = isLate ? gettext("服务器没有及时答复。") : gettext("连不上服务器。");
    return instead(interpolate(gettext("只贴进了纯文字，没有格式：%s"), [why]));
  }
}

// ---- Putting it in -------------------------------------------------------------------------------

// What differs between two states of a text: where it stands now, and what stood there before.
function difference(before, after) {
  const from = before.content.findDiffStart(after.content);
  if (from === null) return null;
  let { a, b } = before.content.findDiffEnd(after.content);
  const overlap = from - Math.min(a, b);
  if (overlap > 0) [a, b] = [a + overlap, b + overlap];
  return { from, to: b, was: before.slice(from, a) };
}

function insert(editor, { from, to }, answer) {
  const before = editor.state.doc;
  for (const photo of answer.photos) {
    document.dispatchEvent(new CustomEvent("picture:use", { detail: photo }));
  }
  editor.commands.setTextSelection({ from, to });
  if (answer.html) editor.view.pasteHTML(answer.html);
  else if (answer.html === undefined && answer.plain) editor.view.pasteText(answer.plain);
  editor.commands.scrollIntoView();
  return difference(before, editor.state.doc);
}

function takeBack(editor, change) {
  editor.view.dispatch(editor.state.tr.replace(change.from, change.to, change.was));
  editor.commands.focus();
}

// The first line, moved from the text into the field of the headline.
function moveToHeadline(editor, change, headline) {
  const field = document.getElementById("id_headline");
  let found;
  editor.state.doc.nodesBetween(change.from, change.to, (node, place) => {
    const text = node.textBetween(0, node.content.size, " ", " ").trim();
    if (found === undefined && node.isTextblock && text === headline) found = { place, size: node.nodeSize };
  });
  if (found) editor.view.dispatch(editor.state.tr.delete(found.place, found.place + found.size));
  field.value = headline;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// ---- Saying what happened ------------------------------------------------------------------------

function button(text, act) {
  const made = element("button", { type: "button", className: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

function show(editor, answer, change, again) {
  const said = [...answer.refusals, ...answer.notes.map((note) => note.said)];
  const headline = change && document.getElementById("id_headline") ? answer.headline : "";
  const fullWidth = change && answer.full_width;
  if (!said.length && !headline && !fullWidth) return;
  const note = element("div", { className: "paste-notes" });
  note.setAttribute("role", "status");
  const acts = element("p", { className: "paste-acts" });
  const then = (act) => () => {
    note.remove();
    act();
  };
  if (headline) {
    const text = interpolate(gettext("第一行“%s”填入主题"), [headline]);
    acts.append(button(text, then(() => moveToHeadline(editor, change, headline))));
  }
  if (fullWidth) {
    const text = interpolate(gettext("%s 个全角数字、字母改成半角"), [fullWidth]);
    acts.append(button(text, then(again)));
  }
  if (change) acts.append(button(gettext("撤销这次粘贴"), then(() => takeBack(editor, change))));
  acts.append(button(gettext("知道了"), () => note.remove()));
  const lines = said.map((sentence) => element("li", { textContent: sentence }));
  if (said.length) note.append(element("p", { textContent: gettext("这次粘贴：") }), element("ul", {}, ...lines));
  note.append(acts);
  editor.view.dom.after(note);
}

// ---- Putting it together -------------------------------------------------------------------------

// `places` are kept in step with what is typed meanwhile.
async function bring(editor, { address, places }, given, place) {
  editor.view.dom.parentElement.querySelector(".paste-notes")?.remove();
  for (const earlier of places) if (earlier.was) places.delete(earlier); // can no longer be undone here
  places.add(place);
  const answer = await ask(editor, address, given);
  places.delete(place);
  if (editor.isDestroyed) return;
  const change = insert(editor, place, answer);
  if (change) places.add(change);
  const pasted = editor.state.doc;
  show(editor, answer, change, () => {
    const isUnchanged = pasted.eq(editor.state.doc);
    takeBack(editor, change);
    const there = { from: change.from, to: change.from + change.was.size };
    hold(bring(editor, { address, places }, { ...given, isHalfWidth: true }, isUnchanged ? { ...given.at } : there));
  });
}

function hold(promise) {
  pending.add(promise);
  promise.finally(() => pending.delete(promise));
}

// A save waits for what is being pasted.
document.addEventListener(
  "submit",
  (event) => {
    if (!pending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    Promise.all([...pending]).then(() => target.requestSubmit(submitter));
  },
  true,
);

function take(editor, settings, data, at) {
  const html = data.getData("text/html");
  const plain = data.getData("text/plain");
  // What was copied in an editor like this one needs no cleaning, and has its photos.
  if (html.includes("data-pm-slice") || !(html || plain)) return false;
  // Offices add a picture of the text to it: only what the text itself shows as one is taken.
  const files = html.includes("<img") ? [...data.files].filter(({ type }) => type.startsWith("image/")) : [];
  hold(bring(editor, settings, { html, plain, files, at }, { ...at }));
  return true;
}

export const PastedText = Extension.create({
  name: "pastedText",

  addOptions() {
    return { address: "" };
  },

  addStorage() {
    return { places: new Set() };
  },

  onTransaction({ transaction }) {
    if (!transaction.docChanged) return;
    for (const place of this.storage.places) {
      const side = place.was ? 1 : -1; // what is typed beside a paste is no part of it
      place.from = transaction.mapping.map(place.from, side);
      place.to = Math.max(place.from, transaction.mapping.map(place.to, -side));
    }
  },

  addProseMirrorPlugins() {
    const { editor } = this;
    const settings = { address: this.options.address, places: this.storage.places };
    const paste = (view, event) => {
      const { from, to } = view.state.selection;
      const isTaken = event.clipboardData && take(editor, settings, event.clipboardData, { from, to });
      if (isTaken) event.preventDefault();
      return Boolean(isTaken);
    };
    const drop = (view, event) => {
      const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
      if (view.dragging || !found || !event.dataTransfer) return false;
      const isTaken = take(editor, settings, event.dataTransfer, { from: found.pos, to: found.pos });
      if (isTaken) event.preventDefault();
      return isTaken;
    };
    return [new Plugin({ props: { handleDOMEvents: { paste, drop } } })];
  },
});
