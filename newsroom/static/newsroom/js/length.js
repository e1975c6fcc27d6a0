// The length of a story in 字, shown while it is written. The rule is that of `length` in
// articles/text/counting.py and `stored_length` in articles/text/body.py, which say it in words.

const LETTERS = "A-Za-zＡ-Ｚａ-ｚÀ-ÖØ-öø-ɏḀ-ỿΑ-ώЀ-ҁҊ-ԯ";
const DIGITS = "0-9０-９⁰¹²³⁴-⁹₀-₉";
const RUN = new RegExp(
  `[${LETTERS}${DIGITS}][${LETTERS}${DIGITS}\\u0300-\\u036f]*(?:[.,．][${DIGITS}]+)*`,
  "gu",
);
// What shows nothing, the server takes out or leaves uncounted: it parts no run.
const IGNORED =
  /[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cs}\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u2800\ufff0-\ufffb\u{e0000}-\u{e0fff}]/gu;
const NOT_COUNTED = /[\p{Z}\p{Cc}\p{M}]/gu;
const MARKS = /[\p{P}\p{S}\u{1f000}-\u{1faff}]/gu;
const INLINE = "strong, em, a, sup, sub";

export function length(text) {
  let runs = 0;
  const rest = text.replace(IGNORED, "").replace(RUN, () => {
    runs += 1;
    return "";
  }).replace(NOT_COUNTED, "");
  const all = runs + [...rest].length;
  return { all, words: all - (rest.match(MARKS) || []).length };
}

// The text of a body: whatever is no mark inside a line stands apart from what is beside it.
function textOf(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll(`:not(${INLINE})`)) {
    element.before("\n");
    element.after("\n");
  }
  return body.textContent;
}

function show(output, body, dateline) {
  const { all, words } = length(`${dateline?.value ?? ""}\n${textOf(body.value)}`);
  const pattern = gettext("%(all)s 字，不计标点 %(words)s 字");
  output.textContent = interpolate(pattern, { all, words }, true);
}

const body = document.getElementById("id_body");
if (body) {
  const dateline = document.getElementById("id_dateline");
  const output = document.createElement("output");
  output.className = "length";
  output.htmlFor = "id_body id_dateline";
  (body.closest(".form-row") ?? body.parentElement).append(output);
  const update = () => show(output, body, dateline);
  for (const field of [body, dateline]) field?.addEventListener("input", update);
  update();
}
