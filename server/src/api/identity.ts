import { changeOf } from "./changes";
import { lastWith } from "./names";
import { newestRelease } from "./releases";
import { resolvePath } from "./resolve";

/**
 * The newest definition that a path leads to, the same for all the names that a thing had: `module:qualname`, or
 * `M:module`, with `.member` where it is one. Null for paths that are not known.
 */
export function identityOf(path: string): string | null {
  const newest = newestRelease();
  const last = lastWith(path);
  if (last === null) return null;
  const today = last === newest ? path : changeOf(path, newest)?.to;
  const found = today ? resolvePath(today, newest) : resolvePath(path, last);
  if (found.kind === "module") return `M:${found.module}`;
  if (found.kind === "definition") return found.definition;
  if (found.kind === "member") return `${found.definition}.${found.member}`;
  return today ?? null;
}

/** Whether two paths, each of any release, are names of the same thing. */
export function sameThing(a: string, b: string): boolean {
  if (a === b) return true;
  const identity = identityOf(a);
  return identity !== null && identity === identityOf(b);
}
