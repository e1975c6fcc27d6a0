// The body editor's buttons in the desk's language, and a name for its text area.

function label(editor) {
  const textarea = editor.querySelector("textarea");
  const text = editor.querySelector(".ProseMirror[contenteditable]");
  if (!textarea || !text) return;
  const name = document.querySelector(`label[for="${textarea.id}"]`)?.textContent ?? "";
  text.setAttribute("role", "textbox");
  text.setAttribute("aria-multiline", "true");
  text.setAttribute("aria-label", name.replace(/\s*[:：]\s*$/, ""));
  for (const button of editor.querySelectorAll("button[title]")) {
    button.title = gettext(button.title);
    button.setAttribute("aria-label", button.title);
  }
}

// The toolbar is built a moment after the text area, so wait for it beside the text.
function watch(editor) {
  const text = editor?.querySelector(".ProseMirror[contenteditable]");
  if (!text) return;
  label(editor);
  new MutationObserver(() => label(editor)).observe(text.parentElement, { childList: true });
}

// An editor may be ready before this script is, or come later with a row that is added.
document.querySelectorAll(".prose-editor").forEach(watch);
document.addEventListener("prose-editor:ready", ({ target }) => {
  watch(target.closest(".prose-editor"));
});
