"use strict";

const SHELL = "rhapsode-shell-{version}";
const KEPT = "rhapsode-kept";
const FILES = ["./", "{shell}"];
const PATIENCE_MS = 4000;

self.addEventListener("install", (event) => {
  const fresh = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("rhapsode-shell-") && name !== SHELL;
  const clean = async () => {
    for (const name of await caches.keys()) if (old(name)) await caches.delete(name);
    await self.clients.claim();
  };
  event.waitUntil(clean());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.headers.has("range") || request.destination === "audio" ? sound(request) : file(request));
});

/** A kept sound from here, whole or the part asked for; any other from the server. */
async function sound(request) {
  const kept = await (await caches.open(KEPT)).match(request.url, { ignoreVary: true, ignoreSearch: true });
  if (!kept) return fetch(request);
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  return range ? part(await kept.blob(), range, kept.headers.get("content-type")) : kept;
}

/** One byte range of `blob` (RFC 9110, section 14): first and last byte, or the last so many. */
function part(blob, [, first, last], type) {
  const start = first === "" ? Math.max(0, blob.size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? blob.size - 1 : Math.min(Number(last), blob.size - 1);
  if (start > end || start >= blob.size) {
    return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
  }
  const headers = {
    "Content-Type": type,
    "Content-Length": String(end - start + 1),
    "Content-Range": `bytes ${start}-${end}/${blob.size}`,
    "Accept-Ranges": "bytes",
  };
  return new Response(blob.slice(start, end + 1, type), { status: 206, headers });
}

/** The newest from the server; what was kept where it cannot be reached, or is slower than one wants to wait. */
async function file(request) {
  const held = await caches.match(request.url, { ignoreVary: true, ignoreSearch: true });
  if (!held) return fetch(request);
  const waited = new Promise((resolve) => setTimeout(() => resolve(held), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => held), waited]);
}
