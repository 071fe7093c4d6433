import type { Variable } from "./ir";
import type { Value } from "./values";

interface Entry {
  readonly name: string;
  value: Value;
  /** How many scopes there were when it was made. */
  readonly depth: number;
  /** What the name stands for in the scopes around. */
  readonly outer: Entry | undefined;
}

/** What names stand for, in scopes within scopes: one look-up for a name, however many scopes are open. */
export class ScopedNames {
  private readonly innermost = new Map<string, Entry | undefined>();
  private readonly scopes: Entry[][] = [[]];

  get(name: string): Value | undefined {
    return this.innermost.get(name)?.value;
  }

  /** What the innermost scope has for the name. */
  here(name: string): Value | undefined {
    const entry = this.innermost.get(name);
    return entry?.depth === this.scopes.length ? entry.value : undefined;
  }

  set(name: string, value: Value): void {
    const depth = this.scopes.length;
    const known = this.innermost.get(name);
    if (known?.depth === depth) {
      known.value = value;
      return;
    }
    const entry = { name, value, depth, outer: known };
    this.innermost.set(name, entry);
    this.scopes[depth - 1]?.push(entry);
  }

  enter(): void {
    this.scopes.push([]);
  }

  leave(): void {
    const scope = this.scopes.pop() ?? [];
    for (let at = 0; at < scope.length; at++) {
      const { name, outer } = scope[at] as Entry;
      this.innermost.set(name, outer);
    }
  }

  /** All names, the outer scopes' first. */
  names(): string[] {
    return [...new Set(this.scopes.flatMap((scope) => scope.map(({ name }) => name)))];
  }

  /** Whether a variable has a name in some scope. */
  hasVariable(def: Variable): boolean {
    for (const scope of this.scopes) {
      for (let at = 0; at < scope.length; at++) {
        const value = scope[at]?.value;
        if (value?.type === "expr" && value.node.type === "Var" && value.node.def === def) return true;
      }
    }
    return false;
  }
}
