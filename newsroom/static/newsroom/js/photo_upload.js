// Photos sent one by one, each with its own progress and its own answer, so that one bad file stops
// nothing. Without this the form sends them all at once.

function send(address, data, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much was sent
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      if (request.status === 200 && request.response) {
        resolve(request.response);
        return;
      }
      if (request.status === 403) document.dispatchEvent(new Event("signed-out")); // see signed_in.js
      reject(new Error(gettext("没有传上去，登录可能已失效。")));
    });
    request.addEventListener("error", () => reject(new Error(gettext("连不上服务器，没有传上去。"))));
    request.send(data);
  });
}

// Sends `file` with the other fields of `form`. Answers what became of it.
export async function upload(form, file, onProgress = () => {}) {
  const data = new FormData(form);
  data.delete("files");
  data.append("files", file);
  const { results, errors } = await send(form.dataset.address ?? form.action, data, onProgress);
  return results[0] ?? { name: file.name, is_stored: false, message: errors.join(" ") };
}

function row(list, file) {
  const item = document.createElement("li");
  const text = document.createElement("p");
  const name = document.createElement("b");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  text.append(name, " ", bar);
  item.append(text);
  list.append(item);
  return { item, text, bar };
}

// The answer's markup is the server's own, escaped there.
function tell({ item, text }, answer) {
  item.className = answer.is_stored ? "stored" : "refused";
  text.replaceChildren();
  const name = document.createElement(answer.address ? "a" : "b");
  name.textContent = answer.name;
  if (answer.address) Object.assign(name, { href: answer.address, target: "_blank" });
  text.append(name, " ");
  text.insertAdjacentHTML("beforeend", answer.message);
  if (answer.photo) item.insertAdjacentHTML("afterbegin", answer.photo.thumbnail);
}

function uploader(form) {
  const [list, status, input] = ["[data-results]", "[data-progress]", "[name=files]"].map((s) =>
    form.querySelector(s),
  );
  let waiting = [];
  let isBusy = false;
  const count = { stored: 0, refused: 0 };

  function progress() {
    status.textContent = interpolate(
      gettext("已入库 %(stored)s 张，未入库 %(refused)s 张，还有 %(left)s 张。"),
      { ...count, left: waiting.length },
      true,
    );
  }

  async function work() {
    if (isBusy) return;
    isBusy = true;
    while (waiting.length) {
      const { file, shown } = waiting[0];
      try {
        tell(shown, await upload(form, file, (share) => (shown.bar.value = share)));
      } catch (error) {
        tell(shown, { name: file.name, is_stored: false, message: error.message });
      }
      count[shown.item.className] += 1;
      waiting = waiting.slice(1);
      progress();
    }
    isBusy = false;
  }

  function take(files) {
    waiting = [...waiting, ...[...files].map((file) => ({ file, shown: row(list, file) }))];
    progress();
    work();
  }

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return; // the server says that nothing was chosen
    event.preventDefault();
    take(input.files);
    input.value = "";
  });
  const zone = form.querySelector("[data-dropzone]");
  for (const name of ["dragover", "dragleave", "drop"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", name === "dragover");
      if (name === "drop") take(event.dataTransfer.files);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (isBusy) event.preventDefault();
  });
}

for (const form of document.querySelectorAll("[data-upload]")) uploader(form);
