"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("timeline").textContent);
  const audio = byId("audio");
  const article = byId("article");
  const position = byId("position");
  const root = document.documentElement;
  const length = data.frames / data.rate;
  const words = new Map();
  for (const part of article.querySelectorAll("[data-w]")) {
    const number = Number(part.dataset.w);
    words.set(number, [...(words.get(number) ?? []), part]);
  }
  const sentences = data.sentences.map(([, , id]) => {
    const first = id && byId(id);
    if (!first) return [];
    return first.dataset.s ? [...article.querySelectorAll(`[data-s="${first.dataset.s}"]`)] : [first];
  });
  const chapterButtons = [...document.querySelectorAll("[data-chapter]")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const EDGE = 48; // pixels above and below what is followed
  let shownWord = -1;
  let shownSentence = -1;
  let tall = false;
  let shownChapter = -1;
  let follow = true;

  if (byId("sound")) {
    const text = byId("sound").textContent;
    const parts = [];
    const size = 4 * 1024 * 1024;
    for (let at = 0; at < text.length; at += size) {
      parts.push(Uint8Array.from(atob(text.slice(at, at + size)), (c) => c.charCodeAt(0)));
    }
    audio.src = URL.createObjectURL(new Blob(parts, { type: data.type }));
    byId("sound").remove();
  }

  const frame = () => audio.currentTime * data.rate;
  const wordAt = (at) => {
    const i = lastStarted(data.words.length / 2, (n) => data.words[2 * n], at);
    return i >= 0 && at < data.words[2 * i + 1] ? i : -1;
  };
  const sentenceBefore = (at) => lastStarted(data.sentences.length, (n) => data.sentences[n][0], at);
  const chapterAt = (at) => lastStarted(data.chapters.length, (n) => data.chapters[n][0], at);
  const mark = (elements, name, on) => elements?.forEach((e) => e.classList.toggle(name, on));

  function show() {
    const at = frame();
    let sentence = sentenceBefore(at);
    if (sentence >= 0 && at >= data.sentences[sentence][1]) sentence = -1;
    if (sentence !== shownSentence) {
      mark(sentences[shownSentence], "saying", false);
      mark(sentences[sentence], "saying", true);
      shownSentence = sentence;
      const height = sentences[sentence]?.[0]?.getBoundingClientRect().height;
      tall = data.words.length > 0 && height > bottom() - 2 * EDGE;
      if (follow && sentence >= 0 && !tall) bringIntoSight(sentences[sentence][0]);
    }
    const word = wordAt(at);
    if (word !== shownWord) {
      mark(words.get(shownWord), "spoken", false);
      mark(words.get(word), "spoken", true);
      shownWord = word;
      if (follow && tall) bringIntoSight(words.get(word)?.[0]); // a sentence with a picture in it, or large type
    }
    const chapter = chapterAt(at);
    if (chapter !== shownChapter) {
      chapterButtons[shownChapter]?.removeAttribute("aria-current");
      chapterButtons[chapter]?.setAttribute("aria-current", "true");
      chapterButtons[chapter]?.scrollIntoView({ block: "nearest" });
      shownChapter = chapter;
    }
    const now = clock(audio.currentTime);
    if (byId("now").textContent !== now) {
      byId("now").textContent = now;
      position.value = String(Math.floor(audio.currentTime));
      const title = data.chapters[chapter]?.[1] ?? "";
      position.setAttribute("aria-valuetext", `${now} of ${clock(length)}, ${title}`);
    }
    byId("progress").setAttribute("width", String((1000 * audio.currentTime) / length));
  }

  const bottom = () => byId("player").getBoundingClientRect().top;

  function bringIntoSight(element) {
    if (!element || audio.paused) return;
    const box = element.getBoundingClientRect();
    const hidden = box.top < EDGE || box.bottom > bottom() - EDGE || box.left < 0 || box.right > innerWidth;
    if (hidden) element.scrollIntoView({ block: "center", inline: "center", behavior: calm.matches ? "auto" : "smooth" });
  }

  function loop() {
    show();
    if (!audio.paused) requestAnimationFrame(loop);
  }

  function seek(seconds) {
    audio.currentTime = Math.min(Math.max(0, seconds), audio.duration || length);
    show();
  }
  // Half a frame in, so that rounding to the player's own clock never falls into the word before.
  const seekFrame = (at) => seek((at + 0.5) / data.rate);
  const play = () => audio.play().catch((error) => say(`Cannot play: ${error.message}`));
  const toggle = () => (audio.paused ? play() : audio.pause());
  const say = (text) => (byId("status").textContent = text);
  const skip = (seconds) => seek(audio.currentTime + seconds);

  function goSentence(step) {
    const here = sentenceBefore(frame());
    const early = here >= 0 && step < 0 && frame() - data.sentences[here][0] > 1.5 * data.rate;
    const target = data.sentences[Math.min(Math.max(0, here + (early ? 0 : step)), data.sentences.length - 1)];
    if (target) seekFrame(target[0]);
  }

  function goChapter(step) {
    const target = data.chapters[Math.min(Math.max(0, chapterAt(frame()) + step), data.chapters.length - 1)];
    if (target) seekFrame(target[0]);
  }

  function setFollow(on) {
    follow = on;
    byId("follow").setAttribute("aria-pressed", String(on));
    if (on && shownSentence >= 0) bringIntoSight(sentences[shownSentence][0]);
  }

  function setChapters(open) {
    byId("chapters").classList.toggle("open", open);
    byId("list").setAttribute("aria-expanded", String(open));
  }

  function changeSpeed(step) {
    const speed = byId("speed");
    speed.selectedIndex = Math.min(Math.max(0, speed.selectedIndex + step), speed.options.length - 1);
    speed.dispatchEvent(new Event("change"));
    say(`Speed ${speed.value}`);
  }

  const keys = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => skip(-5),
    ArrowRight: () => skip(5),
    j: () => skip(-15),
    l: () => skip(15),
    "[": () => goSentence(-1),
    "]": () => goSentence(1),
    p: () => goChapter(-1),
    n: () => goChapter(1),
    "<": () => changeSpeed(-1),
    ">": () => changeSpeed(1),
    c: () => setChapters(byId("list").getAttribute("aria-expanded") !== "true"),
    f: () => setFollow(!follow),
    "?": () => byId("keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, dialog");
    const pressing = event.target.closest("button, a, pre, .table") && (event.key === " " || event.key.startsWith("Arrow"));
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action || typing || pressing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!byId("use-keys").checked) return;
    event.preventDefault();
    action();
  });

  article.addEventListener("click", (event) => {
    const word = event.target.closest("[data-w]");
    if (!word || event.target.closest("a") || String(getSelection())) return;
    setFollow(true);
    seekFrame(data.words[2 * Number(word.dataset.w)]);
    play();
  });
  byId("chapters").addEventListener("click", (event) => {
    const button = event.target.closest("[data-chapter]");
    if (!button) return;
    setFollow(true);
    seekFrame(data.chapters[Number(button.dataset.chapter)][0]);
    setChapters(false);
    play();
  });
  position.max = String(Math.ceil(length));
  position.addEventListener("input", () => seek(Number(position.value)));
  byId("play").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => skip(-15));
  byId("forward").addEventListener("click", () => skip(15));
  byId("follow").addEventListener("click", () => setFollow(!follow));
  byId("list").addEventListener("click", keys.c);
  byId("text").addEventListener("click", () => byId("look").showModal());
  byId("help").addEventListener("click", keys["?"]);
  byId("use-keys").checked = memory.get("keys", true);
  byId("use-keys").addEventListener("change", (event) => memory.set("keys", event.target.checked));
  for (const gesture of ["wheel", "touchmove"]) {
    addEventListener(gesture, (event) => event.target.closest?.("main") && !audio.paused && setFollow(false), { passive: true });
  }
  audio.addEventListener("play", () => {
    root.dataset.playing = "";
    loop();
  });
  audio.addEventListener("pause", () => delete root.dataset.playing);
  audio.addEventListener("error", () => say("The sound file cannot be played."));
  for (const event of ["seeked", "timeupdate", "loadedmetadata"]) audio.addEventListener(event, show);
  for (const event of ["seeked", "play", "pause", "loadedmetadata"]) {
    audio.addEventListener(event, () => tellPosition(audio));
  }
  addEventListener("hashchange", () => location.hash.startsWith("#t=") && returnToPlace(audio, data.id));

  const chapterEnd = () => (data.chapters[chapterAt(frame()) + 1]?.[0] ?? data.frames) / data.rate;
  useMore(byId("more"), byId("player"));
  useTheme(byId("theme"), byId("theme-name"));
  useLook(byId("look"));
  useSpeed(audio, byId("speed"));
  useSleep(audio, byId("sleep"), chapterEnd);
  useMediaSession(audio, { title: data.title, artist: data.artist }, {
    previoustrack: () => goChapter(-1),
    nexttrack: () => goChapter(1),
  });
  returnToPlace(audio, data.id);
  rememberPlace(audio, () => data.id);
  audio.removeAttribute("controls");
  root.classList.add("ready");
  show();
})();
