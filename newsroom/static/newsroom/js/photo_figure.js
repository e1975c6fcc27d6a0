// A place in the body where one of the story's photos stands: <figure data-photo="…"></figure>.
// The photo itself, its caption and its credit are put in when the story is published.

import { Node, updateAttrsDialog } from "django-prose-editor/editor";

// The photos that the form lists for this story, by their keys.
function photos() {
  const found = new Map();
  for (const row of document.querySelectorAll(".thumbnail[data-photo]")) {
    found.set(row.dataset.photo, { caption: row.dataset.caption, image: row.querySelector("img") });
  }
  return found;
}

async function insert(editor) {
  const listed = [...photos()];
  if (!listed.length) {
    window.alert(gettext("请先在下面的图片表中选好图片并保存，再插入正文。"));
    return;
  }
  const names = listed.map(([, { caption }], place) => `${place + 1}. ${caption}`);
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

  addNodeView() {
    return ({ node }) => {
      const dom = document.createElement("figure");
      const photo = photos().get(node.attrs.photo);
      if (photo?.image) dom.append(photo.image.cloneNode());
      const caption = document.createElement("figcaption");
      caption.textContent = photo?.caption ?? gettext("图片（尚未列入本文图片）");
      dom.append(caption);
      return { dom };
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
