// A page's image: larger and smaller, and a story lit in both places, on the page and in the list.

const SIZES = [1, 1.5, 2, 3];
const view = document.querySelector(".page-view");
const image = view.querySelector("img");
const scroll = view.querySelector(".page-scroll");
const [smaller, larger] = view.querySelectorAll("[data-zoom] button");
const sizes = image.sizes;
let size = 0;

function zoom(step) {
  size = Math.min(SIZES.length - 1, Math.max(0, size + step));
  view.dataset.size = size;
  if (size) scroll.tabIndex = 0; // what is larger than its window can be scrolled by keys
  else scroll.removeAttribute("tabindex");
  if (size) image.sizes = `${SIZES[size] * 100}vw`;
  else image.sizes = sizes;
  smaller.setAttribute("aria-disabled", size === 0);
  larger.setAttribute("aria-disabled", size === SIZES.length - 1);
}

function light(event, isLit) {
  const key = event.target.closest?.("[data-story]")?.dataset.story;
  for (const each of key ? view.querySelectorAll(`[data-story="${key}"]`) : []) each.classList.toggle("is-lit", isLit);
}

for (const [name, isLit] of [["pointerover", true], ["focusin", true], ["pointerout", false], ["focusout", false]]) {
  view.addEventListener(name, event => light(event, isLit));
}
smaller.addEventListener("click", () => zoom(-1));
larger.addEventListener("click", () => zoom(1));
view.querySelector("[data-zoom]").hidden = false;
zoom(0);
