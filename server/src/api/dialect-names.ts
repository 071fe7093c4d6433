import { definitionIn, membersIn } from "./definitions";
import { existsIn, knowsAllNames, namesOf } from "./names";
import type { Release } from "./releases";
import { type Resolution, resolvePath } from "./resolve";

/** What functions are written in: these have no private names in any release. */
const SCRIPTS = new Set(["tvm.script.tir", "tvm.script.tirx", "tvm.script.relax"]);

/**
 * Whether a name is in none of a module's releases although the data has all of the module's names (`gird` in
 * `tvm.script.tirx`): then the names that are there in this release. Null where it is there, was there, or may be there.
 */
export function unknownName(module: string, name: string, release: Release): readonly string[] | null {
  if (name.startsWith("_") && (name.startsWith("__") || !SCRIPTS.has(module))) return null;
  if (knowsAllNames(module, release)) {
    return existsIn(`${module}.${name}`, release) === null ? namesOf(module, release) : null;
  }
  const dot = module.lastIndexOf(".");
  if (dot < 0 || !knowsAllNames(module.slice(0, dot), release)) return null;
  const found = resolvePath(module, release);
  const shape = found.kind === "definition" ? definitionIn(found.definition, release) : null;
  // Functions have nothing but what the parser hangs on some: `dispatch_token`.
  if (shape?.kind === "function" && SCRIPTS.has(module.slice(0, dot)))
    return name === "dispatch_token" || existsIn(`${module}.${name}`, release) !== null ? null : [];
  // A class that only groups functions: `T.axis`.
  const isGroup = shape?.kind === "class" && shape.bases.length === 0 && shape.parameters === null;
  const owner = shape?.kind === "namespace" ? shape.instanceOf : isGroup ? definitionOf(found) : null;
  if (!owner) return null;
  const members = membersIn(owner, release);
  if (isGroup && [...members.values()].some(({ kind }) => kind !== "staticmethod")) return null;
  if (members.size === 0 || members.has("__getattr__") || existsIn(`${module}.${name}`, release) !== null) return null;
  return [...members.keys()].filter((each) => !each.startsWith("_"));
}

function definitionOf(found: Resolution): string | null {
  return found.kind === "definition" ? found.definition : null;
}
