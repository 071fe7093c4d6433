import { readData } from "./folder";
import { lazy } from "./lazy";
import type { ReleaseSet } from "./releases";
import { Table } from "./table";

/** What a name of a module stands for in some releases. */
export interface NameEntry {
  readonly present: ReleaseSet;
  readonly target: NameTarget;
  /** A star import does not bring it (it is not in the module's `__all__`). */
  readonly hidden: boolean;
}

export type NameTarget =
  | { readonly kind: "module"; readonly module: string }
  /** `module:qualname` of the place where it is defined. */
  | { readonly kind: "definition"; readonly definition: string };

export interface ModuleNames {
  readonly path: string;
  readonly present: ReleaseSet;
  /** Releases in which a module-level `__getattr__` answers for names that are made while TVM runs. */
  readonly dynamic: ReleaseSet;
  /** Releases whose script parser takes any registered operator's name here. */
  readonly anyOperator: ReleaseSet;
  readonly names: ReadonlyMap<string, readonly NameEntry[]>;
}

const table = lazy(() => new Table(readData("api/names.table")));
const parsed = new Map<string, ModuleNames | null>();

/** The names of a module in all releases; null where no release has such a public module. */
export function moduleNames(path: string): ModuleNames | null {
  const known = parsed.get(path);
  if (known !== undefined) return known;
  const row = table().get(path);
  const module = row === undefined ? null : parseRow(path, row);
  parsed.set(path, module);
  return module;
}

/** Every module of every release: for checks and listings. */
export function allModules(): string[] {
  return table().keys();
}

/** The row's form is described in scripts/api/names.mjs. */
function parseRow(path: string, row: string): ModuleNames {
  const [present = "0", dynamic = "0", anyOperator = "0", list = ""] = row.split("\t");
  const names = new Map<string, NameEntry[]>();
  for (const item of list === "" ? [] : list.split(" ")) {
    const equals = item.indexOf("=");
    const arrow = item.indexOf(">", equals);
    const hidden = item.startsWith("!");
    const name = item.slice(hidden ? 1 : 0, equals);
    const target = arrow < 0 ? "" : item.slice(arrow + 1);
    const entry: NameEntry = {
      present: Number.parseInt(item.slice(equals + 1, arrow < 0 ? undefined : arrow), 16),
      target: targetOf(path, name, target),
      hidden,
    };
    const entries = names.get(name);
    if (entries) entries.push(entry);
    else names.set(name, [entry]);
  }
  const [has, made, any] = [present, dynamic, anyOperator].map((mask) => Number.parseInt(mask, 16));
  return { path, present: has ?? 0, dynamic: made ?? 0, anyOperator: any ?? 0, names };
}

function targetOf(path: string, name: string, target: string): NameTarget {
  if (target === "") return { kind: "definition", definition: `${path}:${name}` };
  if (target === "M") return { kind: "module", module: `${path}.${name}` };
  if (target.startsWith("M:")) return { kind: "module", module: target.slice(2) };
  return { kind: "definition", definition: target };
}
