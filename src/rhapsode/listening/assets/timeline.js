"use strict";

/** Index of the last of `count` items whose `start(i)` is at most `value`; -1 where there is none. */
function lastStarted(count, start, value) {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (start(middle) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** `1:02:03` or `2:03`, to the second below. */
function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  const head = whole < 3600 ? `${minutes}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  return `${head}:${two(whole % 60)}`;
}

/** What this browser remembers; a browser that forbids storage remembers nothing and nothing breaks. */
const memory = {
  get(name, fallback) {
    try {
      const text = localStorage.getItem(`rhapsode:${name}`);
      return text === null ? fallback : JSON.parse(text);
    } catch {
      return fallback;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`rhapsode:${name}`, JSON.stringify(value));
    } catch {
      // Storage is off or full: the place is lost, the listening is not.
    }
  },
};
