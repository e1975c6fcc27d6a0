// Names and honours that a story's text offers, asked of the desk once their place in the form comes
// into view: reading a text takes longer than showing a form. Without this script a link asks.

(() => {
  async function ask(shown) {
    let answer;
    try {
      const response = await fetch(shown.dataset.address);
      if (!response.ok) return; // the link stays
      answer = await response.text();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return; // no network: the link stays
    }
    const page = new DOMParser().parseFromString(answer, "text/html");
    shown.replaceChildren(...page.body.childNodes);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const shown = document.querySelector("#offered[data-address]");
    if (!shown) return;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      ask(shown);
    });
    seen.observe(shown);
    shown.addEventListener("click", (event) => {
      if (!event.target.closest("a")) return;
      event.preventDefault(); // what is typed stays in the form
      ask(shown);
    });
  });
})();
