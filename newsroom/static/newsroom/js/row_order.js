// Rows of a table that are put in order by dragging, or by the arrow keys on their handle. The
// numbers that the form sends are those of the rows' places; without this script they are typed.

const HANDLE = "[data-row-handle]";

// A row in which nothing is chosen has no number: the form takes it for one left empty.
function numbers(table) {
  let place = 0;
  for (const row of rows(table)) {
    const isFilled = row.querySelector("select").value !== "";
    row.querySelector('input[name$="-ORDER"]').value = isFilled ? (place += 1) : "";
  }
}

function rows(table) {
  return [...table.tBodies[0].rows];
}

function put(row, place, said) {
  const table = row.closest("table");
  const others = rows(table).filter((other) => other !== row);
  const to = Math.max(0, Math.min(place, others.length));
  table.tBodies[0].insertBefore(row, others[to] ?? null);
  numbers(table);
  said.textContent = interpolate(gettext("现在是第 %s 个"), [to + 1]);
}

// The place among the others that a pointer at this height asks for.
function placeAt(row, y) {
  const others = rows(row.closest("table")).filter((other) => other !== row);
  const below = others.findIndex((other) => {
    const box = other.getBoundingClientRect();
    return y < box.top + box.height / 2;
  });
  return below < 0 ? others.length : below;
}

function watch(row, said) {
  const handle = document.createElement("button");
  handle.type = "button";
  handle.className = "row-handle";
  handle.textContent = "⠿";
  handle.setAttribute("aria-label", gettext("拖动排序，或按上下方向键"));
  row.querySelector(HANDLE).prepend(handle);
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    put(row, row.sectionRowIndex + step, said);
    handle.focus();
  });
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    row.classList.add("is-moved");
    const move = ({ clientY }) => {
      const place = placeAt(row, clientY);
      if (place !== row.sectionRowIndex) {
        put(row, place, said);
        handle.setPointerCapture(event.pointerId);
      }
    };
    const end = () => {
      row.classList.remove("is-moved");
      handle.removeEventListener("pointermove", move);
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("pointerup", end, { once: true });
    handle.addEventListener("pointercancel", end, { once: true });
  });
}

for (const table of document.querySelectorAll("table[data-row-order]")) {
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  table.after(said);
  for (const row of rows(table)) watch(row, said);
  numbers(table);
  table.closest("form").addEventListener("submit", () => numbers(table));
}
