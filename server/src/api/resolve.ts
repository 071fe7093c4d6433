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

/** Follows a dotted path from its root package through re-exports, aliases of modules and members of classes. */
export function resolvePath(path: string, release: Release): Resolution {
  const at = releaseIndex(release);
  const dot = path.lastIndexOf(".");
  if (dot < 0) return has(moduleNames(path)?.present ?? 0, at) ? { kind: "module", module: path } : unknown;
  const owner = resolveOwner(path.slice(0, dot), release);
  return owner.kind === "absent" || owner.kind === "unknown" ? owner : step(owner, path.slice(dot + 1), release, at);
}

/** Many paths have the same owner. */
const resolveOwner = rememberedByRelease(resolvePath);

/**
 * Whether some release may have a path, by what its owner is in any of them: no, of nearly all that nobody has heard of, at the cost of
 * one look-up.
 */
export function mayResolve(path: string): boolean {
  const dot = path.lastIndexOf(".");
  if (dot < 0) return true;
  const { modules, others } = ownersOf(path.slice(0, dot));
  const name = path.slice(dot + 1);
  return others || modules.some((module) => moduleNames(module)?.names.has(name) || moduleNames(`${module}.${name}`));
}

/** The modules that a path is in some release, and whether it is something else in another one. */
const ownersOf = remembered((path) => {
  const modules = new Set<string>();
  let others = false;
  for (const release of releases()) {
    const owner = resolvePath(path, release);
    if (owner.kind === "module") modules.add(owner.module);
    else if (owner.kind === "definition" || owner.kind === "member") others = true;
  }
  return { modules: [...modules], others };
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
