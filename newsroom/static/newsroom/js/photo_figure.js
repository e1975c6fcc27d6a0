// A place in the body where one of the story's photos stands: <figure data-photo="…"></figure>.
// The photo itself, its caption and its credit are put in when the story is published.

import { Node, updateAttrsDialog } from "django-prose-editor/editor";

// The photos that the form has for this story, by their keys.
function photos() {
  const found = new Map();
  for (const row of document.querySelectorAll(".picture-row:not(.is-removed)")) {
    const picture = row.querySelector(".picture");
    if (!picture) continue;
    const typed = row.querySelector("[name$='-caption']")?.value;
    const { photo, caption, name } = picture.dataset;
    found.set(photo, { caption: typed || caption || name, image: row.querySelector("img") });
  }
  return found;
}

// After the paragraph where the cursor is; at the end, if it was never put anywhere.
function place(editor, photo) {
  const { selection, doc } = editor.state;
  const inside = selection.$to.depth ? selection.$to.after(1) : selection.to;
  const at = selection.from > 1 ? inside : doc.content.size;
  editor.chain().insertContentAt(at, { type: "photoFigure", attrs: { photo } }).run();
}

async function insert(editor) {
  const listed = [...photos()];
  if (!listed.length) {
    window.alert(gettext("请先在下面的图片里上传或选好图片，再插入正文。"));
    return;
  }
  const names = listed.map(([, { caption }], number) => `${number + 1}. ${caption}`);
  const dialog = updateAttrsDialog(
    { photo: { title: gettext("图片"), enum: names, default: names[0] } },
    { title: gettext("在正文中插入图片"), submitText: gettext("Insert") },
  );
  const answer = await dialog(editor, {});
  if (!answer) return;
  const [photo] = listed[names.indexOf(answer.photo)];
  editor.chain().focus().insertContent({ type: "photoFigure", attrs: { photo } }).run();
}

export const PhotoFigure = Node.create({
  name: "photoFigure",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return {
      photo: {
        default: null,
        parseHTML: (element) => element.dataset.photo,
        renderHTML: ({ photo }) => ({ "data-photo": photo }),
      },
    };
  },

  parseHTML() {
    return [{ tag: "figure[data-photo]" }];
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", HTMLAttributes];
  },

  onCreate() {
    document.addEventListener("picture:place", ({ detail }) => place(this.editor, detail));
  },

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("figure");
      const show = () => {
        const photo = photos().get(node.attrs.photo);
        const caption = document.createElement("figcaption");
        caption.textContent = photo?.caption ?? gettext("图片（不在本文图片里，读者看不到）");
        dom.replaceChildren(...(photo?.image ? [photo.image.cloneNode()] : []), caption);
      };
      show();
      document.addEventListener("pictures:changed", show);
      return {
        dom,
        ignoreMutation: () => true,
        destroy: () => document.removeEventListener("pictures:changed", show),
      };
    };
  },

  addMenuItems({ menu, buttons }) {
    menu.defineItem({
      name: "photoFigure",
      groups: "photo",
      command: insert,
      button: buttons.material("add_photo_alternate", gettext("插入图片")),
    });
  },
});
