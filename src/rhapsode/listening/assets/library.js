"use strict";

(() => {
  const KEPT = "rhapsode-kept";
  const byId = (id) => document.getElementById(id);
  const tracks = JSON.parse(byId("library").textContent);
  const audio = byId("audio");
  const position = byId("position");
  const root = document.documentElement;
  const rows = new Map([...document.querySelectorAll(".track")].map((row) => [row.dataset.id, row]));
  let current = null;
  let hush = 0;

  const say = (text) => {
    byId("status").textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => (byId("status").textContent = ""), 6000);
  };
  const play = () => audio.play().catch((error) => {
    if (error.name === "NotSupportedError") say("This track cannot be reached; kept tracks play without a connection.");
  });
  const toggle = () => (audio.paused ? play() : audio.pause());
  const seek = (seconds) => (audio.currentTime = Math.min(Math.max(0, seconds), audio.duration || 0));
  const chapterAt = () => lastStarted(current.chapters.length, (n) => current.chapters[n][0], audio.currentTime);

  function start(track) {
    if (current?.id === track.id) return toggle();
    audio.pause();
    rows.get(current?.id)?.classList.remove("current");
    current = track;
    rows.get(track.id).classList.add("current");
    audio.src = track.audio;
    byId("title").textContent = track.title;
    byId("title").href = track.page || track.audio;
    byId("title").lang = track.language;
    showPicture(byId("art"), track.cover);
    byId("length").textContent = clock(track.seconds);
    position.max = String(Math.ceil(track.seconds));
    byId("player").hidden = false;
    returnToPlace(audio, track.id);
    audio.playbackRate = audio.defaultPlaybackRate;
    const artwork = track.cover ? [{ src: new URL(track.cover, location.href).href }] : [];
    useMediaSession(audio, { title: track.title, artist: track.authors.join(", "), artwork }, {
      previoustrack: () => chapterStep(-1),
      nexttrack: () => chapterStep(1),
    });
    return play();
  }

  function chapterStep(step) {
    const chapter = current?.chapters[Math.min(Math.max(0, chapterAt() + step), current.chapters.length - 1)];
    if (chapter) seek(chapter[0]);
  }

  function show() {
    if (!current) return;
    const now = clock(audio.currentTime);
    const chapter = current.chapters[chapterAt()]?.[1] ?? "";
    if (byId("now").textContent !== now) {
      byId("now").textContent = now;
      position.value = String(Math.floor(audio.currentTime));
      position.setAttribute("aria-valuetext", `${now} of ${clock(current.seconds)}, ${chapter}`);
    }
    byId("chapter").textContent = chapter === current.title ? "" : chapter;
  }

  function showLeft(track) {
    const place = memory.get(`place:${track.id}`, { seconds: 0 });
    const left = place.seconds > 1 ? `${clock(track.seconds - place.seconds)} left` : "";
    const row = rows.get(track.id);
    row.querySelector(".left").textContent = left;
    const heard = row.querySelector(".heard");
    heard.hidden = !left;
    heard.ariaHidden = "true"; // what it shows is said beside it
    heard.value = place.seconds / Math.max(1, track.seconds);
    const playing = current?.id === track.id && !audio.paused;
    label(row.querySelector(".play"), playing ? "Pause" : left ? "Resume" : "Play");
  }

  const filesOf = (track) => [track.audio, track.page, track.cover, track.captions].filter(Boolean);

  async function keep(track, button) {
    const cache = await caches.open(KEPT);
    let got = 0;
    const count = new TransformStream({
      transform(chunk, out) {
        got += chunk.length;
        label(button, `Keeping ${Math.floor((100 * got) / track.bytes)} %`);
        out.enqueue(chunk);
      },
    });
    navigator.storage?.persist?.();
    for (const file of filesOf(track).reverse()) {
      const answer = await fetch(file, { cache: "reload" });
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      const body = file === track.audio ? answer.body.pipeThrough(count) : answer.body;
      await cache.put(file, new Response(body, { status: 200, headers: answer.headers }));
    }
    memory.set(`kept:${track.id}`, track.sha256);
  }

  async function drop(track) {
    const cache = await caches.open(KEPT);
    for (const file of filesOf(track)) await cache.delete(file);
    memory.set(`kept:${track.id}`, null);
  }

  function label(button, text) {
    if (button.firstChild.data !== text) button.firstChild.data = text;
  }

  async function showKept(track, button) {
    const kept = Boolean(await (await caches.open(KEPT)).match(track.audio));
    button.setAttribute("aria-pressed", String(kept));
    label(button, kept ? "Kept" : "Keep offline");
    return kept;
  }

  async function toggleKept(track, button) {
    button.disabled = true;
    try {
      if (button.getAttribute("aria-pressed") === "true") await drop(track);
      else await keep(track, button);
    } catch (error) {
      await drop(track);
      say(`${track.title} could not be kept: ${error.message}`);
    }
    await showKept(track, button);
    button.disabled = false;
    button.focus();
  }

  for (const track of tracks) {
    const row = rows.get(track.id);
    const button = row.querySelector(".play");
    button.hidden = false;
    button.addEventListener("click", () => start(track));
    showLeft(track);
  }

  async function useWorker() {
    const able = location.protocol.startsWith("http") && "serviceWorker" in navigator && "caches" in window;
    if (!able) return;
    await navigator.serviceWorker.register("worker.js");
    await navigator.serviceWorker.ready;
    for (const track of tracks) {
      const button = rows.get(track.id).querySelector(".keep");
      const kept = await showKept(track, button);
      button.hidden = false;
      button.addEventListener("click", () => toggleKept(track, button));
      const stale = kept && memory.get(`kept:${track.id}`, track.sha256) !== track.sha256;
      // Rendered again since it was kept: the new sound takes the old one's place while there is a connection.
      if (stale) keep(track, button).catch(() => {}).then(() => showKept(track, button));
    }
  }

  position.addEventListener("input", () => seek(Number(position.value)));
  byId("play").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => seek(audio.currentTime - 15));
  byId("forward").addEventListener("click", () => seek(audio.currentTime + 15));
  rememberPlace(audio, () => current?.id); // before what shows the place
  audio.addEventListener("play", () => {
    root.dataset.playing = "";
    tracks.forEach(showLeft);
  });
  audio.addEventListener("pause", () => {
    delete root.dataset.playing;
    if (current) showLeft(current);
  });
  for (const event of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(event, show);
  for (const event of ["seeked", "play", "pause", "loadedmetadata"]) {
    audio.addEventListener(event, () => tellPosition(audio));
  }
  addEventListener("pageshow", () => tracks.forEach(showLeft));

  useMore(byId("more"), byId("player"));
  useTheme(byId("theme"), byId("theme-name"));
  useSpeed(audio, byId("speed"));
  useSleep(audio, byId("sleep"), () => current?.chapters[chapterAt() + 1]?.[0] ?? Infinity);
  useWorker().catch((error) => say(`Nothing can be kept offline here: ${error.message}`));
})();
