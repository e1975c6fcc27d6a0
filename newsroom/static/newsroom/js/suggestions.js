// Suggestions under the search field: an ARIA combobox over a form that works without it.
// Nothing is asked while an input method is still composing.

const WAIT = 150; // milliseconds after the last key

function combobox(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  list.hidden = true;
  input.after(list);
  const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  const known = new Map();
  let active = -1;
  let timer = 0;
  let asked = "";

  function activate(index) {
    active = index;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", n === active));
    const option = list.children[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  }

  function open(isOpen) {
    list.hidden = !(isOpen && list.children.length);
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(-1);
  }

  function option({ label, note, address }, n) {
    const item = document.createElement("li");
    item.id = `${list.id}-${n}`;
    item.setAttribute("role", "option");
    item.dataset.address = address;
    const kind = document.createElement("span");
    kind.className = "note";
    kind.textContent = note;
    item.append(label, " ", kind);
    return item;
  }

  async function ask() {
    const typed = input.value.trim();
    asked = typed;
    if (typed && !known.has(typed)) {
      try {
        const response = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: typed })}`);
        if (!response.ok) return;
        known.set(typed, (await response.json()).suggestions);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        return; // no network: the form still works
      }
    }
    if (asked !== typed || document.activeElement !== input) return; // an older answer came late
    list.replaceChildren(...(known.get(typed) ?? []).map(option));
    open(true);
  }

  function askSoon() {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  }

  function onKey(event) {
    if (event.isComposing) return;
    const last = list.children.length - 1;
    const moves = { ArrowDown: active < last ? active + 1 : -1, ArrowUp: active < 0 ? last : active - 1 };
    if (event.key in moves && last >= 0) {
      event.preventDefault();
      const next = moves[event.key];
      if (list.hidden) open(true);
      activate(next);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      open(false);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.address);
    }
  }

  open(false);
  input.addEventListener("input", (event) => event.isComposing || askSoon());
  input.addEventListener("compositionend", askSoon);
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", () => {
    clearTimeout(timer);
    open(false);
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) location.assign(chosen.dataset.address);
  });
}

for (const input of document.querySelectorAll("[data-suggestions]")) combobox(input);
