// A Word file that is dropped on the form of a story is read into a draft of its own, which opens to
// be looked over. What stands in the form stays as it is.

const holder = document.querySelector("[data-word]");
const OFFICE = /\.(docx?|docm|wps|rtf|odt)$/i;

function note(text, isError) {
  const said = holder.querySelector("[role=status]");
  said.textContent = text;
  said.classList.toggle("errornote", isError);
  said.scrollIntoView({ block: "center" });
  return said;
}

function wordFile(transfer) {
  return [...(transfer?.files ?? [])].find(({ name }) => OFFICE.test(name));
}

async function take(file) {
  note(gettext("正在读这个 Word 文件……"), false);
  const data = new FormData();
  data.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  data.set("form_key", document.querySelector("[name=form_key]").value);
  data.set("page", document.querySelector("#id_page")?.value ?? "");
  data.set("file", file);
  try {
    const headers = { Accept: "application/json" };
    const answer = await fetch(holder.dataset.word, { method: "POST", body: data, headers });
    const said = await answer.json();
    if (!answer.ok) {
      note(said.message, true);
      return;
    }
    const link = Object.assign(document.createElement("a"), { href: said.page, target: "_blank" });
    link.textContent = gettext("打开核对");
    note(gettext("这个 Word 文件已经读出来，会另存成一篇稿件，这里写的不受影响。"), false).append(link);
  } catch {
    note(gettext("连不上服务器，这个文件没有读出来，请稍后再试。"), true);
  }
}

if (holder) {
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      const isOver = kind === "dragover" && event.dataTransfer.types.includes("Files");
      const file = wordFile(event.dataTransfer);
      if (isOver) event.preventDefault();
      if (kind !== "drop" || !file) return;
      event.preventDefault();
      event.stopPropagation();
      take(file);
    }, { capture: true });
  }
}
