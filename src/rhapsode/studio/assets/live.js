"use strict";

/**
 * The card that plays a source while it is made. The page gives what it has: byId, make, tell,
 * answered, and `quiet`, which silences all else. The sound is one stream without an end for each place that is gone to.
 */
function useLive({ byId, make, tell, answered, quiet }) {
  const MOST_SHOWN = 400;
  const audio = byId("live-audio");
  const text = byId("live-text");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let own = "";
  let source = null;
  let turn = 0;
  let taken = 0;
  let cues = [];
  let now = -1;
  let lit = null;
  let told = null;

  const problem = (message) => (byId("live-problem").textContent = message);

  async function begin(asked) {
    await end();
    quiet();
    source = asked;
    own = asked.listening;
    told = null;
    byId("live-title").textContent = asked.title;
    byId("live-title").lang = asked.language;
    byId("live-about").textContent = "Getting ready";
    byId("live-section").replaceChildren();
    byId("live").hidden = false;
    byId("live-title").focus({ preventScroll: true });
    byId("live").scrollIntoView({ block: "start", behavior: still.matches ? "auto" : "smooth" });
    if ("mediaSession" in navigator) {
      const actions = { previoustrack: () => step(-1), nexttrack: () => step(1), seekbackward: () => step(-1), seekforward: () => step(1), seekto: null };
      useMediaSession(audio, { title: asked.title }, actions);
    }
    goTo("");
  }

  /** Begins a stream at `place`, such as `&utterance=3`. */
  function goTo(place) {
    turn += 1;
    cues = [];
    taken = 0;
    now = -1;
    lit = null;
    problem("");
    text.replaceChildren();
    audio.src = `listenings/${own}/sound?turn=${turn}${place}`;
    audio.playbackRate = audio.defaultPlaybackRate;
    audio.play().catch((error) => error.name === "NotAllowedError" && problem("The browser wants a press on Play first."));
    follow(turn, own);
  }

  /** Asks for what is said in the stream, as long as it is the one that plays. */
  async function follow(mine, listening) {
    while (mine === turn && listening === own) {
      try {
        const answer = await fetch(`listenings/${own}/cues?turn=${turn}&after=${taken}`);
        const news = await (await answered(answer)).json();
        if (mine !== turn || listening !== own) return;
        taken += news.cues.length;
        cues.push(...news.cues);
        news.cues.forEach(add);
        told = news;
        showSections(news.sections);
        showAbout();
        if (news.error) problem(news.error);
        if (news.ended && taken === cues.length) return;
      } catch (error) {
        if (mine !== turn || listening !== own) return;
        problem(error instanceof TypeError ? "The studio cannot be reached: start rhapsode studio again" : error.message);
        return;
      }
    }
  }

  function add(cue) {
    let block = text.lastElementChild;
    if (!block || block.dataset.block !== cue.block) {
      block = make(cue.heading ? "h3" : "p", { dir: "auto", lang: cue.language, dataset: { block: cue.block } });
      text.append(block);
    }
    const sentence = make("span", { className: "sentence", dataset: { number: cue.number } });
    let at = 0;
    for (const [from, to] of cue.words) {
      sentence.append(cue.text.slice(at, from), make("span", {}, cue.text.slice(from, to)));
      at = to;
    }
    sentence.append(cue.text.slice(at));
    if (block.childElementCount) block.append(" ");
    block.append(sentence);
    cue.element = sentence;
    if (text.childElementCount > MOST_SHOWN) text.firstElementChild.remove();
  }

  function showSections(titles) {
    const list = byId("live-section");
    if (list.options.length === titles.length) return;
    list.replaceChildren(...titles.map((title, n) => make("option", { value: n }, title || "Without a title")));
  }

  function showAbout() {
    if (!told) return;
    const about = told.is_written ? "" : "about ";
    const place = now >= 0 ? `${clock(cues[now].position)} of ` : "";
    const state = audio.paused && !audio.ended ? "Paused · " : "";
    byId("live-about").textContent = `${state}${place}${about}${clock(told.length)}`;
  }

  function light() {
    if (own && !audio.paused) requestAnimationFrame(light);
    const at = lastStarted(cues.length, (n) => cues[n].start, audio.currentTime);
    if (at < 0 || !cues[at]) return;
    if (at !== now) {
      cues[now]?.element.classList.remove("now");
      now = at;
      cues[now].element.classList.add("now");
      byId("live-section").value = String(cues[now].section);
      showAbout();
      bring(cues[now].element);
    }
    const { words, element } = cues[now];
    const word = words.findIndex(([, , from, to]) => from <= audio.currentTime && audio.currentTime < to);
    const lights = word < 0 ? null : element.children[word];
    if (lights === lit) return;
    lit?.classList.remove("lit");
    lit = lights;
    lit?.classList.add("lit");
  }

  /** Scrolls the text, and nothing else, so that `element` is in its upper half. */
  function bring(element) {
    const box = text.getBoundingClientRect();
    const place = element.getBoundingClientRect();
    if (place.top >= box.top && place.bottom <= box.top + box.height * 0.7) return;
    text.scrollTo({ top: text.scrollTop + place.top - box.top - box.height * 0.25, behavior: still.matches ? "auto" : "smooth" });
  }

  function step(by) {
    const here = cues[now]?.number ?? cues[0]?.number;
    if (here !== undefined) goTo(`&utterance=${Math.max(0, here + by)}`);
  }

  async function end(leaving = false) {
    const ended = own;
    own = "";
    turn += 1;
    audio.removeAttribute("src");
    audio.load();
    byId("live").hidden = true;
    if (ended) await tell(`listenings/${ended}/end`, {}, { keepalive: leaving }).catch(() => {});
  }

  byId("live-play").addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  byId("live-back").addEventListener("click", () => step(audio.currentTime - (cues[now]?.start ?? 0) > 2 ? 0 : -1));
  byId("live-on").addEventListener("click", () => step(1));
  byId("live-section").addEventListener("change", () => goTo(`&section=${byId("live-section").value}`));
  byId("live-end").addEventListener("click", () => end().then(() => byId("box").focus()));
  text.addEventListener("click", (event) => {
    const sentence = event.target.closest(".sentence");
    if (sentence && getSelection().isCollapsed) goTo(`&utterance=${sentence.dataset.number}`);
  });
  for (const event of ["play", "pause", "ended"]) {
    audio.addEventListener(event, () => {
      byId("live-play").textContent = audio.paused ? "Play" : "Pause";
      showAbout();
      if (event === "play") light();
    });
  }
  audio.addEventListener("play", quiet);
  addEventListener("pagehide", () => own && end(true));
  byId("live-speed").replaceChildren(...[...byId("speed").options].map((option) => option.cloneNode(true)));
  useSpeed(audio, byId("live-speed"));

  return { begin, end, pause: () => audio.pause(), source: () => source };
}
