// 大字: larger, darker, wider set, for whoever asks for it, on every page from then on.
// Loaded before the first paint and without waiting, so that no page is ever seen to change size.
// The choice stays in this browser; without storage it holds for the page.

(() => {
  const KEY = "large-type";
  const root = document.documentElement;

  function stored() {
    try {
      return localStorage.getItem(KEY) === "on";
    } catch {
      return false; // storage is forbidden
    }
  }

  function keep(isOn) {
    try {
      if (isOn) localStorage.setItem(KEY, "on");
      else localStorage.removeItem(KEY);
    } catch {
      // storage is forbidden or full: this page has the choice, the next has not
    }
  }

  function show(isOn) {
    root.classList.toggle("large", isOn);
    for (const button of document.querySelectorAll("[data-large-type]")) {
      button.setAttribute("aria-pressed", String(isOn));
      button.hidden = false;
    }
  }

  // Room for the buttons from the first paint, so that nothing moves when they come alive.
  root.classList.add("scripted");
  root.classList.toggle("speaks", "speechSynthesis" in window);
  show(stored());
  document.addEventListener("DOMContentLoaded", () => {
    show(stored());
    for (const button of document.querySelectorAll("[data-large-type]")) {
      button.addEventListener("click", () => {
        const isOn = !root.classList.contains("large");
        keep(isOn);
        show(isOn);
      });
    }
  });
  // Chosen in another tab, or on the page that the browser kept for "back".
  addEventListener("storage", (event) => event.key === KEY && show(stored()));
  addEventListener("pageshow", (event) => event.persisted && show(stored()));
})();
