// A shelf of the library inside the story form: search it, add to it, take photos from it. Without
// this each row still has its own field that searches the library.

import { upload } from "./photo_upload.js";

const WAIT = 250; // milliseconds after the last key
const group = document.getElementById("photo_uses-group");

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// A new row of the inline, with the photo chosen.
function use(photo) {
  group.querySelector(".add-row a").click();
  const rows = group.querySelectorAll(".dynamic-photo_uses");
  const row = rows[rows.length - 1];
  const select = row.querySelector("select[name$=-photo]");
  select.append(new Option(photo.name, photo.id, true, true));
  select.dispatchEvent(new Event("change", { bubbles: true }));
  django.jQuery(select).trigger("change"); // select2 listens to jQuery's
  const cell = row.querySelector(".field-thumbnail p, .field-thumbnail");
  const shown = element("span", { className: "thumbnail" });
  Object.assign(shown.dataset, { photo: photo.key, caption: photo.caption || photo.name });
  shown.insertAdjacentHTML("beforeend", photo.thumbnail); // the server's own markup, escaped there
  cell.replaceChildren(shown);
  const placement = row.querySelector("select[name$=-placement]");
  if (rows.length > 1) placement.value = "inline"; // the first leads
}

function used() {
  const chosen = [...group.querySelectorAll(".dynamic-photo_uses select[name$=-photo], .has_original select[name$=-photo]")];
  return new Set(chosen.map((select) => select.value));
}

function shelf({ address, uploadAddress }) {
  const search = element("input", { type: "search", className: "vTextField", autocomplete: "off" });
  search.setAttribute("aria-label", gettext("在图库里查找"));
  search.placeholder = gettext("说明、署名、图中人物或拍摄日期");
  const list = element("ul", { className: "shelf" });
  const status = element("p", { className: "quiet" });
  status.setAttribute("role", "status");
  const more = element("button", { type: "button", className: "button", textContent: gettext("更早的") });
  const close = element("button", { type: "button", className: "button", textContent: gettext("完成") });
  const files = element("input", { type: "file", multiple: true, accept: "image/jpeg,image/png,image/webp,image/avif" });
  const adding = element("label", { className: "button" }, gettext("传新图"), files);
  const dialog = element("dialog", { className: "picker" });
  dialog.setAttribute("aria-label", gettext("从图库选图"));
  dialog.append(element("p", { className: "picker-head" }, search, uploadAddress ? adding : "", close), status, list, more);
  document.body.append(dialog);
  let before = null;
  let asked = 0;

  function card(photo) {
    const button = element("button", { type: "button" });
    button.insertAdjacentHTML("beforeend", photo.thumbnail);
    button.append(
      element("span", { textContent: photo.name }),
      element("span", { className: "quiet", textContent: photo.credit }),
    );
    if (photo.problems.length) {
      button.append(element("span", { className: "flag", textContent: gettext("还不能发布") }));
      button.title = photo.problems.join("\n");
    }
    button.setAttribute("aria-pressed", String(used().has(String(photo.id))));
    button.addEventListener("click", () => {
      if (used().has(String(photo.id))) return;
      use(photo);
      button.setAttribute("aria-pressed", "true");
    });
    return element("li", {}, button);
  }

  async function load({ isNext = false } = {}) {
    const turn = ++asked;
    const query = new URLSearchParams({ q: search.value.trim(), before: isNext ? before : "" });
    const response = await fetch(`${address}?${query}`);
    if (turn !== asked) return; // an older answer came late
    if (!response.ok) {
      status.textContent = gettext("没有查到，登录可能已失效。");
      return;
    }
    const answer = await response.json();
    const cards = answer.photos.map(card);
    if (isNext) list.append(...cards);
    else list.replaceChildren(...cards);
    before = answer.before;
    more.hidden = before === null;
    status.textContent = list.children.length ? "" : gettext("图库里没有这样的图。");
  }

  let timer = 0;
  search.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(load, WAIT);
  });
  search.addEventListener("compositionend", () => load());
  search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  more.addEventListener("click", () => load({ isNext: true }));
  close.addEventListener("click", () => dialog.close());
  files.addEventListener("change", async () => {
    const form = element("form");
    form.dataset.address = uploadAddress;
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    form.append(element("input", { type: "hidden", name: "csrfmiddlewaretoken", value: token }));
    form.append(element("input", { type: "hidden", name: "source_type", value: "photograph" }));
    const refused = [];
    for (const file of [...files.files]) {
      status.textContent = `${file.name} …`;
      try {
        const answer = await upload(form, file);
        if (answer.photo) list.prepend(card(answer.photo));
        else refused.push(`${answer.name}：${element("div", { innerHTML: answer.message }).textContent}`);
      } catch (error) {
        refused.push(`${file.name}：${error.message}`);
      }
    }
    status.textContent = refused.join(" ");
    files.value = "";
  });
  return () => {
    dialog.showModal();
    load();
  };
}

if (group?.querySelector(".add-row, .tabular")) {
  const { shelf: address, add: uploadAddress } = document.getElementById("photo-library").dataset;
  const open = shelf({ address, uploadAddress });
  const button = element("button", { type: "button", className: "button", textContent: gettext("从图库选图") });
  button.addEventListener("click", open);
  group.querySelector("h2").after(element("p", { className: "picker-open" }, button));
}
