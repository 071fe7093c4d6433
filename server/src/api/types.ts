import { equivalentIn } from "./changes";
import { definitionIn, memberWithOwner } from "./definitions";
import { moduleNames } from "./modules";
import { pathOfDefinition, preferredPath } from "./names";
import { type Release, releaseIndex } from "./releases";
import { resolvePath, targetAt } from "./resolve";
import { reviewedReturns } from "./reviewed";

/**
 * The class (a path of the release) of what a call of a path gives back, or of an attribute's value. Null unless an
 * annotation in TVM's sources, or a review, names exactly one class.
 */
export function returnTypeOf(path: string, release: Release): string | null {
  const found = resolvePath(path, release);
  if (found.kind === "definition") {
    const shape = definitionIn(found.definition, release);
    if (shape?.kind === "class") return pathOfDefinition(found.definition, release) ?? path;
    const annotated = () => (shape?.annotation ? classOf(shape.annotation, found.definition, release) : null);
    // An annotation can say less than what TVM makes of it: tvm_ffi's `device` gives TVM's own class.
    return reviewedReturn(path, release) ?? annotated();
  }
  if (found.kind === "member") {
    const member = memberWithOwner(found.definition, found.member, release);
    const { annotation } = member?.shape ?? {};
    const annotated = member && annotation ? classOf(annotation, member.owner, release, found.definition) : null;
    return annotated ?? reviewedReturn(path, release);
  }
  return null;
}

/** The class of what is in the list that a field holds, or that a function gives back, which is annotated so. */
export function elementTypeOf(path: string, release: Release): string | null {
  const found = resolvePath(path, release);
  if (found.kind === "definition") {
    const shape = definitionIn(found.definition, release);
    const element = shape?.kind === "function" ? elementIn(shape.annotation) : null;
    return element === null ? null : classOf(element, found.definition, release);
  }
  const member = found.kind === "member" ? memberWithOwner(found.definition, found.member, release) : null;
  const isField = member?.shape.kind === "attribute" || member?.shape.kind === "property";
  const element = member && isField ? elementIn(member.shape.annotation) : null;
  return member && element !== null ? classOf(element, member.owner, release) : null;
}

/** `List[X]` → `X` */
function elementIn(annotation: string | null): string | null {
  return /^(?:typing\.)?(?:list|sequence|array)\[(.*)\]$/i.exec(annotation?.trim() ?? "")?.[1] ?? null;
}

/** The one class that an annotation names, read in the module of `definition`. */
function classOf(annotation: string, definition: string, release: Release, self?: string): string | null {
  const name = plainName(annotation);
  if (name === null) return null;
  if (name === "Self" && self) return pathOfDefinition(self, release);
  const module = definition.slice(0, definition.indexOf(":"));
  const found = resolveIn(module, name, release);
  return found && definitionIn(found, release)?.kind === "class" ? pathOfDefinition(found, release) : null;
}

/** `"X"`, `Optional[X]`, `X | None` → `X`; null for everything that is not one dotted name. */
function plainName(annotation: string): string | null {
  const inner = annotation
    .replace(/["']/g, "")
    .trim()
    .replace(/^(?:typing\.)?Optional\[(.*)\]$/, "$1")
    .replace(/\s*\|\s*None$/, "")
    .trim();
  return /^[A-Za-z_][\w.]*$/.test(inner) ? inner : null;
}

/** Follows a dotted name from what a module, or for a private module the package around it, has in scope. */
function resolveIn(module: string, name: string, release: Release): string | null {
  const at = releaseIndex(release);
  const [head = "", ...rest] = name.split(".");
  for (let scope = module; scope !== ""; scope = scope.slice(0, Math.max(0, scope.lastIndexOf(".")))) {
    const names = moduleNames(scope);
    const entries = names && (names.present >>> at) & 1 ? names.names.get(head) : undefined;
    const target = entries && targetAt(entries, at);
    if (target) {
      const start = target.kind === "module" ? target.module : target.definition.replace(":", ".");
      if (target.kind === "definition" && rest.length === 0) return target.definition;
      const found = resolvePath([start, ...rest].join("."), release);
      return found.kind === "definition" ? found.definition : null;
    }
    // A module that the data lists has said all that it has in scope.
    if (names) break;
  }
  const found = name.startsWith("tvm.") ? resolvePath(name, release) : null;
  return found?.kind === "definition" ? found.definition : null;
}

function reviewedReturn(path: string, release: Release): string | null {
  const preferred = preferredPath(path, release);
  const entry = reviewedReturns().find((candidate) => candidate.path === path || candidate.path === preferred);
  if (!entry || (entry.lastIn !== undefined && releaseIndex(release) > releaseIndex(entry.lastIn))) return null;
  return equivalentIn(entry.returns, release);
}
