// From a key to diagnostics, through the built language server: what a person feels while typing.

import { largeFile } from "./corpus.mjs";
import { LanguageServer } from "./language-server.mjs";
import { pythonFor } from "./python.mjs";
import { row, table } from "./report.mjs";

const python = pythonFor("0.27");
const rows = [];
for (const [title, size] of [
  ["2,000 lines (80 KB)", 80_000],
  ["500 KB", 500_000],
]) {
  const text = largeFile(python, size);
  const server = await LanguageServer.start();
  const uri = "file:///bench.py";
  const opened = await server.open(uri, text);
  const places = [0.2, 0.5, 0.8].map((part) => text.indexOf("\n    ", Math.floor(text.length * part)) + 5);
  for (const [what, keys] of [
    ["plain keys", "x = tvm.nd.array("],
    ["a bracket left open", "foo(bar["],
  ]) {
    const times = [];
    for (const place of places) {
      const line = text.slice(0, place).split("\n").length - 1;
      let character = place - (text.lastIndexOf("\n", place - 1) + 1);
      for (const key of keys) times.push(await server.type(uri, { line, character: character++ }, key));
      for (const _ of keys) times.push(await server.erase(uri, { line, character: --character }));
    }
    rows.push(row(`${title}: ${what}`, times));
  }
  rows.push(row(`${title}: open`, [opened]));
  await server.stop();
}
table("From a key to diagnostics (ms)", rows);
