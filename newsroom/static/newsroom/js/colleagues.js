// While one writes a comment: after an @, the colleagues whose names go on as it does. The names are
// those of the boxes under 请谁看; a name that is chosen is also ticked there.

const boxes = [...document.querySelectorAll("#id_to [type=checkbox]")];
const people = boxes.map((box) => ({ box, name: box.closest("label").textContent.trim() }));
const MOST = 8;

/** The @ before the caret and what follows it, if a name is being written. */
function begun(field) {
  return field.value.slice(0, field.selectionStart).match(/[@＠]\s?(\S{0,20})$/u);
}

function start(field) {
  const list = document.createElement("ul");
  list.className = "colleagues";
  list.setAttribute("aria-label", gettext("请谁看"));
  list.hidden = true;
  field.after(list);

  function choose({ box, name }, { index }) {
    const rest = field.value.slice(field.selectionStart);
    const before = `${field.value.slice(0, index)}@${name} `;
    field.value = before + rest;
    field.setSelectionRange(before.length, before.length);
    if (field.form === box.form) box.checked = true;
    list.hidden = true;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    const at = begun(field);
    const found = at ? people.filter(({ name }) => name !== at[1] && name.startsWith(at[1])) : [];
    list.replaceChildren(
      ...found.slice(0, MOST).map((person) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        Object.assign(button, { type: "button", className: "button", textContent: person.name });
        button.addEventListener("click", () => choose(person, at));
        item.append(button);
        return item;
      }),
    );
    list.hidden = !found.length;
  }

  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") list.hidden = true;
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    list.querySelector("button").focus();
  });
}

if (people.length) document.querySelectorAll("textarea[name=text]").forEach(start);
