import { keptBy } from "../kept";
import { child, type SyntaxNode } from "../syntax/node";
import type { PlacedUnit, Unit } from "../syntax/unit";
import { type Binding, type Bindings, bindingsOf } from "./bindings";
import { type Heads, NO_NAMES } from "./chains";
import { mayBind } from "./may-bind";

/** A node together with the unit whose text its offsets count in. */
export interface Site {
  readonly node: SyntaxNode;
  readonly unit: PlacedUnit;
}

/** A binding of a name and where it was made. */
export interface Bound {
  readonly binding: Binding;
  readonly unit: PlacedUnit;
}

const scopesOf = keptBy((_unit: Unit) => new Map<SyntaxNode, Bindings>());

function ownBindings(scope: SyntaxNode, unit: Unit): Bindings {
  const scopes = scopesOf(unit);
  let known = scopes.get(scope);
  if (!known) {
    known = bindingsOf(scope, unit.text);
    scopes.set(scope, known);
  }
  return known;
}

/** The names that a unit gives to its surroundings: the module, or the class that it stands in. */
export function unitBindings(unit: Unit): Bindings {
  return ownBindings(unit.root, unit);
}

/** Whether a statement brings names into the module that it does not spell. */
export const bindsUnsaid = keptBy((unit: Unit) => /\bimport\s*\(?\s*\*|\bglobals\(\)|^%/.test(unit.text));

const FUNCTIONS = new Set(["function_definition", "lambda"]);

/** The scopes around a node inside its unit, innermost first; class bodies only where Python looks into them. */
function scopesAround(node: SyntaxNode): SyntaxNode[] {
  const scopes: SyntaxNode[] = [];
  let from: SyntaxNode = node;
  for (let at = node.parent; at; from = at, at = at.parent) {
    // Parameters' annotations and defaults, and the return type, are read outside of the function.
    if (FUNCTIONS.has(at.kind) && from.field === "body") scopes.push(at);
    else if (at.kind === "class_definition" && from.field === "body" && scopes.length === 0) scopes.push(at);
  }
  return scopes;
}

/** The module-level names of all units, in a file or in all cells of a notebook. */
export class ModuleScope {
  private readonly names = new Map<string, readonly Bound[]>();
  private binders: ReadonlyMap<string, readonly PlacedUnit[]> | undefined;
  private imported: Set<string> | undefined;

  private order: ReadonlyMap<PlacedUnit, number> | undefined;
  /** Units in which somebody looked a name up: their nodes may be held by what is known of others. */
  private readonly shared = new Set<Unit>();
  private unsaid: boolean | undefined;

  /** @param implied what names stand for that nothing binds */
  constructor(
    private readonly units: readonly PlacedUnit[],
    private readonly implied: Heads = NO_NAMES,
  ) {}

  /** Names may be bound that no statement says: `from x import *`, `globals()[…] = …`. */
  get bindsUnsaidNames(): boolean {
    this.unsaid ??= this.units.some((unit) => bindsUnsaid(unit.unit));
    return this.unsaid;
  }

  /** Parses the units that may bind the name, and no others. */
  lookup(name: string): readonly Bound[] {
    let found = this.names.get(name);
    if (!found) {
      this.binders ??= bindersIn(this.units);
      const units = this.binders.get(name) ?? [];
      for (const { unit } of units) this.shared.add(unit);
      found = units.flatMap((unit) => (unitBindings(unit.unit).get(name) ?? []).map((binding) => ({ binding, unit })));
      if (found.length === 0) found = this.impliedAs(name);
      this.names.set(name, found);
    }
    return found;
  }

  private impliedAs(name: string): readonly Bound[] {
    const path = this.implied.get(name)?.[0];
    const [unit] = this.units;
    if (path === undefined || !unit || this.bindsUnsaidNames) return [];
    return [{ binding: { kind: "import", path, node: unit.unit.root, guarded: false }, unit }];
  }

  /**
   * What a name means in a unit below all the statements that import it: what the last of them brings in. Where it is
   * bound in another way too, or under a condition, every binding may be meant.
   */
  lookupFrom(name: string, unit: PlacedUnit): readonly Bound[] {
    const found = this.lookup(name);
    const last = found.at(-1);
    if (!last || found.length === 1 || !found.every(({ binding }) => isPlainImport(binding))) return found;
    this.order ??= new Map(this.units.map((each, index) => [each, index]));
    const at = this.order.get(unit);
    const end = this.order.get(last.unit);
    return at !== undefined && end !== undefined && at > end ? [last] : found;
  }

  /** The dotted paths that module-level imports bring in, and those that go without an import. */
  importedPaths(): ReadonlySet<string> {
    if (!this.imported) {
      this.imported = new Set([...this.implied.values()].flat());
      for (const { unit, shells } of this.units) {
        if (shells.length > 0 || !MAY_IMPORT.test(unit.text)) continue;
        this.shared.add(unit);
        for (const binding of [...unitBindings(unit).values()].flat()) {
          if (binding.kind === "import" && binding.path !== null && !binding.guarded) this.imported.add(binding.path);
        }
      }
    }
    return this.imported;
  }

  /** Lets go of a unit's tree, and of what is known of its scopes, unless other units are read by them. */
  forget(unit: Unit): void {
    if (!unit.isRead || this.shared.has(unit)) return;
    scopesOf(unit).clear();
    unit.forget();
  }

  /** Whether a module-level import brings in something of that package. */
  imports(root: string): boolean {
    return [...this.importedPaths()].some((path) => path === root || path.startsWith(`${root}.`));
  }
}

/** By name the units that may bind it for the module. */
function bindersIn(units: readonly PlacedUnit[]): ReadonlyMap<string, readonly PlacedUnit[]> {
  const binders = new Map<string, PlacedUnit[]>();
  for (const unit of units) {
    if (unit.shells.length > 0) continue;
    for (const name of mayBind(unit.unit)) {
      const list = binders.get(name);
      if (list) list.push(unit);
      else binders.set(name, [unit]);
    }
  }
  return binders;
}

/** A statement with an import that is one of the module: not in a definition. */
const MAY_IMPORT = /^(?!@|def\b|class\b|async\b)[\s\S]*\bimport\b/;

/**
 * What a name may mean at a node: every binding of the scope that binds it. More than one where it is bound again, which is
 * for the caller to weigh; none where nobody binds it.
 */
export function lookup(name: string, site: Site, module: ModuleScope): readonly Bound[] {
  const { unit, node } = site;
  const scopes = scopesAround(node);
  for (const scope of scopes) {
    const found = ownBindings(scope, unit.unit).get(name);
    if (found) return found.map((binding) => ({ binding, unit }));
  }
  if (unit.shells.length > 0 && scopes.length === 0) {
    const found = unitBindings(unit.unit).get(name);
    if (found) return found.map((binding) => ({ binding, unit }));
  }
  return module.lookupFrom(name, unit);
}

/** An import that is a statement of the module itself: nothing decides whether it is executed. */
function isPlainImport(binding: Binding): boolean {
  if (binding.kind !== "import") return false;
  let at: SyntaxNode | null = binding.node;
  while (at && at.kind !== "import_statement" && at.kind !== "import_from_statement") at = at.parent;
  return at?.parent?.kind === "module";
}

/** The names bound anywhere around a node: what a new import must not hide. */
export function isNameTaken(name: string, site: Site, module: ModuleScope): boolean {
  return lookup(name, site, module).length > 0;
}

/** The function around a node (the node itself included), inside its unit. */
export function functionAround(node: SyntaxNode): SyntaxNode | null {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (at.kind === "function_definition") return at;
  return null;
}

/** The class whose body holds the function, where it is in the same unit. */
export function classAround(fn: SyntaxNode): SyntaxNode | null {
  let at = fn.parent;
  if (at?.kind === "decorated_definition") at = at.parent;
  if (at?.kind !== "block") return null;
  return at.parent?.kind === "class_definition" ? at.parent : null;
}

/** The name node's text of a function or class. */
export function nameOf(definition: SyntaxNode, unit: Unit): string {
  const name = child(definition, "name");
  return name ? unit.text.slice(name.start, name.end) : "";
}
