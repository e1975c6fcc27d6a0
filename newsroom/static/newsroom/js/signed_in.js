// A form is sent only once the page has asked who is logged in. If nobody is, whoever opened the
// page logs in at once, in a dialog, and everything typed stays; if somebody else is, nothing is
// saved under a wrong name. If the server does not answer, the page stays as it is.

const here = document.querySelector("script[data-session]");
const { user, name, username, session, login, code, words } = here.dataset;
const EXEMPT = "#logout-form, #login-form, [data-sign-in]";
const SENT_WITHIN = 4_000; // milliseconds: a second click within them is the same one

let asking = false;
let letThrough; // the form that has been asked for
let sentAt = -Infinity;
let dialog;
let declined = false; // a script that keeps asking is not to open the dialog again and again

if (!window.gettext) document.head.append(Object.assign(document.createElement("script"), { src: words }));

function element(tag, fields = {}, ...children) {
  const made = Object.assign(document.createElement(tag), fields);
  made.append(...children);
  return made;
}

async function present() {
  const answer = await fetch(session, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function refresh(token) {
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
}

const isMine = now => String(now.user) === user;

// A browser gives a page to which somebody goes back the text that was typed into it, but not what
// its hidden fields held: which page it was, and what it was based on, go with that text.
const TEXTS = /^(text|search|url|email|tel|number|textarea)$/;
const marks = [...document.querySelectorAll("[name=form_key], [name=based_on]")];

function isTextBack(form) {
  return [...form.elements].some(field => TEXTS.test(field.type) && field.value !== field.defaultValue);
}

addEventListener("pageshow", () => {
  const held = history.state?.marks ?? [];
  const [arrival] = performance.getEntriesByType("navigation");
  for (const [place, field] of marks.entries()) {
    const isBack = arrival?.type === "back_forward" && held[place] && isTextBack(field.form);
    if (isBack) field.value = held[place];
  }
  history.replaceState({ ...history.state, marks: marks.map(field => field.value) }, "");
}, { once: true });

// ---- Logging out ----

// The server has the browser forget what it keeps of the desk; a brief that did not get through, too.
function keepsBriefs() {
  try {
    return Object.keys(localStorage).some(name => name.startsWith(`brief:${user}:`));
  } catch {
    return false; // the browser keeps nothing
  }
}

document.querySelector("#logout-form")?.addEventListener("submit", event => {
  const asked = gettext("这台设备上还有没送出的简讯，退出后就没有了。确定退出吗？");
  if (keepsBriefs() && !confirm(asked)) event.preventDefault();
});

// ---- What is said where nothing could be sent ----

const note = element("p", { className: "signed-in-note" });
note.setAttribute("role", "alert");

function say(text) {
  note.textContent = text;
  document.body.append(note);
}

// ---- Logging in, in place ----

async function enter(address, fields) {
  const before = await present();
  const data = new FormData();
  data.set("csrfmiddlewaretoken", before.token);
  for (const [field, value] of Object.entries(fields)) data.set(field, value);
  const { status } = await fetch(address, { method: "POST", body: data, redirect: "manual" });
  return { ...(await present()), status };
}

// Why nobody is logged in after a password was sent. With these two it was not even looked at.
function whyNot(status) {
  if (status === 429) return gettext("密码试错的次数太多，请过一刻钟再试。您写的都还在，请不要关闭本页。");
  if (status === 503) return gettext("现在登录的人太多，密码还没有核对。请过几秒再试一次。");
  return gettext("密码不对，或这个账号不能登录后台，请再试一次。");
}

const STEPS = {
  password: {
    send: value => enter(login, { username, password: value }),
    refused: whyNot,
  },
  code: {
    send: value => enter(code, { one_time_code: value }),
    refused: () => gettext("动态码不对或已经用过，请等手机上换出新的数字再填。"),
  },
};

function explain(now) {
  if (!now.user) return gettext("登录已经结束。请再登录一次，您写的都还在。");
  const said = gettext("这一页是%(name)s打开的，现在登录的是%(other)s，所以没有保存。要接着写，请以%(name)s登录（%(other)s会随之退出）。");
  return interpolate(said, { name, other: now.name }, true);
}

// Answers whether whoever opened the page is logged in at the end.
function signIn(now) {
  if (dialog) return dialog.answer;
  const password = element("input", { type: "password", required: true, autocomplete: "current-password", id: "sign-in-password" });
  const error = element("p", { className: "errornote" });
  error.setAttribute("role", "alert");
  const label = element("label", { htmlFor: password.id, textContent: interpolate(gettext("%(name)s的密码"), { name }, true) });
  const cancel = element("button", { type: "button", className: "button", textContent: gettext("先不登录") });
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { textContent: gettext("请再登录一次"), id: "sign-in-heading" }),
    element("p", { textContent: explain(now) }),
    element("p", {}, label, password),
    element("p", { className: "sign-in-buttons" }, element("button", { className: "button default", textContent: gettext("登录") }), cancel),
  );
  form.dataset.signIn = "";
  dialog = element("dialog", { className: "sign-in" }, form);
  dialog.setAttribute("aria-labelledby", "sign-in-heading");
  document.body.append(dialog);
  let step = "password";
  const askForCode = () => {
    step = "code";
    label.textContent = gettext("手机上的动态码，或一个恢复码");
    password.type = "text";
    password.autocomplete = "one-time-code";
    error.textContent = "";
    error.remove();
  };
  dialog.answer = new Promise(resolve => {
    const end = isIn => {
      dialog.remove();
      dialog = undefined;
      resolve(isIn);
    };
    form.addEventListener("submit", async event => {
      event.preventDefault();
      try {
        const after = await STEPS[step].send(password.value);
        if (isMine(after)) {
          refresh(after.token);
          declined = false;
          end(true);
          return;
        }
        if (after.owed === "set-up") {
          error.textContent = gettext("请在新窗口登录一次，设置好第二步验证再回来。您写的都还在。");
        } else if (step === "password" && after.owed === "code") {
          askForCode();
        } else {
          error.textContent = STEPS[step].refused(after.status);
        }
      } catch {
        error.textContent = gettext("连不上服务器，请稍后再试。");
      }
      if (error.textContent) password.parentElement.before(error);
      password.value = "";
      password.focus();
    });
    const decline = () => {
      declined = true;
      end(false);
    };
    cancel.addEventListener("click", decline);
    dialog.addEventListener("cancel", decline);
  });
  dialog.showModal();
  password.focus();
  return dialog.answer;
}

// Answers whether forms of this page can be sent now, in the name of whoever opened it.
async function ready() {
  let now;
  try {
    now = await present();
  } catch {
    say(gettext("连不上服务器，还没有保存。您写的都还在，请不要关闭本页，过一会儿再点一次。"));
    return false;
  }
  note.remove();
  if (!isMine(now)) return signIn(now);
  refresh(now.token);
  return true;
}

document.addEventListener("submit", async event => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches(EXEMPT)) return;
  if (form === letThrough) {
    letThrough = undefined;
    sentAt = performance.now();
    return;
  }
  event.preventDefault();
  if (asking || performance.now() - sentAt < SENT_WITHIN) return;
  asking = true;
  try {
    if (await ready()) {
      letThrough = form;
      form.requestSubmit(event.submitter);
    }
  } finally {
    asking = false;
    letThrough = undefined;
  }
});

addEventListener("pageshow", () => {
  sentAt = -Infinity;
});

// Another script was told that its request came without a login: it goes on once there is one.
document.addEventListener("signed-out", async () => {
  if (!declined && (await ready())) document.dispatchEvent(new Event("signed-in"));
});

// ---- Leaving what is not saved ----

// The story's form, the brief's and the library's have a word of their own. What the search of a list holds, and
// which of its rows are ticked, nobody minds.
const watched = new Map();
const UNMINDED = ["csrfmiddlewaretoken", "action", "_selected_action", "select_across", "index"];

function content(form) {
  const typed = [...new FormData(form)].filter(([field]) => !UNMINDED.includes(field));
  return JSON.stringify(typed.map(([field, value]) => [field, value.name ?? value]));
}

function watch() {
  for (const form of document.querySelectorAll("#content form[method=post]")) {
    if (watched.has(form) || form.matches(`#article_form, .autosave-offer, [data-upload], [data-autosave], ${EXEMPT}`)) continue;
    watched.set(form, form.querySelector(".errornote, .errorlist") ? "" : content(form));
  }
}

let leaving;
for (const touch of ["pointerdown", "keydown", "focusin"]) {
  document.addEventListener(touch, watch, { capture: true, once: true });
}
document.addEventListener("submit", event => {
  setTimeout(() => {
    if (!event.defaultPrevented) leaving = event.target;
  });
});
addEventListener("beforeunload", event => {
  if (leaving) return;
  if ([...watched].some(([form, before]) => form.isConnected && content(form) !== before)) event.preventDefault();
});
addEventListener("pageshow", () => {
  leaving = undefined;
});
