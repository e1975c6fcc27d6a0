// Who else has this story open, and whether somebody has saved it since: a beat every 20 seconds
// while the page can be seen. Nothing is locked; whoever reads the banner may talk to the other.

const BEAT = 20_000; // milliseconds

const banner = document.getElementById("presence");

function message(news) {
  const said = [];
  if (news.others.length) {
    said.push(interpolate(gettext("%(names)s 正在编辑这篇稿件。"), { names: news.others.join("、") }, true));
  }
  if (news.edition > Number(banner.dataset.edition)) {
    const saved = news.saved_by
      ? gettext("%(name)s 在 %(moment)s 保存了新版本，请重新打开本页再改。")
      : gettext("您在 %(moment)s 从另一个窗口保存了新版本，请重新打开本页再改。");
    said.push(interpolate(saved, { name: news.saved_by, moment: news.saved_at }, true));
  }
  return said.join("\n");
}

function body(extra = {}) {
  const form = new FormData();
  const token = document.querySelector("#article_form [name=csrfmiddlewaretoken]");
  form.set("csrfmiddlewaretoken", token?.value ?? "");
  for (const [name, value] of Object.entries(extra)) form.set(name, value);
  return form;
}

async function beat() {
  if (document.visibilityState !== "visible") return;
  let news;
  try {
    const answer = await fetch(banner.dataset.address, {
      method: "POST",
      body: body(),
      redirect: "manual",
    });
    if (!answer.ok) return;
    news = await answer.json();
  } catch {
    return; // no network: the next beat tries again
  }
  // A reader of the screen hears the banner when it changes, not at every beat.
  const said = message(news);
  if (banner.textContent !== said) banner.textContent = said;
}

if (banner) {
  beat();
  setInterval(beat, BEAT);
  document.addEventListener("visibilitychange", beat);
  addEventListener("pageshow", ({ persisted }) => persisted && beat());
  addEventListener("pagehide", () => {
    navigator.sendBeacon(banner.dataset.address, body({ leaving: "1" }));
  });
}
