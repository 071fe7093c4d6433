// Reads release snapshots: one JSON file a release, as docs/api-data.md describes them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";

/** @param {string} file plain JSON, or gzip where the name ends in `.gz`. */
export function readJson(file) {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

const corrections = readJson(path.join(import.meta.dirname, "corrections.json"));

const byNumber = (a, b) => a.localeCompare(b, "en", { numeric: true });

/**
 * Every snapshot of a folder in the order of the releases, then the reviewed lines of development put in their place.
 * @param {string} folder holds `releases/<release>.json.gz`.
 * @param {string} overlays holds `<line>.overlay.json`: a line that was never released, told as its differences from a release.
 */
export function readSnapshots(folder, overlays) {
  const releases = path.join(folder, "releases");
  const files = readdirSync(releases).filter((name) => /^\d+\.\d+\.json(\.gz)?$/.test(name));
  if (files.length === 0) throw new Error(`no release snapshots in ${releases}`);
  const snapshots = files
    .map((name) => ({ release: name.replace(/\.json(\.gz)?$/, ""), ...readJson(path.join(releases, name)) }))
    .map(corrected)
    .sort((a, b) => byNumber(a.release, b.release));
  if (!existsSync(overlays)) return snapshots;
  for (const name of readdirSync(overlays)
    .filter((entry) => entry.endsWith(".overlay.json"))
    .sort()) {
    const overlay = readJson(path.join(overlays, name));
    const at = snapshots.findIndex((snapshot) => snapshot.release === overlay.before);
    if (at < 0) throw new Error(`${name}: there is no snapshot of ${overlay.before}`);
    snapshots.splice(at, 0, applyOverlay(snapshots[at], overlay));
  }
  return snapshots;
}

/** With the names that star imports bring in a way that no snapshot sees (corrections.json). */
function corrected(snapshot) {
  for (const { release, from, into, names } of corrections) {
    if (release !== snapshot.release) continue;
    const wanted = new RegExp(names);
    for (const [name, target] of Object.entries(snapshot.modules[from].n)) {
      if (wanted.test(name)) for (const module of into) snapshot.modules[module].n[name] ??= target;
    }
  }
  return snapshot;
}

/** The snapshot of a line of development, from that of the release it led to. */
function applyOverlay(base, overlay) {
  const modules = structuredClone(base.modules);
  const defs = { ...base.defs };
  for (const gone of overlay.modulesAbsent) delete modules[gone];
  for (const [module, change] of Object.entries(overlay.modules)) {
    modules[module] ??= { n: {} };
    const entry = modules[module];
    for (const name of change.absent ?? []) delete entry.n[name];
    Object.assign(entry.n, change.names ?? {});
  }
  for (const gone of overlay.defsAbsent) delete defs[gone];
  Object.assign(defs, overlay.defs);
  return { release: overlay.release, commit: overlay.commit, modules, defs, dialects: base.dialects };
}
