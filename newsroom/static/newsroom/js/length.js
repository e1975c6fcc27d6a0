// The length of a story in 字, shown while it is written. The rule is that of articles/text/body.py.

const RUN = /[0-9A-Za-z０-９Ａ-Ｚａ-ｚ⁰¹²³⁴-⁹₀-₉]+(?:[.,][0-9]+)*/gu;
const NOT_COUNTED = /[\p{Z}\p{C}\p{M}]/gu;
const MARKS = /[\p{P}\p{S}]/gu;

export function length(text) {
  let runs = 0;
  const rest = text.replace(RUN, () => {
    runs += 1;
    return "";
  }).replace(NOT_COUNTED, "");
  const all = runs + [...rest].length;
  return { all, words: all - (rest.match(MARKS) || []).length };
}

function show(output, body, dateline) {
  const document_ = new DOMParser().parseFromString(body.value, "text/html");
  const { all, words } = length((dateline?.value ?? "") + document_.body.textContent);
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
