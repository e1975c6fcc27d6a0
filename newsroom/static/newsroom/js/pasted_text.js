// What is pasted from elsewhere, brought near the vocabulary before the editor reads it: headings
// of any level become the one level of crosshead a story has, and inline styles and handlers go,
// which the page's security policy would refuse one by one. The server cleans again.

import { Extension, Plugin } from "django-prose-editor/editor";

const REFUSED = /<style[\s>][\s\S]*?<\/style>|\s(?:style|on\w+)\s*=\s*(?:"[^"]*"|'[^']*')/gi;
const HEADINGS = /<(\/?)h[13-6](?=[\s>])/gi;

export const PastedText = Extension.create({
  name: "pastedText",

  addProseMirrorPlugins() {
    const transformPastedHTML = (html) => html.replace(REFUSED, "").replace(HEADINGS, "<$1h2");
    return [new Plugin({ props: { transformPastedHTML } })];
  },
});
