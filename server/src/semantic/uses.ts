import { latest } from "../latest";
import { remembered } from "../remembered";
import { child, type SyntaxNode, walk } from "../syntax/node";
import type { PlacedUnit } from "../syntax/unit";
import { hashOf, WordHashes } from "../syntax/words";
import { type ImportedName, importedNames } from "./bindings";
import type { Heads } from "./chains";
import { LIBRARIES, MAX_NAMES } from "./libraries";
import { type ModuleScope, unitBindings } from "./scopes";
import type { Evaluator } from "./values";

/** A name or attribute chain that stands for something of a library. Offsets count in the unit. */
export interface Use {
  /** `tvm.script.tir.block` for `T.block` */
  readonly path: string;
  /** The whole chain. */
  readonly node: SyntaxNode;
  /** Its names in order, `T` and `block`; the first was bound by an import. */
  readonly names: readonly SyntaxNode[];
  /** What the first name alone stands for. */
  readonly rootPath: string;
}

/** An attribute of something that is not a library path: a method or field of a value. */
export interface MemberUse {
  readonly name: string;
  /** The `attribute` node. */
  readonly node: SyntaxNode;
}

export interface ImportUse extends ImportedName {
  readonly statement: SyntaxNode;
}

/** What a unit says about libraries. */
export interface Uses {
  readonly names: readonly Use[];
  readonly imports: readonly ImportUse[];
  readonly members: readonly MemberUse[];
}

/**
 * Collects them in one walk.
 * @param heads all names that can stand for something of a library in the unit, others beside them; null where that is not known
 */
export function usesOf(unit: PlacedUnit, module: ModuleScope, evaluator: Evaluator, heads: Heads | null): Uses {
  const { text, root } = unit.unit;
  const names: Use[] = [];
  const imports: ImportUse[] = [];
  const chains: SyntaxNode[] = [];
  const localImports = /\bimport\b/.test(text) || unit.shells.length === 0;
  const importedPath = remembered((name) => {
    const path = evaluator.roots.of(name, unit);
    return path === undefined || path === null || LIBRARIES.test(path) ? path : null;
  });
  const maybeImported = remembered((name) => maybeLibrary(name, module));
  const hashes = heads && hashesOf(heads);
  const libraryPath = (node: SyntaxNode): string | null => {
    if (hashes && !hashes.mayHave(hashOf(text, node.start, node.end))) return null;
    const name = text.slice(node.start, node.end);
    if (heads && !heads.has(name)) return null;
    const imported = importedPath(name);
    if (imported !== undefined) return imported;
    if (!maybeImported(name) && !(localImports && mayBeLocal(name, unit, node))) return null;
    const value = evaluator.evaluate({ node, unit });
    return value?.kind === "path" && LIBRARIES.test(value.path) ? value.path : null;
  };
  walk(root, (node) => {
    switch (node.kind) {
      case "identifier": {
        if (!isRead(node)) return true;
        const path = libraryPath(node);
        // Most names are those of variables, with nothing behind them.
        if (path === null && (node.field !== "object" || node.parent?.kind !== "attribute")) return true;
        const chain = chainOf(node);
        if (path !== null && chain.names.length < MAX_NAMES) {
          const rest = chain.names.slice(1).map((each) => text.slice(each.start, each.end));
          names.push({ path: [path, ...rest].join("."), rootPath: path, ...chain });
        } else if (chain.node !== node) chains.push(chain.node);
        return true;
      }
      case "attribute":
        if (node.parent?.kind !== "attribute" && rootOf(node).kind !== "identifier") chains.push(node);
        return true;
      case "import_statement":
      case "import_from_statement":
        for (const each of importedNames(node, text)) {
          if (each.path !== null && LIBRARIES.test(each.path)) imports.push({ ...each, statement: node });
        }
        return false;
      default:
        return true;
    }
  });
  return new UnitUses(text, names, imports, chains);
}

/** Few rules ask for members, of which there are most. */
class UnitUses implements Uses {
  private known: readonly MemberUse[] | undefined;

  constructor(
    private readonly text: string,
    readonly names: readonly Use[],
    readonly imports: readonly ImportUse[],
    private readonly chains: readonly SyntaxNode[],
  ) {}

  get members(): readonly MemberUse[] {
    if (!this.known) {
      const members: MemberUse[] = [];
      for (const chain of this.chains) collectMembers(chain, this.text, members);
      this.known = members;
    }
    return this.known;
  }
}

const hashesOf = latest((heads: Heads) => {
  const hashes = new WordHashes(heads.size);
  for (const name of heads.keys()) hashes.add(hashOf(name));
  return hashes;
});

function collectMembers(chain: SyntaxNode, text: string, into: MemberUse[]): void {
  for (let at: SyntaxNode | null = chain; at?.kind === "attribute"; at = child(at, "object")) {
    const name = child(at, "attribute");
    if (name) into.push({ name: text.slice(name.start, name.end), node: at });
  }
}

function rootOf(attribute: SyntaxNode): SyntaxNode {
  let at = attribute;
  for (let next = child(at, "object"); at.kind === "attribute" && next; next = child(at, "object")) at = next;
  return at;
}

/** The attribute chain that starts with an identifier: `a.b.c` for the `a` in it. */
function chainOf(identifier: SyntaxNode): { node: SyntaxNode; names: SyntaxNode[] } {
  let node = identifier;
  const names = [identifier];
  for (let up = node.parent; up?.kind === "attribute" && node.field === "object"; up = node.parent) {
    const name = child(up, "attribute");
    if (!name || name.error) break;
    names.push(name);
    node = up;
  }
  return { node, names };
}

/** A name that is read where it stands: not what a definition, a keyword or an attribute calls itself. */
function isRead(node: SyntaxNode): boolean {
  const parent = node.parent;
  if (!parent) return false;
  switch (node.field) {
    case "attribute":
    case "alias":
      return false;
    case "name":
      return !NAMED.has(parent.kind);
    case "left":
      return !ASSIGNED.has(parent.kind);
    default:
      return !BOUND.has(parent.kind);
  }
}

/** Kinds of nodes of which a child says how they are called. */
const NAMED = new Set([
  "function_definition",
  "class_definition",
  "keyword_argument",
  "default_parameter",
  "typed_default_parameter",
]);
const ASSIGNED = new Set(["assignment", "for_statement", "for_in_clause"]);
/** Kinds of nodes whose children are names that get values, or no names of their own. */
const BOUND = new Set([
  "parameters",
  "lambda_parameters",
  "typed_parameter",
  "pattern_list",
  "tuple_pattern",
  "as_pattern_target",
  "dotted_name",
  "list_splat_pattern",
  "dictionary_splat_pattern",
]);

function maybeLibrary(name: string, module: ModuleScope): boolean {
  return module
    .lookup(name)
    .some(({ binding }) =>
      binding.kind === "import"
        ? binding.path !== null && LIBRARIES.test(binding.path)
        : binding.kind === "value" && (binding.value?.kind === "attribute" || binding.value?.kind === "identifier"),
    );
}

/** Whether the name may be bound inside of the unit itself, by an import or to an alias: worth asking the evaluator. */
function mayBeLocal(name: string, unit: PlacedUnit, node: SyntaxNode): boolean {
  if (unitBindings(unit.unit).has(name)) return true;
  for (let at = node.parent; at; at = at.parent) if (at.kind === "function_definition") return true;
  return false;
}
