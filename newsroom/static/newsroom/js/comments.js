// From a comment to the field it is about, and from a passage in a field to a comment on it.

const TYPED = "input:not([type=hidden]), textarea, select";

function place(name) {
  return document.querySelector(`.field-${name}`) ?? document.getElementById(`${name}-group`);
}

function name(element) {
  const rows = element.closest(".inline-group");
  if (rows) return rows.id.replace(/-group$/u, "");
  const row = element.closest("[class*='field-']");
  return row ? [...row.classList].find(word => word.startsWith("field-")).slice(6) : "";
}

function passage() {
  const typed = document.activeElement;
  if (typeof typed.selectionStart === "number") {
    return [typed, typed.value.slice(typed.selectionStart, typed.selectionEnd)];
  }
  const selection = getSelection();
  return [selection.anchorNode?.parentElement ?? document.body, String(selection)];
}

for (const link of document.querySelectorAll("a[data-field]")) {
  link.addEventListener("click", event => {
    const target = place(link.dataset.field);
    if (!target) return;
    event.preventDefault();
    for (let box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    target.scrollIntoView({ block: "center" });
    (target.querySelector("[contenteditable=true]") ?? target.querySelector(TYPED))?.focus();
  });
}

// A pointer's way down comes before the browser lets go of what is selected.
for (const link of document.querySelectorAll("a[data-comment]")) {
  link.addEventListener("pointerdown", () => {
    const [element, quote] = passage();
    const address = new URL(link.href);
    address.search = quote.trim() ? new URLSearchParams({ field: name(element), quote: quote.trim().slice(0, 200) }) : "";
    link.href = address;
  });
}
