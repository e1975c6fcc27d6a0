// The focus of a photo, set by a click in the picture; the two number fields serve the keyboard.
// Beside it the crops that readers will get.

const RATIOS = ["3 / 2", "16 / 9", "1 / 1"];

function focus(frame) {
  const image = frame.querySelector("img");
  const [x, y] = ["focal_x", "focal_y"].map((name) => document.getElementById(`id_${name}`));
  if (!x || !y) return; // a page to read
  const mark = document.createElement("span");
  mark.className = "focal-mark";
  const crops = RATIOS.map((ratio) => {
    const crop = document.createElement("img");
    crop.src = image.src;
    crop.alt = "";
    crop.className = "focal-crop";
    crop.style.aspectRatio = ratio;
    return crop;
  });

  function show() {
    mark.style.left = `${x.value}%`;
    mark.style.top = `${y.value}%`;
    // object-position puts the focus at its share of the frame; the crop puts it in the middle.
    for (const crop of crops) crop.style.objectPosition = position(crop, image, x.value / 100, y.value / 100);
  }

  image.addEventListener("click", (event) => {
    x.value = Math.round((event.offsetX / image.clientWidth) * 100);
    y.value = Math.round((event.offsetY / image.clientHeight) * 100);
    show();
  });
  for (const field of [x, y]) field.addEventListener("input", show);
  image.title = gettext("点一下画面中最要紧的地方，裁切时会留住它。");
  image.classList.add("is-pickable");
  const row = document.createElement("div");
  row.className = "focal-crops";
  row.append(...crops);
  frame.append(mark);
  frame.after(row);
  show();
}

// Where CSS has to put a picture so that its crop is the one that is drawn.
function position(crop, image, x, y) {
  const [across, down] = crop.style.aspectRatio.split("/").map(Number);
  const [width, height] = [Number(image.getAttribute("width")), Number(image.getAttribute("height"))];
  const part = { width: Math.min(width, (height * across) / down) };
  part.height = (part.width * down) / across;
  const share = (whole, cut, centre) =>
    whole === cut ? 0.5 : Math.min(Math.max((whole * centre - cut / 2) / (whole - cut), 0), 1);
  return `${share(width, part.width, x) * 100}% ${share(height, part.height, y) * 100}%`;
}

for (const frame of document.querySelectorAll(".focal")) focus(frame);
