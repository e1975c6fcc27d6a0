// Every field of the desk has a name that is read out. Django's own forms name most; this names what
// they leave to the eye: cells of a table by their column, halves of a moment, lists to search in.

const UNNAMED = "input:not([type=hidden], [type=submit], [type=button]), select, textarea";
let names = 0;

function words(element) {
  const text = element?.textContent.replace(/[\s:：*]+/g, " ").trim();
  return text || element?.querySelector("img[alt]")?.alt || "";
}

/** The element that tells those who see it what a field is for. */
function caption(field) {
  const cell = field.closest("td");
  const head = cell?.closest("table")?.tHead?.rows;
  const heading = cell && head?.length ? head[head.length - 1].cells[cell.cellIndex] : null;
  const around = field.closest(".flex-container, .fieldBox, .form-row, fieldset");
  const beside = around?.querySelector("label, legend");
  return [field.labels?.[0], heading, beside].find((element) => words(element));
}

function name(field) {
  const isNamed = field.labels?.[0]?.textContent.trim() || field.ariaLabel;
  if (isNamed || field.hasAttribute("aria-labelledby")) return;
  const before = field.closest(".datetime") && words(field.previousSibling); // 日期, 时间
  field.ariaLabel = [words(caption(field)), before].filter(Boolean).join(" ");
}

/** The list to search in that stands for a select says what is chosen, but not of what. */
function nameChoice(select) {
  const box = select.parentElement.querySelector(".select2-selection");
  const shown = box?.querySelector(".select2-selection__rendered");
  const said = caption(select);
  if (!shown || !said) return;
  said.id ||= `field-name-${(names += 1)}`;
  shown.id ||= `${said.id}-chosen`;
  box.setAttribute("aria-labelledby", `${said.id} ${shown.id}`);
  for (const part of box.querySelectorAll("[role=textbox], input")) {
    part.setAttribute("aria-labelledby", said.id);
  }
}

function nameAll(part) {
  part.querySelectorAll(UNNAMED).forEach(name);
  part.querySelectorAll("select.select2-hidden-accessible").forEach(nameChoice);
  // A heading over nothing but the row's own title is none; a tooltip is a picture.
  for (const cell of part.querySelectorAll("th.original:empty")) cell.setAttribute("role", "none");
  for (const icon of part.querySelectorAll(".help-tooltip[aria-label]")) icon.setAttribute("role", "img");
}

// Lists to search in are built by another script, some time after the page is there.
new MutationObserver((changes) => {
  for (const { addedNodes, target } of changes) {
    if ([...addedNodes].some((node) => node.classList?.contains("select2"))) nameAll(target);
  }
}).observe(document.body, { childList: true, subtree: true });
addEventListener("load", () => nameAll(document));
document.addEventListener("formset:added", ({ target }) => nameAll(target));
