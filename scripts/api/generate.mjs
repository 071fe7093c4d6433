// Makes server/data/api from release snapshots (docs/api-data.md):
//   node scripts/api/generate.mjs SNAPSHOTS
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { definitionRows } from "./definitions.mjs";
import { nameRows } from "./names.mjs";
import { readSnapshots } from "./snapshots.mjs";
import { encodeTable } from "./table.mjs";

const data = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../server/data");
const source = process.argv[2];
if (!source) {
  process.stderr.write("usage: node scripts/api/generate.mjs SNAPSHOTS\n");
  process.exit(2);
}

const snapshots = readSnapshots(source, path.join(data, "reviewed"));
if (snapshots.length > 30) throw new Error("sets of releases are 32-bit integers: there is no room for more releases");
const releases = snapshots.map(({ release, commit }) => ({ release, commit: commit ?? null }));
const tables = { "names.table": nameRows(snapshots), "definitions.table": definitionRows(snapshots) };

mkdirSync(path.join(data, "api"), { recursive: true });
writeFileSync(path.join(data, "api/releases.json"), `${JSON.stringify({ format: 1, releases }, null, 2)}\n`);
for (const [name, rows] of Object.entries(tables)) {
  const bytes = encodeTable(rows, { format: 1 });
  writeFileSync(path.join(data, "api", name), bytes);
  process.stdout.write(`${name}: ${rows.size} rows, ${(bytes.length / 1024).toFixed(0)} KiB\n`);
}
