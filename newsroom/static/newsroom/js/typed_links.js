// A link that was typed without its beginning gets it: www.example.cn is https://www.example.cn.
// What is no address at all makes no link, and that is said. The server holds to the same rule
// (articles/text/links.py), also for what is pasted past this.

import { Extension, Plugin } from "django-prose-editor/editor";

const ADDRESS = /^(?:https?:\/\/|mailto:|tel:|\/(?![/\\]))[^\s\\<>"]+$/i;
const HOST = "(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+([a-z]{2,24})";
const BARE = new RegExp(`^${HOST}(?::[0-9]{1,5})?(?:[/?#][^\\s\\\\<>"]*)?$`, "i");
const MAIL = new RegExp(`^[^\\s@<>":/]+@${HOST}$`, "i");
const FILES = /^(?:docx?|wps|xlsx?|pptx?|pdf|txt|html?|jpe?g|png|gif|webp|zip|rar)$/i;

function address(typed) {
  const text = typed.trim();
  if (ADDRESS.test(text)) return text;
  if (MAIL.test(text)) return `mailto:${text}`;
  const bare = BARE.exec(text);
  return bare && !FILES.test(bare[1]) ? `https://${text}` : "";
}

function say(view, typed) {
  let note = view.dom.parentElement.querySelector(".link-note");
  if (typed === undefined) {
    note?.remove();
    return;
  }
  if (!note) {
    note = Object.assign(document.createElement("p"), { className: "link-note errornote" });
    note.setAttribute("role", "alert");
    view.dom.after(note);
  }
  const said = gettext("“%(typed)s”不是网址，没有加上链接。网址要这样写：https://www.example.cn/x");
  note.textContent = interpolate(said, { typed }, true);
}

export const TypedLinks = Extension.create({
  name: "typedLinks",

  addProseMirrorPlugins() {
    const { editor } = this;
    const appendTransaction = (transactions, before, { doc, schema, tr }) => {
      if (!transactions.some(({ docChanged }) => docChanged)) return null;
      let refused;
      let isFound = false;
      doc.descendants((node, place) => {
        const link = node.marks.find(mark => mark.type === schema.marks.link);
        const href = link && address(link.attrs.href ?? "");
        if (!link || href === link.attrs.href) return;
        isFound = true;
        tr.removeMark(place, place + node.nodeSize, link);
        if (href) tr.addMark(place, place + node.nodeSize, schema.marks.link.create({ ...link.attrs, href }));
        else refused = link.attrs.href ?? "";
      });
      if (isFound) queueMicrotask(() => say(editor.view, refused));
      return isFound ? tr : null;
    };
    return [new Plugin({ appendTransaction })];
  },
});
