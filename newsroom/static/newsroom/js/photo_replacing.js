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

// What the new file says of itself, for the choice; the server reads it and keeps nothing.
async function read() {
  document.querySelectorAll(".replaced-said").forEach((note) => note.remove());
  const [chosen] = file.files;
  if (!chosen) return;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", file.form.elements.csrfmiddlewaretoken.value);
  data.set("file", chosen);
  const { address } = document.getElementById("photo-reading").dataset;
  const answer = await fetch(address, { method: "POST", body: data, redirect: "manual" }).catch(() => null);
  if (chosen !== file.files[0] || !(answer?.ok || answer?.status === 409)) return; // the save will say
  const { refusal, caption, taken_on: day } = await answer.json();
  if (refusal) return tell(file, refusal);
  for (const [question, said] of Object.entries({ replaced_caption: caption, replaced_taken_on: day })) {
    const text = said ? interpolate(gettext("新文件里写的是：%s"), [said]) : gettext("新文件里没有写。");
    tell(document.querySelector(`[name=${question}]`), text);
  }
}

function tell(input, text) {
  const note = Object.assign(document.createElement("p"), { className: "replaced-said quiet", textContent: text });
  input.closest(".fieldBox, .form-row").append(note);
}

if (file && document.querySelector("[name=replaced_caption]")) {
  file.addEventListener("change", read);
  document.addEventListener("change", ask);
  ask();
}
