// The pictures of a story in its form: uploaded, ordered, worded and placed beside the text. Without
// this the rows that are there can still be worded, numbered and marked to be removed.

import { element, picker } from "./photo_picker.js";
import { upload } from "./photo_upload.js";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/avif";
const group = document.getElementById("photo_uses-group");
const library = document.getElementById("photo-library");
const body = document.getElementById("id_body");
const form = group?.closest("form");
const status = element("p", { className: "picture-status" });
const uploads = element("ul", { className: "picture-uploads" });
const pending = new Set(); // what is on its way to the server

// ---- The rows ------------------------------------------------------------------------------------

const all = () => [...group.querySelectorAll(".picture-row:not(.empty-form)")];
const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
const shown = (row) => row.querySelector(".picture")?.dataset ?? {};
const isRemoved = (row) => Boolean(part(row, "DELETE")?.checked);
const kept = () => all().filter((row) => part(row, "photo").value && !isRemoved(row));
const named = (row) => part(row, "caption").value || shown(row).name || gettext("图片");

function changed() {
  group.dispatchEvent(new Event("change", { bubbles: true })); // there is something to be kept
  document.dispatchEvent(new Event("pictures:changed"));
  refresh();
}

function say(text) {
  status.textContent = text;
}

// The keys of the photos that stand in the text.
function placed() {
  const text = new DOMParser().parseFromString(body?.value ?? "", "text/html");
  return new Set([...text.querySelectorAll("figure[data-photo]")].map(({ dataset }) => dataset.photo));
}

function number() {
  kept().forEach((row, place) => {
    part(row, "order").value = place + 1;
  });
}

function move(row, step) {
  const rows = kept();
  const other = rows[rows.indexOf(row) + step];
  if (!other) return;
  if (step < 0) other.before(row);
  else other.after(row);
  moved(row);
}

function moved(row) {
  number();
  say(interpolate(gettext("“%(name)s”现在是第 %(place)s 张。"), { name: named(row), place: kept().indexOf(row) + 1 }, true));
  changed();
}

// One picture leads; which one was said last.
function lead(row) {
  for (const other of kept()) if (other !== row) part(other, "placement").value = "inline";
  part(row, "placement").value = "lead";
}

function remove(row, isGone) {
  const wasLead = part(row, "placement").value === "lead";
  part(row, "DELETE").checked = isGone;
  const others = kept().filter((other) => other !== row);
  const hasLead = others.some((other) => part(other, "placement").value === "lead");
  if (isGone && wasLead && !hasLead && others.length) lead(others[0]);
  if (!isGone && hasLead) part(row, "placement").value = "inline";
  number();
  const isLost = isGone && placed().has(shown(row).photo);
  say(isLost ? gettext("这张图还放在正文里，读者看不到了，请在正文里也删去。") : "");
  changed();
}

const hasPhoto = (photo) => kept().some((row) => part(row, "photo").value === String(photo.id));

// A new row with this photo, or the row there is.
function use(photo) {
  const before = all().find((row) => part(row, "photo").value === String(photo.id));
  if (before) {
    if (isRemoved(before)) remove(before, false);
    else say(interpolate(gettext("“%(name)s”已经在本文里。"), photo, true));
    return before;
  }
  const isFirst = !kept().some((row) => part(row, "placement").value === "lead");
  group.querySelector(".add-row a").click();
  const row = all().at(-1);
  part(row, "photo").value = photo.id;
  part(row, "placement").value = isFirst ? "lead" : "inline";
  show(row, photo);
  number();
  changed();
  return row;
}

// What the library knows of a row's photo; the markup is the server's own, escaped there.
function show(row, photo) {
  row.querySelector(".picture-shown").innerHTML = photo.row;
  dress(row);
}

// ---- What a row offers ---------------------------------------------------------------------------

function button(text, act, properties = {}) {
  const made = element("button", { type: "button", className: "button", textContent: text, ...properties });
  made.addEventListener("click", act);
  return made;
}

function head(row) {
  const grip = element("span", { className: "picture-grip", textContent: "⠿", draggable: true, tabIndex: 0 });
  grip.setAttribute("role", "button");
  grip.setAttribute("aria-label", gettext("次序：拖动，或按上下键"));
  grip.title = grip.ariaLabel;
  grip.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    move(row, step);
    grip.focus();
  });
  grip.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.setDragImage(row, 0, 0);
    row.classList.add("is-dragged");
  });
  grip.addEventListener("dragend", () => {
    row.classList.remove("is-dragged");
    moved(row);
  });
  const earlier = button("↑", () => {
    move(row, -1);
    earlier.focus();
  });
  const later = button("↓", () => {
    move(row, 1);
    later.focus();
  });
  earlier.title = earlier.ariaLabel = gettext("上移");
  later.title = later.ariaLabel = gettext("下移");
  const away = button(gettext("移除"), () => remove(row, !isRemoved(row)), { className: "button picture-away" });
  away.hidden = !part(row, "DELETE");
  const name = element("b", { className: "picture-name" });
  const state = element("span", { className: "picture-state" });
  row.querySelector(".picture-head").replaceChildren(grip, name, state, earlier, later, away);
}

function dress(row) {
  if (!row.querySelector(".picture-grip")) {
    head(row);
    part(row, "placement").addEventListener("change", ({ target }) => {
      if (target.value === "lead") lead(row);
      changed();
    });
    for (const name of ["caption", "alt"]) part(row, name).addEventListener("input", refresh);
    const offer = button(gettext("用图片说明"), () => {
      part(row, "alt").value = part(row, "caption").value || shown(row).caption;
      changed();
    }, { className: "button picture-offer" });
    part(row, "alt").after(offer);
    const put = button(gettext("放进正文"), () => place(row), { className: "button picture-place" });
    part(row, "placement").after(put);
  }
  const { caption, alt } = shown(row);
  part(row, "caption").placeholder = caption ? interpolate(gettext("留空就用：%s"), [caption]) : "";
  part(row, "alt").placeholder = alt ? interpolate(gettext("留空就用：%s"), [alt]) : gettext("图里是什么，念给看不见的读者");
  credit(row);
}

// Each picture in words: which it is, where it stands, what it lacks.
function refresh() {
  const inText = placed();
  const rows = kept();
  for (const row of all()) {
    const { photo, credit: line, alt, caption, decorative } = shown(row);
    const isGone = isRemoved(row);
    row.classList.toggle("is-removed", isGone);
    const [earlier, later, away] = row.querySelectorAll(".picture-head button");
    const at = rows.indexOf(row);
    earlier.disabled = at <= 0;
    later.disabled = at < 0 || at === rows.length - 1;
    away.textContent = isGone ? gettext("放回来") : gettext("移除");
    row.querySelector(".picture-name").textContent = isGone
      ? interpolate(gettext("已移除，保存后生效：%s"), [named(row)])
      : interpolate(gettext("第 %s 张"), [at + 1]);
    const isIn = inText.has(photo);
    const isLead = part(row, "placement").value === "lead";
    const hasAlt = decorative !== undefined || part(row, "alt").value.trim() || alt;
    const said = [
      isIn ? gettext("在正文里") : isLead ? gettext("在正文上面") : gettext("还没有放进正文，会排在最后"),
      photo && !line && gettext("缺署名"),
      photo && !hasAlt && gettext("缺替代文字"),
    ].filter(Boolean);
    const state = row.querySelector(".picture-state");
    state.textContent = isGone ? "" : said.join(" · ");
    state.classList.toggle("flag", said.length > 1 || (!isIn && !isLead));
    row.querySelector(".picture-place").hidden = isIn || !body;
    row.querySelector(".picture-offer").hidden = Boolean(hasAlt || !(part(row, "caption").value || caption));
  }
}

// The editor of the text hears of it: see photo_figure.js.
function place(row) {
  document.dispatchEvent(new CustomEvent("picture:place", { detail: shown(row).photo }));
  say(interpolate(gettext("“%s”已放进正文。"), [named(row)]));
  changed();
}

// ---- Whose a picture is --------------------------------------------------------------------------

// Ask the server for something about a photo; what it answers is shown in every row it is about.
async function tell(row, address, values = {}) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  const note = row.querySelector(".picture-credit-note");
  note.textContent = "…";
  note.classList.remove("flag");
  try {
    const answer = await fetch(address.replace("/0/", `/${part(row, "photo").value}/`), {
      method: "POST",
      body: data,
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    if (answer.type === "opaqueredirect") document.dispatchEvent(new Event("signed-out"));
    const told = answer.status === 200 || answer.status === 409 ? await answer.json() : null;
    if (!told) throw new Error(gettext("没有存上，登录可能已失效。"));
    if (answer.status === 409) throw new Error(told.message);
    for (const photo of told.photos) {
      for (const other of all()) if (part(other, "photo").value === String(photo.id)) show(other, photo);
    }
    row.querySelector(".picture-credit-note").textContent = told.message;
    changed();
    return true;
  } catch (error) {
    note.textContent = error instanceof TypeError ? gettext("连不上服务器，没有存上。") : error.message;
    note.classList.add("flag");
    return false;
  }
}

// The credit belongs to the photo, not to the story: it is stored as soon as it is typed.
function credit(row) {
  const line = row.querySelector(".picture-credit");
  const { credit: address, register, canRegister } = library.dataset;
  if (!line || !address) return;
  const { credit: said, unregistered, asked } = shown(row);
  const input = element("input", { className: "vTextField", value: said, maxLength: 100 });
  const note = element("span", { className: "picture-credit-note" });
  note.setAttribute("role", "status");
  const store = () => {
    if (input.value.trim() !== shown(row).credit) hold(tell(row, address, { line: input.value }));
  };
  input.addEventListener("change", (event) => {
    event.stopPropagation(); // it is no part of the story
    store();
  });
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    note.classList.remove("flag");
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    store();
  });
  const label = element("label", {}, gettext("署名"), input);
  label.title = gettext("写记者姓名，或来源，如“市文明办供图”。署名属于图库里的图片，写好就存。");
  line.replaceChildren(label, note);
  if (unregistered) {
    const text = canRegister ? gettext("登记“%s”为记者") : gettext("请编辑登记“%s”");
    const ask = button(interpolate(text, [unregistered]), () => hold(tell(row, register)));
    if (asked !== undefined && !canRegister) note.textContent = gettext("已请编辑登记这位摄影者。");
    else line.append(ask);
  }
}

// ---- Files ---------------------------------------------------------------------------------------

function hold(promise) {
  pending.add(promise);
  promise.finally(() => pending.delete(promise));
  return promise;
}

// The fields that the library's own page sends beside a file.
function fields() {
  const made = element("form");
  made.dataset.address = library.dataset.add;
  const values = { csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, source_type: "photograph" };
  for (const [name, value] of Object.entries(values)) made.append(element("input", { type: "hidden", name, value }));
  return made;
}

// Send one file; true once it stands in a row.
async function take(file, shownAs, { isPasted = false } = {}) {
  const bar = element("progress", { max: 1, value: 0 });
  bar.setAttribute("aria-label", file.name);
  shownAs.replaceChildren(element("b", { textContent: file.name }), " ", bar);
  try {
    const answer = await upload(fields(), file, (share) => {
      bar.value = share;
    });
    const photo = answer.photo ?? answer.twin;
    if (!photo) throw new Error(element("div", { innerHTML: answer.message }).textContent);
    const row = use(photo);
    shownAs.remove();
    if (answer.twin) say(interpolate(gettext("图库里已有“%s”，直接用上了。"), [file.name]));
    if (isPasted) place(row);
    return true;
  } catch (error) {
    const again = button(gettext("再传一次"), () => hold(take(file, shownAs, { isPasted })), {
      className: "button picture-again",
    });
    const drop = button(gettext("不传了"), () => shownAs.remove());
    const why = element("span", { className: "flag", textContent: `${file.name}：${error.message}` });
    shownAs.replaceChildren(why, " ", again, " ", drop);
    return false;
  }
}

// One after the other, in the order chosen, whatever becomes of each.
function takeAll(files, options) {
  const queue = [...files].map((file) => {
    const item = element("li", { textContent: file.name });
    uploads.append(item);
    return [file, item];
  });
  hold(
    (async () => {
      let isGood = true;
      for (const [file, item] of queue) isGood = (await take(file, item, options)) && isGood;
      return isGood;
    })(),
  );
}

function chooser(text, properties) {
  const input = element("input", { type: "file", ...properties });
  input.addEventListener("change", (event) => {
    event.stopPropagation(); // the files are no part of the form
    takeAll([...input.files]);
    input.value = "";
  });
  return element("label", { className: "button" }, text, input);
}

function tools() {
  const { shelf, add } = library.dataset;
  const made = [];
  if (add) {
    const camera = chooser(gettext("拍照"), { accept: "image/*" });
    camera.classList.add("picture-camera");
    camera.querySelector("input").setAttribute("capture", "environment");
    made.push(chooser(gettext("上传图片"), { multiple: true, accept: ACCEPTED }), camera);
  }
  made.push(button(gettext("从图库选图"), picker({ address: shelf, use, used: hasPhoto })));
  if (add) made.push(element("span", { className: "quiet", textContent: gettext("也可以把图拖到本页，或直接粘贴。") }));
  status.setAttribute("role", "status");
  group.querySelector(".picture-tools").append(element("p", {}, ...made), uploads, status);
  if (add) takeDropped();
}

// A file dropped beside the form would else be opened in place of it.
function takeDropped() {
  // A picture dragged within the page comes as a file, too, but with its markup.
  const isFile = ({ dataTransfer }) =>
    dataTransfer?.types.includes("Files") && !dataTransfer.types.includes("text/html");
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(
      name,
      (event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        group.classList.toggle("is-over", name === "dragover");
        if (name !== "drop") return;
        event.stopPropagation();
        takeAll(event.dataTransfer.files);
      },
      true,
    );
  }
  document.addEventListener(
    "paste",
    (event) => {
      const { files, types } = event.clipboardData;
      const images = [...files].filter(({ type }) => type.startsWith("image/"));
      if (!images.length || types.includes("text/html") || types.includes("text/plain")) return;
      event.preventDefault();
      event.stopPropagation();
      takeAll(images, { isPasted: Boolean(event.target.closest?.(".ProseMirror")) });
    },
    true,
  );
}

// ---- Putting it together -------------------------------------------------------------------------

function takeDragged() {
  group.addEventListener("dragover", (event) => {
    const dragged = group.querySelector(".is-dragged");
    const over = event.target.closest(".picture-row:not(.empty-form)");
    if (!dragged || !over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over === dragged) return;
    if (event.clientY < top + height / 2) over.before(dragged);
    else over.after(dragged);
  });
}

// A save waits for what is on its way; what failed is looked at first.
function holdSaves() {
  const look = () => {
    say(gettext("没有保存：有的图没有传上去，或署名没有存上。请再传一次、改好，或点“不传了”，再保存。"));
    status.scrollIntoView({ block: "center" });
  };
  document.addEventListener(
    "submit",
    (event) => {
      const isLacking = uploads.children.length || group.querySelector(".picture-credit-note.flag");
      if (event.target !== form || !(pending.size || isLacking)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { submitter } = event;
      if (!pending.size) return look();
      say(gettext("图片还没有传完，传完就保存……"));
      Promise.all([...pending]).then((answers) => {
        if (answers.every(Boolean)) form.requestSubmit(submitter);
        else look();
      });
    },
    true,
  );
  // Whoever has logged in again in place goes on where they were.
  document.addEventListener("signed-in", () => {
    for (const again of uploads.querySelectorAll(".picture-again")) again.click();
  });
  addEventListener("beforeunload", (event) => {
    if (pending.size) event.preventDefault();
  });
}

function start() {
  group.classList.add("is-scripted");
  const place = (row) => Number(part(row, "order").value) || Infinity; // without a number: last
  const rows = all().sort((one, other) => place(one) - place(other) || 0);
  const last = group.querySelector(".picture-rows > .empty-form");
  for (const row of rows) last.before(row);
  rows.forEach(dress);
  tools();
  takeDragged();
  holdSaves();
  body?.addEventListener("input", refresh);
  document.addEventListener("picture:use", ({ detail }) => use(detail)); // see pasted_text.js
  refresh();
}

if (library && group?.querySelector(".picture-rows > .empty-form")) addEventListener("DOMContentLoaded", start);
