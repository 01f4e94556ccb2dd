"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const audio = byId("audio");
  const root = document.documentElement;
  const LINK = /^(https?:\/\/\S+|[\w-]+(\.[\w-]+)+(\/\S*)?)$/i;
  let token = "";
  let shelf = [];
  let draft = null;
  let current = null;
  let doomed = null;
  let shownShelf = "";
  let shownQueue = "";
  let hush = 0;

  function make(tag, about = {}, ...inside) {
    const element = document.createElement(tag);
    const { dataset, ...plain } = about;
    Object.assign(element, plain);
    Object.assign(element.dataset, dataset);
    element.append(...inside);
    return element;
  }

  const say = (text) => {
    byId("status").textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => (byId("status").textContent = ""), 6000);
  };
  const long = (seconds) => {
    const minutes = Math.round(seconds / 60);
    if (minutes < 1) return "under a minute";
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  };
  const count = (n, one, many) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

  async function answered(answer) {
    if (answer.ok) return answer;
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.error ?? `the studio answered ${answer.status}: load the page again`);
  }

  async function ask(path, body, headers = {}, more = {}) {
    const own = () => ({ "X-Rhapsode-Token": token, ...headers });
    const send = () => reached(fetch(path, { method: "POST", headers: own(), body, ...more }));
    if (!token) await look();
    let answer = await send();
    if (answer.status === 403) {
      // The studio was started again since the page last looked, and has another token.
      await look();
      answer = await send();
    }
    return answered(answer);
  }

  const reached = (answer) =>
    answer.catch(() => {
      throw new Error("the studio cannot be reached: start rhapsode studio again");
    });
  const tell = (path, told, more = {}) => ask(path, JSON.stringify(told), { "Content-Type": "application/json" }, more);

  /** Does `work` while `button` waits; what goes wrong stands in `problem`. */
  async function doing(button, problem, work) {
    problem.textContent = "";
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      await work();
    } catch (error) {
      const said = error.message;
      problem.textContent = LINK.test(said.split(" ")[0]) ? said : said.charAt(0).toUpperCase() + said.slice(1);
    }
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }

  // What is handed in.

  byId("add").addEventListener("submit", (event) => {
    event.preventDefault();
    doing(byId("look"), byId("add-problem"), async () => {
      show(await (await tell("sources", pasted())).json());
    });
  });
  function pasted() {
    const text = byId("box").value.trim();
    if (!text) throw new Error("There is nothing in the box: paste a link or a text");
    const bare = LINK.test(text) && !/^https?:/i.test(text);
    return LINK.test(text) ? { link: bare ? `https://${text}` : text } : { text };
  }
  byId("box").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && LINK.test(byId("box").value.trim())) {
      event.preventDefault();
      byId("add").requestSubmit();
    }
  });

  /** The file that was handed in, until it is seen what will be said of it: it can be heard before. */
  let inHand = null;
  const handIn = (path, file) =>
    ask(path, file, { "X-File-Name": encodeURIComponent(file.name), "Content-Type": "application/octet-stream" });
  const hold = (file) => {
    inHand = file;
    byId("in-hand").textContent = file ? `Looking at ${file.name}. It can be heard now.` : "";
  };
  const hand = (file) =>
    doing(byId("choose"), byId("add-problem"), async () => {
      hold(file);
      try {
        const told = await (await handIn("sources", file)).json();
        if (inHand === file) show(told);
      } finally {
        if (inHand === file) hold(null);
      }
    });
  byId("choose").addEventListener("click", () => byId("file").click());
  byId("file").addEventListener("change", () => {
    if (byId("file").files[0]) hand(byId("file").files[0]);
    byId("file").value = "";
  });
  for (const event of ["dragover", "drop", "dragleave"]) {
    addEventListener(event, (drag) => {
      if (!drag.dataTransfer?.types.includes("Files")) return;
      drag.preventDefault();
      byId("add").classList.toggle("over", event === "dragover");
      if (event === "drop" && drag.dataTransfer.files[0]) hand(drag.dataTransfer.files[0]);
    });
  }

  /** Another page or program may fill the box; it is the listener who has it fetched. */
  function fill() {
    const given = new URLSearchParams(location.search);
    const text = given.get("url") || given.get("text") || "";
    if (!text) return;
    byId("box").value = /https?:\/\/\S+/.exec(text)?.[0] ?? text;
    history.replaceState(null, "", location.pathname);
    byId("look").focus();
  }

  // What will be said.

  function show(told) {
    draft = told;
    byId("outline-title").textContent = told.title;
    byId("outline-title").lang = told.language;
    byId("warnings").replaceChildren(...told.warnings.map((text) => make("li", { textContent: text })));
    byId("sections").replaceChildren(...told.sections.map(sectionRow));
    byId("skips").hidden = !told.skipped.length;
    const all = told.skipped.length + told.more_skipped;
    byId("skips").querySelector("summary").textContent = `${count(all, "passage", "passages")} left out`;
    byId("skips").querySelector("ul").replaceChildren(...told.skipped.map(skipRow));
    showSum();
    showVoices().then(() => (byId("rate").value || byId("voice").value) && timed());
    byId("outline").hidden = false;
    byId("outline-title").focus();
    byId("outline").scrollIntoView({ block: "start", behavior: "smooth" });
  }

  function sectionRow(section) {
    const box = make("input", { type: "checkbox", checked: true, dataset: { title: section.title } });
    box.addEventListener("change", () => {
      for (const other of byId("sections").querySelectorAll("input")) {
        if (other.dataset.title === section.title) other.checked = box.checked;
      }
      showSum();
    });
    const name = make("span", { dir: "auto" }, section.title || "Without a title");
    const time = make("span", { className: "clock" }, clock(section.seconds));
    return make("li", { className: `level-${section.level}` }, make("label", { className: "check" }, box, name, time));
  }

  function skipRow(skip) {
    const passage = make("span", { className: "passage", dir: "auto" }, skip.text);
    const reason = make("p", { className: "soft" }, skip.reason);
    if (!skip.can_be_said) return make("li", {}, passage, reason);
    const box = make("input", { type: "checkbox", dataset: { text: skip.text } });
    const label = make("span", {}, "Read this too", make("span", { className: "hidden" }, `: ${skip.text.slice(0, 80)}`));
    return make("li", {}, passage, reason, make("label", { className: "check" }, box, label));
  }

  function showSum() {
    const chosen = [...byId("sections").querySelectorAll("input")].map((box) => box.checked);
    const said = draft.sections.filter((_, n) => chosen[n]);
    const seconds = said.reduce((sum, one) => sum + one.seconds, 0);
    const words = said.reduce((sum, one) => sum + one.words, 0);
    const by = draft.authors.length ? `${draft.authors.join(", ")} · ` : "";
    byId("outline-about").textContent = `${by}${long(seconds)} · ${count(words, "word", "words")}`;
    byId("make").disabled = !said.length;
  }

  function choices() {
    const titles = [...byId("sections").querySelectorAll("input:not(:checked)")].map((box) => box.dataset.title);
    const texts = [...byId("skips").querySelectorAll("input:checked")].map((box) => box.dataset.text);
    return {
      voice: byId("voice").value,
      rate_wpm: Number(byId("rate").value) || 0,
      m4b: byId("m4b").checked,
      left_out: [...new Set(titles)],
      restored: texts,
    };
  }

  let voices = null;
  async function showVoices() {
    const wanted = byId("voice").options.length > 1 ? byId("voice").value : byId("voice").dataset.kept;
    try {
      voices ??= await (await answered(await reached(fetch("voices")))).json();
    } catch (error) {
      byId("outline-problem").textContent = error.message;
      return;
    }
    const language = (draft.language || "en").split("-")[0];
    const fits = (voice) => voice.languages.some((tag) => tag.split("-")[0] === language || tag === "mul");
    const option = (voice) => make("option", { value: voice.id }, `${voice.name} · ${voice.languages.join(", ")} · ${voice.engine}`);
    const group = (label, some) => make("optgroup", { label }, ...some.map(option));
    byId("voice").replaceChildren(
      make("option", { value: "" }, "The best for this text"),
      group("For its language", voices.filter(fits)),
      group("For others", voices.filter((voice) => !fits(voice))),
    );
    byId("voice").value = wanted;
    if (byId("voice").selectedIndex < 0) byId("voice").value = "";
  }

  /** How long each section takes in the voice and at the rate chosen. */
  const timed = () =>
    doing(byId("make"), byId("outline-problem"), async () => {
      const own = draft.id;
      const whole = { ...choices(), left_out: [] };
      const told = await (await tell("outline", { id: own, choices: whole })).json();
      if (draft.id !== own || told.sections.length !== draft.sections.length) return;
      draft.sections = told.sections;
      byId("sections").querySelectorAll(".clock").forEach((time, n) => (time.textContent = clock(told.sections[n].seconds)));
    }).then(showSum);
  for (const id of ["voice", "rate", "skips"]) byId(id).addEventListener("change", timed);

  let sample = null;
  byId("hear").addEventListener("click", () =>
    doing(byId("hear"), byId("outline-problem"), async () => {
      audio.pause();
      sample?.pause();
      const answer = await tell("sample", { choices: choices(), language: draft.language });
      sample = new Audio(URL.createObjectURL(await answer.blob()));
      sample.addEventListener("ended", () => URL.revokeObjectURL(sample.src));
      await sample.play();
    }),
  );

  byId("make").addEventListener("click", () =>
    doing(byId("make"), byId("outline-problem"), async () => {
      await tell("queue", { id: draft.id, choices: choices() });
      byId("box").value = "";
      byId("outline").hidden = true;
      await look();
      byId("queue-title").scrollIntoView({ block: "center", behavior: "smooth" });
      say(`${draft.title} will be on the shelf when it is made.`);
    }),
  );
  // What is listened to while it is made.

  const live = useLive({ byId, make, tell, answered, quiet: hushOthers });
  function hushOthers() {
    audio.pause();
    sample?.pause();
  }
  audio.addEventListener("play", () => live.pause());
  byId("listen-at-once").addEventListener("click", () =>
    doing(byId("listen-at-once"), byId("add-problem"), async () => {
      const file = byId("box").value.trim() ? null : inHand;
      hold(null);
      const begun = await (file ? handIn("listenings", file) : tell("listenings", pasted()));
      await live.begin(await begun.json());
      byId("outline").hidden = true;
    }),
  );
  byId("listen").addEventListener("click", () =>
    doing(byId("listen"), byId("outline-problem"), async () => {
      const asked = choices();
      const begun = await (await tell(`sources/${draft.id}/listen`, { choices: asked })).json();
      await live.begin(begun);
    }),
  );
  byId("live-make").addEventListener("click", () =>
    doing(byId("live-make"), byId("live-problem"), async () => {
      const { id, title, choices: asked } = live.source();
      await tell("outline", { id, choices: asked });
      await tell("queue", { id, choices: asked });
      if (draft?.id === id) byId("outline").hidden = true;
      await look();
      say(`${title} will be on the shelf when it is made.`);
    }),
  );

  byId("discard").addEventListener("click", () => {
    byId("outline").hidden = true;
    byId("box").focus();
  });

  // What is being made.

  const STAGES = { read: "Reading", speak: "Speaking", mix: "Joining" };

  function queueRow(one) {
    const name = make("span", { className: "name", dir: "auto" }, one.title);
    const stop = make("button", { type: "button", dataset: { id: one.id, path: "cancel" } });
    stop.append(one.state === "failed" ? "Leave it" : "Cancel", make("span", { className: "hidden" }, ` ${one.title}`));
    const row = make("li", { dataset: { state: one.state } }, make("div", { className: "line" }, name, stop));
    if (one.state === "failed") {
      const again = make("button", { type: "button", dataset: { id: one.id, path: "retry" } }, "Try again");
      row.append(make("p", { className: "problem" }, one.error), make("p", {}, again));
    } else if (one.state === "rendering") {
      const bar = make("progress", { max: 1 });
      bar.setAttribute("aria-label", one.title);
      if (one.total) bar.value = one.done / one.total;
      const part = one.number && one.sections > 1 ? `section ${one.number} of ${one.sections}` : "";
      const text = [STAGES[one.stage] ?? "Reading", part, one.section !== one.title && one.section].filter(Boolean);
      row.append(bar, make("p", { className: "soft" }, text.join(" · ")));
    } else {
      row.append(make("p", { className: "soft" }, "Waits for its turn"));
    }
    return row;
  }

  /** The rows anew, with the focus where it was. */
  function replaceRows(list, rows) {
    const focused = document.activeElement;
    const at = list.contains(focused) ? `[data-id="${CSS.escape(focused.dataset.id)}"]` : "";
    const which = at && focused.dataset.path ? `${at}[data-path="${focused.dataset.path}"]` : "";
    list.replaceChildren(...rows);
    if (which) list.querySelector(which)?.focus();
  }

  byId("queue").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    button.disabled = true;
    tell(`queue/${button.dataset.id}/${button.dataset.path}`, {})
      .then(look)
      .catch((error) => say(error.message));
  });

  async function look() {
    const state = await (await answered(await reached(fetch("state")))).json();
    token = state.token;
    byId("shelf-place").textContent = state.shelf_place;
    if (byId("voice").dataset.kept === undefined) keepChoices(state.choices);
    const queue = JSON.stringify(state.queue);
    if (queue !== shownQueue) {
      shownQueue = queue;
      replaceRows(byId("queue").querySelector("ul"), state.queue.map(queueRow));
      byId("queue").hidden = !state.queue.length;
    }
    const listed = JSON.stringify(state.shelf);
    if (listed !== shownShelf) {
      const before = new Set(shelf.map((track) => track.id));
      const fresh = shownShelf ? state.shelf.filter((track) => !before.has(track.id)) : [];
      shownShelf = listed;
      shelf = state.shelf;
      showShelf();
      if (fresh.length) say(`${fresh[0].title} is on the shelf.`);
    }
    return state.queue.some((one) => one.state !== "failed");
  }

  function keepChoices(kept) {
    byId("voice").dataset.kept = kept.voice;
    byId("rate").value = kept.rate_wpm || "";
    byId("m4b").checked = kept.m4b;
  }

  async function watch() {
    let busy = false;
    try {
      busy = await look();
      if (byId("status").dataset.lost) say("");
      delete byId("status").dataset.lost;
    } catch (error) {
      if (!byId("status").dataset.lost) say(error.message);
      byId("status").dataset.lost = "yes";
    }
    setTimeout(watch, busy ? 700 : 3000);
  }

  // The shelf.

  const placeOf = (track) => memory.get(`place:${track.id}`, { seconds: 0 }).seconds;
  const ORDERS = {
    added: (a, b) => b.added - a.added,
    begun: (a, b) => (placeOf(b) > 1) - (placeOf(a) > 1) || b.added - a.added,
    title: (a, b) => a.title.localeCompare(b.title),
    short: (a, b) => a.seconds - b.seconds,
  };

  function showShelf() {
    const wanted = byId("search").value.trim().toLowerCase();
    const has = (track) => `${track.title} ${track.authors.join(" ")}`.toLowerCase().includes(wanted);
    const listed = shelf.filter(has).sort(ORDERS[byId("order").value]);
    replaceRows(byId("tracks"), listed.map(trackRow));
    const none = shelf.length ? "Nothing on the shelf is called that." : "Nothing is here yet. Paste a link above, and it will be.";
    byId("empty").textContent = none;
    byId("empty").hidden = listed.length > 0;
    for (const label of document.querySelectorAll(".finding")) label.hidden = !shelf.length;
  }

  function trackRow(track) {
    const file = (name) => (name ? `shelf/${name}` : "");
    const row = make("li", { className: "track", dataset: { track: track.id } });
    const heard = make("progress", { className: "heard", ariaHidden: "true", hidden: placeOf(track) <= 1 });
    heard.value = placeOf(track) / Math.max(1, track.seconds);
    const cover = track.cover && make("img", { src: file(track.cover), alt: "", width: 96, height: 96, loading: "lazy" });
    row.append(make("div", { className: "art" }, ...[cover, heard].filter(Boolean)));
    const title = make("bdi", { lang: track.language, dir: track.direction }, track.title);
    const link = make("a", { href: file(track.page || track.audio) }, title);
    const left = placeOf(track) > 1 ? `${clock(track.seconds - placeOf(track))} left` : "";
    const about = [track.authors.join(", "), clock(track.seconds), left].filter(Boolean).join(" · ");
    const named = (text) => [text, make("span", { className: "hidden" }, ` ${track.title}`)];
    const button = (path, className, text) =>
      make("button", { type: "button", className, dataset: { id: track.id, path } }, ...named(text));
    const plays = current?.id === track.id && !audio.paused;
    const files = Object.entries({ [track.audio.split(".").pop().toUpperCase()]: track.audio, M4B: track.m4b, EPUB: track.epub });
    const links = files
      .filter(([, name]) => name)
      .map(([kind, name]) => make("a", { href: file(name), download: "" }, ...named(kind)));
    const play = button("play", "play", plays ? "Pause" : left ? "Go on" : "Play");
    const gone = button("delete", "delete", "Delete");
    const actions = make("div", { className: "actions" }, play, make("span", { className: "files" }, ...links, gone));
    row.classList.toggle("current", current?.id === track.id);
    row.append(make("div", { className: "about" }, make("h2", {}, link), make("p", {}, about), actions));
    return row;
  }

  byId("tracks").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const track = shelf.find((one) => one.id === button?.dataset.id);
    if (!track) return;
    if (button.dataset.path === "play") start(track);
    else askToDelete(track);
  });
  byId("search").addEventListener("input", showShelf);
  byId("order").addEventListener("change", () => {
    memory.set("order", byId("order").value);
    showShelf();
  });

  function askToDelete(track) {
    doomed = track;
    byId("sure-title").textContent = `Delete “${track.title}”?`;
    byId("sure").showModal();
    byId("sure-no").focus();
  }
  byId("sure-no").addEventListener("click", () => byId("sure").close());
  byId("sure-yes").addEventListener("click", async () => {
    byId("sure").close();
    if (current?.id === doomed.id) stop();
    await tell(`tracks/${encodeURIComponent(doomed.id)}/delete`, {}).then(look).catch((error) => say(error.message));
    byId("shelf-title").scrollIntoView({ block: "nearest" });
  });

  // The player.

  const play = () => audio.play().catch(() => say("This track cannot be reached: start rhapsode studio again."));
  const toggle = () => (audio.paused ? play() : audio.pause());
  const seek = (seconds) => (audio.currentTime = Math.min(Math.max(0, seconds), audio.duration || 0));
  const chapterAt = () => lastStarted(current.chapters.length, (n) => current.chapters[n][0], audio.currentTime);

  function start(track) {
    if (current?.id === track.id) return toggle();
    sample?.pause();
    audio.pause();
    current = track;
    audio.src = `shelf/${track.audio}`;
    byId("title").textContent = track.title;
    byId("title").href = `shelf/${track.page || track.audio}`;
    byId("title").lang = track.language;
    showPicture(byId("art"), track.cover && `shelf/${track.cover}`);
    byId("length").textContent = clock(track.seconds);
    byId("position").max = String(Math.ceil(track.seconds));
    byId("player").hidden = false;
    returnToPlace(audio, track.id);
    audio.playbackRate = audio.defaultPlaybackRate;
    const artwork = track.cover ? [{ src: new URL(`shelf/${track.cover}`, location.href).href }] : [];
    useMediaSession(audio, { title: track.title, artist: track.authors.join(", "), artwork }, {});
    return play();
  }

  function stop() {
    audio.pause();
    audio.removeAttribute("src");
    current = null;
    byId("player").hidden = true;
  }

  function showPlace() {
    if (!current) return;
    const now = clock(audio.currentTime);
    const chapter = current.chapters[chapterAt()]?.[1] ?? "";
    if (byId("now").textContent !== now) {
      byId("now").textContent = now;
      byId("position").value = String(Math.floor(audio.currentTime));
      byId("position").setAttribute("aria-valuetext", `${now} of ${clock(current.seconds)}, ${chapter}`);
    }
    byId("chapter").textContent = chapter === current.title ? "" : chapter;
  }

  rememberPlace(audio, () => current?.id); // before whoever shows what it keeps
  byId("position").addEventListener("input", () => seek(Number(byId("position").value)));
  byId("play").addEventListener("click", toggle);
  byId("back").addEventListener("click", () => seek(audio.currentTime - 15));
  byId("forward").addEventListener("click", () => seek(audio.currentTime + 15));
  audio.addEventListener("play", () => {
    root.dataset.playing = "";
    showShelf();
  });
  audio.addEventListener("pause", () => {
    delete root.dataset.playing;
    showShelf();
  });
  for (const event of ["timeupdate", "seeked", "loadedmetadata"]) audio.addEventListener(event, showPlace);
  for (const event of ["seeked", "play", "pause", "loadedmetadata"]) audio.addEventListener(event, () => tellPosition(audio));

  const bring = `location.href=${JSON.stringify(`${location.origin}/?url=`)}+encodeURIComponent(location.href)`;
  byId("bookmarklet").href = `javascript:${bring}`;
  byId("bookmarklet").addEventListener("click", (event) => event.preventDefault());
  byId("order").value = memory.get("order", "added");
  if (byId("order").selectedIndex < 0) byId("order").value = "added";
  useTheme(byId("theme"), byId("theme-name"));
  useSpeed(audio, byId("speed"));
  useSleep(audio, byId("sleep"), () => current?.chapters[chapterAt() + 1]?.[0] ?? Infinity);
  fill();
  watch();
})();
