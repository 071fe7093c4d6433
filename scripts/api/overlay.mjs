// Tells one snapshot as its differences from another, for a line of development that was never released:
//   node scripts/api/overlay.mjs LINE LINE.json BASE.json.gz > server/data/reviewed/LINE.overlay.json
import { readJson } from "./snapshots.mjs";

/** What a check of a user's code can meet; a line's other differences from the release are left out. */
const WANTED = /^tvm\.(relax|script|dlight|tir|ir|runtime|te|target|contrib\.tvmjs)(\.|:|$)/;

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The facts that are stored: no place, no documentation text, no text of values, of decorators or of deprecations. */
function facts({ k, s, r, a, b, inst, dep, m }) {
  const members = m && Object.fromEntries(Object.entries(m).map(([name, member]) => [name, facts(member)]));
  return { k, s, r, a, b, inst, dep: dep ? 1 : undefined, m: members };
}

const [line, lineFile, baseFile] = process.argv.slice(2);
if (!baseFile) throw new Error("usage: overlay.mjs LINE LINE.json BASE.json.gz");
const own = readJson(lineFile);
const base = readJson(baseFile);
const wanted = (name) => WANTED.test(name);

const modules = {};
for (const name of Object.keys(own.modules).filter(wanted).sort()) {
  const mine = own.modules[name].n;
  const theirs = base.modules[name]?.n ?? {};
  const absent = Object.keys(theirs).filter((key) => !(key in mine));
  const names = Object.fromEntries(Object.entries(mine).filter(([key, target]) => theirs[key] !== target));
  if (absent.length > 0 || Object.keys(names).length > 0) modules[name] = { absent, names };
}
const defs = {};
for (const name of Object.keys(own.defs).filter(wanted).sort()) {
  const mine = facts(own.defs[name]);
  if (!base.defs[name] || !same(mine, facts(base.defs[name]))) defs[name] = mine;
}
const gone = (mine, theirs) =>
  Object.keys(theirs)
    .filter((name) => wanted(name) && !(name in mine))
    .sort();
const overlay = {
  release: line,
  before: base.version.split(".").slice(0, 2).join("."),
  commit: own.commit,
  modulesAbsent: gone(own.modules, base.modules),
  modules,
  defsAbsent: gone(own.defs, base.defs),
  defs,
};
process.stdout.write(`${JSON.stringify(overlay, null, 1)}\n`);
