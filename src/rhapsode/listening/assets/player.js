"use strict";

/** Keeps the place of the track `id()` names, from one visit to the next. */
function rememberPlace(audio, id) {
  let saved = 0;
  const save = () => {
    if (!id() || !audio.duration) return;
    const ended = audio.ended || audio.currentTime > audio.duration - 1;
    memory.set(`place:${id()}`, { seconds: ended ? 0 : audio.currentTime, of: audio.duration });
    saved = Date.now();
  };
  audio.addEventListener("timeupdate", () => Date.now() - saved > 3000 && save());
  for (const event of ["pause", "seeked", "ended"]) audio.addEventListener(event, save);
  addEventListener("pagehide", save);
}

/** Goes back to the remembered place of `id`, or to `#t=seconds` of the address. */
function returnToPlace(audio, id) {
  const asked = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
  const place = asked ? Number(asked[1]) : memory.get(`place:${id}`, { seconds: 0 }).seconds;
  const go = () => {
    if (place > 0 && place < audio.duration) audio.currentTime = place;
  };
  if (audio.readyState >= 1) go();
  else audio.addEventListener("loadedmetadata", go, { once: true });
}

/** The lock screen, headphones and keyboards of the system (W3C Media Session). */
function useMediaSession(audio, about, actions) {
  if (!("mediaSession" in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata(about);
  const all = {
    play: () => audio.play(),
    pause: () => audio.pause(),
    seekbackward: (how) => (audio.currentTime -= how.seekOffset || 15),
    seekforward: (how) => (audio.currentTime += how.seekOffset || 15),
    seekto: (how) => (audio.currentTime = how.seekTime),
    ...actions,
  };
  for (const [action, handler] of Object.entries(all)) {
    try {
      navigator.mediaSession.setActionHandler(action, handler);
    } catch {
      // This browser does not know the action.
    }
  }
}

/** Tells the system where playing is, so that the lock screen can show it. */
function tellPosition(audio) {
  if (!("mediaSession" in navigator) || !navigator.mediaSession.setPositionState || !(audio.duration > 0)) return;
  if (!Number.isFinite(audio.duration)) return;
  const position = Math.min(audio.currentTime, audio.duration);
  navigator.mediaSession.setPositionState({ duration: audio.duration, playbackRate: audio.playbackRate, position });
}

/** A button that shows the rest of a player that has little room. */
function useMore(button, player) {
  button.addEventListener("click", () => {
    const open = player.classList.toggle("open");
    button.setAttribute("aria-expanded", String(open));
  });
}

/** A button that goes through light, dark and the system's wish. */
function useTheme(button, name) {
  const themes = ["system", "light", "dark"];
  const show = (theme) => {
    document.documentElement.dataset.theme = theme;
    name.textContent = theme;
  };
  show(memory.get("theme", "system"));
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length];
    memory.set("theme", next);
    show(next);
  });
}

/** Lists of how the text looks, each remembered; what is chosen stands on the root for the style sheet. */
function useLook(dialog) {
  for (const select of dialog.querySelectorAll("[data-look]")) {
    const name = select.dataset.look;
    const usual = select.value;
    const set = () => (document.documentElement.dataset[name] = select.value);
    select.value = memory.get(`look:${name}`, usual);
    if (select.selectedIndex < 0) select.value = usual;
    set();
    select.addEventListener("change", () => {
      memory.set(`look:${name}`, select.value);
      set();
    });
  }
}

/** A list of speeds that is remembered for every track. */
function useSpeed(audio, select) {
  const set = () => {
    audio.defaultPlaybackRate = audio.playbackRate = Number(select.value);
    memory.set("speed", select.value);
    tellPosition(audio);
  };
  select.value = memory.get("speed", "1");
  if (select.selectedIndex < 0) select.value = "1";
  set();
  select.addEventListener("change", set);
}

/** A list of times after which playing stops; `chapterEnd()` gives the seconds where the chapter at hand ends. */
function useSleep(audio, select, chapterEnd) {
  let timer = 0;
  let stopAt = Infinity;
  const stop = () => {
    audio.pause();
    select.value = "";
    stopAt = Infinity;
  };
  select.value = "";
  select.addEventListener("change", () => {
    clearTimeout(timer);
    stopAt = select.value === "chapter" ? chapterEnd() : Infinity;
    if (Number(select.value)) timer = setTimeout(stop, Number(select.value) * 60000);
  });
  audio.addEventListener("timeupdate", () => audio.currentTime >= stopAt && stop());
}

function showPicture(holder, address) {
  holder.replaceChildren(...(address ? [Object.assign(new Image(96, 96), { alt: "", src: address })] : []));
}
