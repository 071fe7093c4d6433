import { remembered, rememberedByRelease } from "../remembered";
import { definitionIn, hasMember } from "./definitions";
import { moduleNames, type NameEntry, type NameTarget } from "./modules";
import { type Release, type ReleaseSet, releaseIndex, releases } from "./releases";

/** What a dotted path means in one release. */
export type Resolution =
  | { readonly kind: "module"; readonly module: string }
  /** `definition` is `module:qualname`, the place where the thing is made. */
  | { readonly kind: "definition"; readonly definition: string }
  | { readonly kind: "member"; readonly definition: string; readonly member: string }
  /** Not there. `heard`: some other release has it, so it is a name of TVM's and no invention. */
  | { readonly kind: "absent"; readonly heard: boolean }
  /** The data cannot know: run-time names, private names, attributes of values, packages outside TVM. */
  | { readonly kind: "unknown" };

const unknown: Resolution = { kind: "unknown" };

/** Modules with a run-time `__getattr__` that only serves names which the data has (script dialects). */
const KNOWN_DIALECTS = new Set(["tvm.script", "tvm.script.parser", "tvm.script.ir_builder"]);

/**
 * Names that a module deep inside may import from `typing`, which the data does not list. A check against real TVMs
 * found that TVM's own `Any` and `Tuple` are to be told apart from these in no other way.
 */
const TYPING_NAMES = new Set(["Any", "Callable", "Dict", "List", "Literal", "Optional", "Tuple", "Type", "Union"]);

/** In characters, far above any of TVM's. Of longer paths, which only broken or made-up code has, nothing is known. */
export const LONGEST_PATH = 500;

/** Follows a dotted path from its root package through re-exports, aliases of modules and members of classes. */
export function resolvePath(path: string, release: Release): Resolution {
  if (path.length > LONGEST_PATH) return unknown;
  const at = releaseIndex(release);
  const dot = path.lastIndexOf(".");
  if (dot < 0) return has(moduleNames(path)?.present ?? 0, at) ? { kind: "module", module: path } : unknown;
  const owner = resolveOwner(path.slice(0, dot), release);
  return owner.kind === "absent" || owner.kind === "unknown" ? owner : step(owner, path.slice(dot + 1), release, at);
}

/** Many paths have the same owner. */
const resolveOwner = rememberedByRelease(resolvePath);

/**
 * The releases that have a path, told by what its owner is in each of them, at the cost of one look-up; null where the owner is a class
 * or the like in some.
 */
export function presenceOf(path: string): ReleaseSet | null {
  if (path.length > LONGEST_PATH) return 0;
  const dot = path.lastIndexOf(".");
  if (dot < 0) return moduleNames(path)?.present ?? 0;
  const { modules, others } = ownersOf(path.slice(0, dot));
  if (others) return null;
  const name = path.slice(dot + 1);
  let present = 0;
  for (const [module, releasesOfIt] of modules) {
    const names = moduleNames(module)?.names.get(name) ?? [];
    const own = names.reduce((set, entry) => set | entry.present, moduleNames(`${module}.${name}`)?.present ?? 0);
    present |= own & releasesOfIt;
  }
  return present;
}

/** The modules that a path is, with the releases in which it is, and whether it is something else in another release. */
const ownersOf = remembered((path) => {
  const modules = new Map<string, ReleaseSet>();
  let others = false;
  for (const [at, release] of releases().entries()) {
    const owner = resolvePath(path, release);
    if (owner.kind === "module") modules.set(owner.module, (modules.get(owner.module) ?? 0) | (1 << at));
    else if (owner.kind === "definition" || owner.kind === "member") others = true;
  }
  return { modules, others };
});

function step(here: Resolution, name: string, release: Release, at: number): Resolution {
  if (here.kind === "module") return stepIntoModule(here.module, name, at);
  if (here.kind === "definition") return stepIntoDefinition(here.definition, name, release);
  return unknown;
}

function stepIntoModule(path: string, name: string, at: number): Resolution {
  const module = moduleNames(path);
  if (!module || !has(module.present, at)) return unknown;
  const entries = module.names.get(name);
  const target = entries && targetAt(entries, at);
  if (target) return fromTarget(target);
  const submodule = moduleNames(`${path}.${name}`);
  if (submodule && has(submodule.present, at)) return { kind: "module", module: submodule.path };
  if (name.startsWith("_") || has(module.anyOperator, at)) return unknown;
  if (has(module.dynamic, at) && !KNOWN_DIALECTS.has(path)) return unknown;
  if (TYPING_NAMES.has(name) && path.split(".").length > 3) return unknown;
  return { kind: "absent", heard: entries !== undefined || submodule !== null };
}

function fromTarget(target: NameTarget): Resolution {
  return target.kind === "module" ? target : { kind: "definition", definition: target.definition };
}

function stepIntoDefinition(definition: string, name: string, release: Release): Resolution {
  const shape = definitionIn(definition, release);
  const owner = shape?.kind === "class" ? definition : shape?.kind === "namespace" ? shape.instanceOf : null;
  if (!owner) return unknown;
  const answer = hasMember(owner, name, release);
  if (answer === true) return { kind: "member", definition: owner, member: name };
  return answer === false ? { kind: "absent", heard: true } : unknown;
}

/** What a name stands for in the `at`-th release. */
export function targetAt(entries: readonly NameEntry[], at: number): NameTarget | undefined {
  return entries.find(({ present }) => has(present, at))?.target;
}

function has(set: ReleaseSet, at: number): boolean {
  return ((set >>> at) & 1) === 1;
}
