// 写简讯 on a line that breaks. What is typed is kept in this browser at once, and on the server as
// often as the line allows; pictures are sent one by one as soon as they are chosen; what did not
// get through is sent again by itself. The page says what is kept where. The story has its number
// from the page, so that however often it is sent, there is one.

const PAUSE = 2_000; // milliseconds after the last key until the server keeps what is typed
const GAP = 10_000; // between two times that it does
const FIRST_WAIT = 2_000; // before something is sent again; then twice as long each time
const LONGEST_WAIT = 30_000;
const STALLED = 45_000; // without a byte getting through, after which a picture is begun again

const form = document.getElementById("brief");
const fields = form.elements;
const list = form.querySelector("[data-photos]");
const status = form.querySelector("[data-status]");
const offers = document.querySelector("[data-offers]");
const drafts = `brief:${form.dataset.owner}:`;
let pictures = []; // {item, file, id}; a file until the library has it, then its key there
let sendingPicture = false;
let wanted = false; // the story is to be sent as soon as its pictures are
let sendingStory = false;
let edition = ""; // of the story, once one was made that was refused to be changed
let wait = FIRST_WAIT;
let again; // the timer of the next attempt
let autosaveTimer;
let autosavedAt = 0;
let autosaved = ""; // what the server last had
let onServer = ""; // when, in words

// ---- What is said -------------------------------------------------------------------------------

function say(text, { alarming = false } = {}) {
  status.textContent = text;
  status.classList.toggle("is-alarming", alarming);
}

function waiting() {
  return pictures.filter(({ id, item }) => !id && !item.classList.contains("refused")).length;
}

function sayKept() {
  const left = waiting();
  const words = [
    onServer
      ? interpolate(gettext("文字已存在本机，%(moment)s 存到服务器。"), { moment: onServer }, true)
      : gettext("文字已存在本机。"),
  ];
  if (left) words.push(interpolate(gettext("还有 %(left)s 张图在传。"), { left }, true));
  if (wanted) words.push(gettext("传完就送出。"));
  say(words.join(""));
}

function sayCut() {
  const left = waiting();
  const words = [gettext("线路断了。文字已存在本机，连上以后自动再送。")];
  if (left) {
    words.push(
      interpolate(gettext("还有 %(left)s 张图没有传上去，请不要关闭本页。"), { left }, true),
    );
  }
  say(words.join(""), { alarming: true });
}

function sayLogin() {
  say(gettext("登录已失效。文字已存在本机；请在新窗口重新登录，再回到本页，会自动送出。"), {
    alarming: true,
  });
  const link = document.createElement("a");
  Object.assign(link, { href: location.pathname, target: "_blank", rel: "noopener" });
  link.textContent = gettext("重新登录");
  status.append(" ", link);
}

// ---- Kept in this browser -----------------------------------------------------------------------

function typed() {
  return {
    number: fields.number.value,
    headline: fields.headline.value,
    body: fields.body.value,
    section: fields.section.value,
    photos: pictures
      .filter(({ id }) => id)
      .map(({ id, item }) => ({
        id,
        caption: item.querySelector("[type=text]").value,
        src: item.dataset.src ?? "",
      })),
  };
}

function isEmpty({ headline, body, photos }) {
  return !(headline.trim() || body.trim() || photos.length);
}

function keepHere() {
  const now = typed();
  try {
    if (isEmpty(now)) localStorage.removeItem(drafts + now.number);
    else localStorage.setItem(drafts + now.number, JSON.stringify(now));
    sessionStorage.setItem(drafts, now.number);
    return true;
  } catch {
    return false; // the browser keeps nothing, or has no room: the server does
  }
}

function forget(number) {
  try {
    localStorage.removeItem(drafts + number);
    if (sessionStorage.getItem(drafts) === number) sessionStorage.removeItem(drafts);
  } catch {
    // nothing was kept
  }
}

function keptHere() {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(drafts))
      .map((name) => JSON.parse(localStorage.getItem(name)));
  } catch {
    return [];
  }
}

function takeUp(draft) {
  for (const name of ["number", "headline", "body", "section"]) fields[name].value = draft[name];
  for (const { id, caption, src } of draft.photos) {
    if (list && !pictures.some((picture) => picture.id === id)) {
      const picture = row({ src });
      finish(picture, { id, caption, src });
    }
  }
  keepHere();
  sayKept();
}

function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "button", textContent: text });
  made.addEventListener("click", act);
  return made;
}

function offer(draft) {
  const item = document.createElement("li");
  const name = document.createElement("p");
  name.textContent = interpolate(
    gettext("本机有一条没送出的简讯：%(name)s"),
    { name: (draft.headline || draft.body).slice(0, 40) },
    true,
  );
  const close = () => {
    item.remove();
    offers.hidden = !offers.children.length;
  };
  const goOn = button(gettext("接着写"), () => {
    takeUp(draft);
    close();
  });
  const drop = button(gettext("丢弃"), () => {
    forget(draft.number);
    close();
  });
  item.append(name, goOn, " ", drop);
  offers.append(item);
  offers.hidden = false;
}

// ---- Kept on the server -------------------------------------------------------------------------

function paragraphs(text) {
  const holder = document.createElement("div");
  for (const line of text.split("\n").filter((each) => each.trim())) {
    const paragraph = document.createElement("p");
    paragraph.textContent = line.trim();
    holder.append(paragraph);
  }
  return holder.innerHTML;
}

async function autosave() {
  const { number, headline, body, section } = typed();
  const now = JSON.stringify([headline, body, section]);
  if (now === autosaved || wanted || !(headline.trim() || body.trim())) return;
  autosavedAt = Date.now();
  const data = new FormData();
  const sent = { autosave_window: number, headline, body: paragraphs(body), section, kind: "brief" };
  for (const [name, value] of Object.entries(sent)) data.set(name, value);
  const answer = await post(form.dataset.autosave, data);
  if (answer.isCut) return sayCut();
  if (answer.isLoggedOut) return sayLogin();
  if (answer.status === 200) {
    autosaved = now;
    onServer = answer.told.saved_at;
  }
  if (!wanted) sayKept(); // refused: another window holds something; it is kept here all the same
}

function planAutosave() {
  clearTimeout(autosaveTimer);
  const due = Math.max(Date.now() + PAUSE, autosavedAt + GAP);
  autosaveTimer = setTimeout(autosave, due - Date.now());
}

// ---- Sending ------------------------------------------------------------------------------------

// A form's token is good for one login; after another the page asks for a new one.
async function freshToken() {
  const answer = await fetch(location.pathname, { redirect: "manual" });
  const text = answer.ok ? await answer.text() : "";
  const page = new DOMParser().parseFromString(text, "text/html");
  const owner = page.getElementById("brief")?.dataset.owner;
  const token = page.querySelector("#brief [name=csrfmiddlewaretoken]")?.value;
  if (owner !== form.dataset.owner || !token) return false; // nobody, or somebody else
  fields.csrfmiddlewaretoken.value = token;
  return true;
}

async function post(address, data, onProgress, isSecond = false) {
  data.set("csrfmiddlewaretoken", fields.csrfmiddlewaretoken.value);
  const answer = await request(address, data, onProgress);
  const isRefused = answer.status === 403 || (answer.status === 200 && !answer.told);
  if (!isRefused) return answer;
  if (!isSecond && (await freshToken().catch(() => false))) {
    return post(address, data, onProgress, true);
  }
  return { ...answer, isLoggedOut: true };
}

function request(address, data, onProgress = () => {}) {
  return new Promise((resolve) => {
    const sent = new XMLHttpRequest(); // fetch does not tell how much was sent
    let stalled;
    const watch = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => sent.abort(), STALLED);
    };
    sent.open("POST", address);
    sent.setRequestHeader("Accept", "application/json");
    sent.responseType = "json";
    sent.upload.addEventListener("progress", (event) => {
      watch();
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    sent.addEventListener("load", () => {
      resolve({ status: sent.status, told: sent.response, isCut: sent.status >= 500 });
    });
    for (const name of ["error", "abort"]) {
      sent.addEventListener(name, () => resolve({ status: 0, isCut: true }));
    }
    sent.addEventListener("loadend", () => clearTimeout(stalled));
    watch();
    sent.send(data);
  });
}

function tryLater() {
  clearTimeout(again);
  again = setTimeout(work, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// One after the other: the pictures that wait, then the story, if it is to be sent.
async function work() {
  clearTimeout(again);
  if (sendingPicture || sendingStory) return;
  const next = pictures.find(({ id, item }) => !id && !item.classList.contains("refused"));
  if (next) return sendPicture(next);
  if (wanted) return sendStory();
  sayKept();
}

async function sendPicture(picture) {
  sendingPicture = true;
  sayKept();
  const data = new FormData();
  data.set("file", picture.file);
  const answer = await post(form.dataset.photo, data, (share) => (picture.bar.value = share));
  sendingPicture = false;
  if (!pictures.includes(picture)) return work(); // taken away meanwhile
  if (answer.isCut || answer.isLoggedOut) {
    picture.bar.value = 0;
    if (answer.isCut) sayCut();
    else sayLogin();
    return tryLater();
  }
  wait = FIRST_WAIT;
  if (answer.status === 200) finish(picture, answer.told.photo);
  else refuse(picture, answer.told?.message ?? gettext("这张图没有收下。"));
  keepHere();
  work();
}

async function sendStory() {
  sendingStory = true;
  say(gettext("正在送出……"));
  const data = new FormData(form);
  data.delete("files");
  data.set("based_on", edition);
  const answer = await post(form.action, data);
  sendingStory = false;
  if (answer.isCut || answer.isLoggedOut) {
    if (answer.isCut) sayCut();
    else sayLogin();
    return tryLater();
  }
  wanted = false;
  if (answer.status === 200) {
    forget(fields.number.value);
    pictures = [];
    location.assign(answer.told.page);
    return;
  }
  say(answer.told?.errors?.join(" ") ?? gettext("没有存成，请再试一次。"), { alarming: true });
  if (answer.told?.page) {
    const link = document.createElement("a");
    Object.assign(link, { href: answer.told.page, target: "_blank", rel: "noopener" });
    link.textContent = gettext("打开完整的表单");
    status.append(" ", link);
  }
}

// ---- Pictures -----------------------------------------------------------------------------------

const SMALL = 144; // pixels of a picture in the list

// A picture of this telephone is drawn small here: to fetch it again would cost the line.
async function draw(canvas, file) {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return; // a kind that this browser cannot show
  const scale = SMALL / Math.min(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  const at = [(SMALL - width) / 2, (SMALL - height) / 2];
  canvas.getContext("2d").drawImage(picture, ...at, width, height);
  picture.close();
}

function row({ src, file }) {
  const item = document.createElement("li");
  const image = document.createElement(file ? "canvas" : "img");
  Object.assign(image, file ? { width: SMALL, height: SMALL } : { src, alt: "" });
  if (file) draw(image, file);
  const caption = document.createElement("input");
  Object.assign(caption, { type: "text", maxLength: 300, placeholder: gettext("图上是什么（送审前要填）") });
  caption.setAttribute("aria-label", gettext("图片说明"));
  const bar = document.createElement("progress");
  Object.assign(bar, { max: 1, value: 0 });
  bar.setAttribute("aria-label", gettext("上传进度"));
  const picture = { item, bar, file };
  const away = button("×", () => {
    pictures = pictures.filter((other) => other !== picture);
    item.remove();
    changed();
    work();
  });
  away.setAttribute("aria-label", gettext("不要这张图"));
  item.append(image, caption, away, bar);
  list.append(item);
  pictures.push(picture);
  return picture;
}

function finish(picture, { id, caption = "", src, thumbnail }) {
  const { item, bar } = picture;
  const words = item.querySelector("[type=text]");
  const drawn = thumbnail && new DOMParser().parseFromString(thumbnail, "text/html");
  item.dataset.src = src ?? drawn?.querySelector("img")?.getAttribute("src") ?? "";
  words.name = `caption_${id}`;
  words.value ||= caption;
  const key = document.createElement("input");
  Object.assign(key, { type: "hidden", name: "photos", value: id });
  item.append(key);
  const said = document.createElement("p");
  Object.assign(said, { className: "photo-said", textContent: gettext("已传上去。") });
  bar.replaceWith(said);
  Object.assign(picture, { id, file: undefined });
}

function refuse({ item, bar }, message) {
  const said = document.createElement("p");
  Object.assign(said, { className: "photo-said", textContent: message });
  bar.replaceWith(said);
  item.classList.add("refused");
}

function take(files) {
  for (const file of files) row({ file });
  changed();
  work();
}

// Those that the server put into a form it refused.
function adopt(item) {
  const bar = document.createElement("progress");
  const picture = { item, bar, id: item.dataset.id };
  item.dataset.src = item.querySelector("img")?.getAttribute("src") ?? "";
  pictures.push(picture);
}

// ---- The page -----------------------------------------------------------------------------------

function changed() {
  keepHere();
  if (!wanted && !sendingPicture) sayKept();
  planAutosave();
}

function start() {
  form.classList.add("has-script");
  list?.querySelectorAll("li").forEach(adopt);
  const mine = sessionStorage.getItem(drafts);
  for (const draft of keptHere()) {
    if (draft.number === mine) takeUp(draft);
    else offer(draft);
  }
  form.addEventListener("input", changed);
  for (const input of form.querySelectorAll("[type=file]")) {
    input.addEventListener("change", () => {
      take(input.files);
      input.value = "";
    });
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    wanted = true;
    keepHere();
    work();
  });
  const atOnce = () => {
    wait = FIRST_WAIT;
    if (wanted || waiting()) work();
    else autosave();
  };
  addEventListener("online", atOnce);
  addEventListener("focus", () => (wanted || waiting()) && atOnce());
  addEventListener("offline", sayCut);
  addEventListener("beforeunload", (event) => {
    if (waiting()) event.preventDefault();
  });
}

start();
