// Which names each module has in which releases, and what they stand for.

/** Bit i stands for the i-th release of the list. */
const bit = (index) => 1 << index;

/**
 * One row a module: releases TAB releases with names that only run-time knows TAB releases in which any operator's
 * name resolves TAB names. A name is `name=releases`, and `>target` where it is not defined in this module itself:
 * `M` a submodule, `M:module` another module, `module:name` a definition made elsewhere. `!` before the name: not in `__all__`.
 */
export function nameRows(snapshots) {
  const modules = new Map();
  for (const [index, snapshot] of snapshots.entries()) {
    for (const [module, entry] of Object.entries(snapshot.modules)) {
      if (!modules.has(module)) modules.set(module, { present: 0, dynamic: 0, anyOperator: 0, names: new Map() });
      const row = modules.get(module);
      row.present |= bit(index);
      if (entry.dyn) row.dynamic |= bit(index);
      if (Object.values(entry.n).some((target) => snapshot.defs[target]?.opfallback)) row.anyOperator |= bit(index);
      const all = entry.all ? new Set(entry.all) : null;
      for (const [name, target] of Object.entries(entry.n)) {
        const key = `${all && !all.has(name) ? "!" : ""}${name}\t${shorten(module, name, target)}`;
        row.names.set(key, (row.names.get(key) ?? 0) | bit(index));
      }
    }
  }
  const rows = new Map();
  for (const [module, row] of modules) {
    const names = [...row.names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, present]) => {
        const [name, target] = key.split("\t");
        return `${name}=${present.toString(16)}${target ? `>${target}` : ""}`;
      });
    const masks = [row.present, row.dynamic, row.anyOperator].map((mask) => mask.toString(16));
    rows.set(module, `${masks.join("\t")}\t${names.join(" ")}`);
  }
  return rows;
}

function shorten(module, name, target) {
  if (target === `${module}:${name}`) return "";
  return target === `M:${module}.${name}` ? "M" : target;
}
