// What a long session costs: the server's resident memory over ten thousand edits in one file, typed and taken back.

import { readFileSync } from "node:fs";
import { largeFile } from "./corpus.mjs";
import { LanguageServer } from "./language-server.mjs";
import { pythonFor } from "./python.mjs";
import { round, table } from "./report.mjs";

const EDITS = 10_000;
const PLACES = 50;
const keys = "x = T.float32(1) + foo[i, (";

/** In MB; from /proc, so this one runs on Linux. */
function residentOf(pid) {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return round(Number(kilobytes) / 1024);
}

const text = largeFile(pythonFor("0.27"), 80_000);
const server = await LanguageServer.start();
const uri = "file:///bench.py";
await server.open(uri, text);
const starts = [...text.matchAll(/\n {4}/g)].map(({ index }) => index + 5);
const lines = starts.map((start) => text.slice(0, start).split("\n").length - 1);
const rows = [];
let edits = 0;
for (let place = 0; edits < EDITS; place = (place + 1) % PLACES) {
  const line = lines[Math.floor((lines.length * place) / PLACES)];
  let character = 4;
  for (const key of keys) await server.type(uri, { line, character: character++ }, key);
  for (const _ of keys) await server.erase(uri, { line, character: --character });
  const before = Math.floor(edits / 1000);
  edits += 2 * keys.length;
  if (edits > 500 && Math.floor(edits / 1000) > before) rows.push({ edits, MB: residentOf(server.pid) });
}
await server.stop();
table("Resident memory of the language server (80 KB open)", rows);
const [early, late] = [rows[1].MB, rows.at(-1).MB];
console.log(`from ${rows[1].edits} to ${rows.at(-1).edits} edits: ${round(late / early)} times`);
