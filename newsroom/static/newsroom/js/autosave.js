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
let keptAt = ""; // when the server last had it, as it says
let hasAsked = false; // for a login, since the server last had it

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

function sayUnreached() {
  const said = [gettext("连不上服务器，没有自动保存，会自动再试。请不要关闭本页。")];
  if (keptAt) said.push(interpolate(gettext("%(moment)s 以前写的已经保住。"), { moment: keptAt }, true));
  say(said.join(""), { alarming: true });
}

// The page logs in again in place (signed_in.js), or gets a fresh token, and then it is sent again.
async function refused(answer) {
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    say(gettext("登录已失效或换了人，没有自动保存。写的都还在这一页，重新登录后会自动保存。"), { alarming: true });
    if (!hasAsked) document.dispatchEvent(new Event("signed-out"));
    hasAsked = true;
    return;
  }
  const told = await answer.json().catch(() => ({}));
  say(told.message ?? gettext("自动保存没有成功，请尽快点“保存”。"), { alarming: true });
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
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: request.abort.signal,
      keepalive: hidden && new Blob([now]).size < KEEPALIVE,
    });
    if (answer.ok) {
      kept = now;
      hasAsked = false;
      ({ saved_at: keptAt } = await answer.json());
      say(interpolate(gettext("已自动保存 %(moment)s"), { moment: keptAt }, true));
    } else if (answer.status >= 500) {
      sayUnreached(); // it is being started again
      again = true;
    } else {
      await refused(answer);
    }
  } catch (error) {
    if (error.name === "AbortError") {
      if (sending === request) sending = undefined; // else a later one has taken its place
      return;
    }
    sayUnreached();
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
  for (const offer of document.querySelectorAll(".autosave-offer[data-undecided]")) {
    offer.addEventListener("submit", discard);
  }
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send({ hidden: true });
  });
  addEventListener("pagehide", () => send({ hidden: true }));
  addEventListener("online", () => failed && send());
  document.addEventListener("signed-in", () => failed && send());
  addEventListener("pageshow", ({ persisted }) => {
    leaving &&= !persisted;
  });
  addEventListener("beforeunload", (event) => {
    if (leaving || (!failed && typed() === kept)) return;
    send({ hidden: true }); // whoever stays a moment is not asked again
    event.preventDefault();
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
