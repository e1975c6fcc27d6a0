// What a printed byline may mean, asked of the desk while it is typed or pasted, and shown beneath
// the field to be chosen from. Without this script the desk asks when the story is saved.

(() => {
  const WAIT = 300; // milliseconds after the last key

  function watch(field, shown, said) {
    const unread = [...shown.childNodes]; // of a line that was not read yet, if there is one
    let timer = 0;
    let asked = field.value.trim();

    function show(nodes) {
      shown.replaceChildren(...nodes);
      said.textContent = shown.querySelector("legend")?.textContent ?? "";
    }

    async function ask() {
      const line = field.value.trim();
      if (line === asked) return;
      asked = line;
      if (!line) {
        show(unread);
        return;
      }
      let answer;
      try {
        const response = await fetch(`${shown.dataset.address}?${new URLSearchParams({ line })}`);
        if (!response.ok) return;
        answer = await response.text();
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        return; // no network: the line is read when the story is saved
      }
      if (asked !== line) return; // an older answer came late
      const page = new DOMParser().parseFromString(answer, "text/html");
      show([...page.body.childNodes]);
    }

    function askSoon() {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    }

    field.addEventListener("input", (event) => event.isComposing || askSoon());
    field.addEventListener("compositionend", askSoon);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const field = document.getElementById("id_printed_byline");
    const shown = document.getElementById("byline-readings");
    if (field && shown) watch(field, shown, document.getElementById("byline-said"));
  });
})();
