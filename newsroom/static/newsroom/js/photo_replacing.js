// What was said of a file may not fit the next: asked once another is chosen. Without this the
// questions always stand there, and the server asks.

const file = document.querySelector("#id_original");
const QUESTIONS = {
  replaced_caption: ["caption"],
  replaced_taken_on: ["taken_on"],
  replaced_focus: ["focal_x", "focal_y"],
};
const UNSAID = { focal_x: "50", focal_y: "50" };

// What was said and is not being changed by hand.
function isAsked(names) {
  const fields = names.map((name) => document.getElementById(`id_${name}`)).filter(Boolean);
  const isSaid = fields.some(({ name, defaultValue }) => defaultValue !== (UNSAID[name] ?? ""));
  return isSaid && fields.every(({ value, defaultValue }) => value === defaultValue);
}

function ask() {
  for (const [question, names] of Object.entries(QUESTIONS)) {
    const inputs = document.querySelectorAll(`[name=${question}]`);
    const box = inputs[0]?.closest(".fieldBox, .form-row");
    if (!box) continue;
    const isOpen = file.files.length > 0 && isAsked(names);
    box.hidden = !isOpen && !box.querySelector(".errorlist");
    for (const input of inputs) input.required = isOpen;
  }
  const line = document.querySelector(".form-row.field-replaced_caption");
  if (line) line.hidden = [...line.querySelectorAll(".fieldBox")].every(({ hidden }) => hidden);
}

if (file && document.querySelector("[name=replaced_caption]")) {
  document.addEventListener("change", ask);
  ask();
}
