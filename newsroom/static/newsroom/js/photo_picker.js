// A shelf of the library in a dialog: search it, take photos from it.

const WAIT = 250; // milliseconds after the last key

export function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// A function that opens the dialog. `address` answers searches, `use` gets a photo that was chosen,
// `used` says whether the story has a photo already.
export function picker({ address, use, used }) {
  const search = element("input", { type: "search", className: "vTextField", autocomplete: "off" });
  search.setAttribute("aria-label", gettext("在图库里查找"));
  search.placeholder = gettext("说明、文件名、署名、图中人物或拍摄日期");
  const list = element("ul", { className: "shelf" });
  const status = element("p", { className: "quiet" });
  status.setAttribute("role", "status");
  const more = element("button", { type: "button", className: "button", textContent: gettext("更早的") });
  const close = element("button", { type: "button", className: "button", textContent: gettext("完成") });
  const dialog = element("dialog", { className: "picker" });
  dialog.setAttribute("aria-label", gettext("从图库选图"));
  dialog.append(element("p", { className: "picker-head" }, search, close), status, list, more);
  document.body.append(dialog);
  let before = null;
  let asked = 0;

  function card(photo) {
    const button = element("button", { type: "button" });
    button.insertAdjacentHTML("beforeend", photo.thumbnail); // the server's own markup, escaped there
    button.append(
      element("span", { textContent: photo.name }),
      element("span", { className: "quiet", textContent: photo.credit }),
    );
    if (photo.problems.length) {
      button.append(element("span", { className: "flag", textContent: gettext("还不能发布") }));
      button.title = photo.problems.join("\n");
    }
    button.setAttribute("aria-pressed", String(used(photo)));
    button.addEventListener("click", () => {
      if (!used(photo)) use(photo);
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
  return () => {
    dialog.showModal();
    load();
  };
}
