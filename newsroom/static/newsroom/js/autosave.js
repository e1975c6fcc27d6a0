// What is typed into the story form, kept on the server beside the story until it is saved: two
// seconds after the last key, every ten seconds at most, and when the page is hidden. Nothing is
// kept in the browser, for the office's machines are shared.

const PAUSE = 2_000; // milliseconds
const GAP = 10_000;
const KEEPALIVE = 60_000; // bytes; a browser lets no more outlive its page

const form = document.getElementById("article_form");
const page = form?.elements.autosave_window;
const note = document.createElement("p");
let kept; // the form as the server last had it
let touchedAt = 0; // when the first change since then was made
let sentAt = 0;
let timer;
let sending; // the request under way
let failed = false;
let leaving = false; // the form itself is being sent

function typed() {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  return JSON.stringify([...data]);
}

function say(text, { alarming = false } = {}) {
  failed = alarming;
  if (alarming) note.setAttribute("role", "alert");
  else note.removeAttribute("role");
  note.textContent = text;
}

async function reason(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    return gettext("登录已失效，没有自动保存。请先把改过的文字复制下来，再重新登录。");
  }
  const told = await answer.json().catch(() => ({}));
  return told.message ?? gettext("自动保存没有成功，请尽快点“保存”。");
}

async function send({ hidden = false } = {}) {
  clearTimeout(timer);
  touchedAt = 0;
  const now = typed();
  if (leaving || now === (sending?.typed ?? kept)) return;
  if (sending && !hidden) return; // it looks again when it is done
  sending?.abort.abort();
  const request = { typed: now, abort: new AbortController() };
  sending = request;
  sentAt = Date.now();
  let again = false;
  try {
    const answer = await fetch(page.dataset.address, {
      method: "POST",
      body: new FormData(form),
      redirect: "manual",
      signal: request.abort.signal,
      keepalive: hidden && new Blob([now]).size < KEEPALIVE,
    });
    if (answer.ok) {
      kept = now;
      const { saved_at: moment } = await answer.json();
      say(interpolate(gettext("已自动保存 %(moment)s"), { moment }, true));
    } else {
      say(await reason(answer), { alarming: true });
    }
  } catch (error) {
    if (error.name === "AbortError") {
      if (sending === request) sending = undefined; // else a later one has taken its place
      return;
    }
    say(gettext("连不上服务器，没有自动保存。请不要关闭本页。"), { alarming: true });
    again = true;
  }
  sending = undefined;
  if (again || typed() !== now) plan();
}

// A pause in typing is the moment to send; whoever types without one is not waited for.
function plan() {
  if (leaving) return;
  const now = Date.now();
  touchedAt ||= now;
  const due = Math.max(Math.min(now + PAUSE, touchedAt + GAP), sentAt + GAP);
  clearTimeout(timer);
  timer = setTimeout(send, due - now);
}

// Without a reload, so that what has been typed in the meantime stays; it is kept from here on.
async function discard(event) {
  event.preventDefault();
  const offer = event.currentTarget;
  const data = new FormData(offer);
  data.set("typing_on", "1");
  const answer = await fetch(offer.action, {
    method: "POST",
    body: data,
    redirect: "manual",
  }).catch(() => undefined);
  if (!answer?.ok) {
    say(gettext("没有丢弃成功，请再试一次。"), { alarming: true });
    return;
  }
  offer.remove();
  say("");
  if (typed() !== kept) send();
}

function start() {
  note.className = "autosave-note";
  form.append(note); // it stays at the window's lower edge
  kept = "unsaved" in page.dataset ? undefined : typed();
  if (kept === undefined) plan();
  // The admin's own widgets tell of a change through jQuery alone.
  django.jQuery(form).on("input change", plan);
  django.jQuery(document).on("formset:added formset:removed", plan);
  document.querySelector("#autosave-offer[data-undecided]")?.addEventListener("submit", discard);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send({ hidden: true });
  });
  addEventListener("pagehide", () => send({ hidden: true }));
  addEventListener("online", () => failed && send());
  addEventListener("pageshow", ({ persisted }) => {
    leaving &&= !persisted;
  });
  addEventListener("beforeunload", (event) => {
    if (failed && !leaving) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    // When every other script has had its say, for one of them may stop it.
    setTimeout(() => {
      if (event.defaultPrevented) return;
      leaving = true;
      clearTimeout(timer);
      sending?.abort.abort();
    });
  });
}

if (page) start();
