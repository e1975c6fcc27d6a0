// 朗读: the story in the browser's own Mandarin voice. No button where there is no speech.
// Spoken a sentence or so at a time: some browsers fall silent in the middle of a long text.

(() => {
  const LONGEST = 120; // characters in one utterance

  function sentences(text) {
    const pieces = [];
    for (const sentence of text.match(/[^。！？；!?;\n]+[。！？；!?;]*[”’」』）]*|\n/g) ?? []) {
      const last = pieces.length - 1;
      if (last >= 0 && pieces[last].length + sentence.length <= LONGEST) pieces[last] += sentence;
      else pieces.push(sentence);
    }
    return pieces.map((piece) => piece.trim()).filter(Boolean);
  }

  /** What is read: the headline in its lines, then the body block by block, photographs left out. */
  function script(story) {
    const title = [...story.querySelectorAll("[data-part=kicker], [data-part=headline], [data-part=subhead]")];
    const blocks = story.querySelectorAll("[data-part=body] :is(p, h2, li, th, td)");
    const own = [...blocks].filter((block) => !block.closest("figure") && !block.querySelector("p"));
    return [...title, ...own].flatMap((block) => sentences(block.textContent.replace(/\s+/g, " ")));
  }

  function reader(controls) {
    const speech = window.speechSynthesis;
    const [toggle, stop] = controls.querySelectorAll("button");
    const { start, pause, resume } = toggle.dataset;
    const story = controls.closest("article");
    let reading = null; // what is being read now; an older reading's events are not heard

    function show(label) {
      toggle.textContent = label;
      stop.hidden = label === start;
    }

    function end() {
      reading = null;
      speech.cancel();
      show(start);
    }

    function say(current, pieces) {
      if (reading !== current) return;
      if (!pieces.length) return end();
      const utterance = new SpeechSynthesisUtterance(pieces[0]);
      utterance.lang = "zh-CN";
      const voice = speech.getVoices().find((one) => one.lang.replace("_", "-") === "zh-CN");
      if (voice) utterance.voice = voice;
      utterance.onend = () => say(current, pieces.slice(1));
      utterance.onerror = () => reading === current && end();
      current.utterance = utterance; // kept: a browser may throw away one that nothing holds
      speech.speak(utterance);
    }

    toggle.addEventListener("click", () => {
      if (!reading) {
        speech.cancel();
        reading = { isPaused: false };
        show(pause);
        say(reading, script(story));
      } else if (reading.isPaused) {
        reading.isPaused = false;
        speech.resume();
        show(pause);
      } else {
        reading.isPaused = true;
        speech.pause();
        show(resume);
      }
    });
    stop.addEventListener("click", () => {
      end();
      toggle.focus(); // the button that had the focus is gone
    });
    addEventListener("pagehide", end); // else the voice goes on over the next page
    controls.hidden = false;
  }

  if ("speechSynthesis" in window && "SpeechSynthesisUtterance" in window) {
    document.addEventListener("DOMContentLoaded", () => {
      for (const controls of document.querySelectorAll("[data-read-aloud]")) reader(controls);
    });
  }
})();
