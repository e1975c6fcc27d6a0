// Suggestions under a field: an ARIA combobox over a form that works without it.
// Nothing is asked while an input method is still composing.
// A suggestion with an address leads there; any other is written into the field, in the place of the
// piece that the cursor is in, where data-separators says what parts the pieces.

(() => {
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

    const separators = input.dataset.separators ?? "";
    const known = new Map();
    let active = -1;
    let timer = 0;
    let asked = "";

    // Where the piece begins that the cursor is in, and where it ends.
    function piece() {
      const isEnd = (character) => separators.includes(character);
      const before = [...input.value.slice(0, input.selectionStart)];
      const after = [...input.value.slice(input.selectionStart)];
      const start = before.slice(before.findLastIndex(isEnd) + 1).join("");
      const end = after.findIndex(isEnd);
      const rest = after.slice(0, end < 0 ? after.length : end).join("");
      const first = input.selectionStart - start.length;
      return separators ? [first, input.selectionStart + rest.length] : [0, input.value.length];
    }

    function choose(option) {
      if (option.dataset.address) {
        location.assign(option.dataset.address);
        return;
      }
      const [first, last] = piece();
      const isLast = last === input.value.length;
      input.setRangeText(option.dataset.label + (isLast ? separators[0] : ""), first, last, "end");
      input.dispatchEvent(new Event("input", { bubbles: true }));
      open(false);
    }

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
      item.dataset.label = label;
      if (address) item.dataset.address = address;
      const kind = document.createElement("span");
      kind.className = "note";
      kind.textContent = note;
      item.append(label, " ", kind);
      return item;
    }

    async function ask() {
      const typed = input.value.slice(...piece()).trim();
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
        choose(list.children[active]);
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
      if (chosen) choose(chosen);
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const input of document.querySelectorAll("[data-suggestions]")) combobox(input);
  });
})();
