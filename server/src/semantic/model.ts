import type { Keeper } from "../kept";
import type { Syntax } from "../syntax/document";
import { child, type SyntaxNode, walk } from "../syntax/node";
import type { ShellText } from "../syntax/shell";
import type { PlacedUnit, Unit } from "../syntax/unit";
import { type Heads, merged } from "./chains";
import { excerptImports, printedImports } from "./implied-imports";
import { mayBind } from "./may-bind";
import { MentionReader, type Mentions } from "./mentions";
import { bindsUnsaid, ModuleScope, unitBindings } from "./scopes";
import { type Uses, usesOf } from "./uses";
import { Evaluator, type KnownApi } from "./values";

/** A text of a document: a file has one, a notebook one for each code cell. */
export interface Part {
  /** What tells it from other texts: a URI, or a path. */
  readonly uri: string;
  /** The cell's zero-based index among all cells of its notebook; null for a file. */
  readonly cell: number | null;
  readonly syntax: Syntax;
  /** Where `syntax` has blanks in place of what is no Python: the text as it is written, and the commands of a shell in it. */
  readonly shell?: ShellText | null;
}

/** A part's text as it is written. */
export function writtenText({ shell, syntax }: Part): string {
  return shell?.text ?? syntax.text;
}

/** What a page that holds a whole program begins with. */
const IMPORTS_SCRIPT =
  /^\s*(?:from\s+tvm\S*\.script\S*\s+import|import\s+tvm\S*\.script|from\s+tvm\s+import\s[^\n]*\bscript\b)/;

/**
 * What is known of one version of a document. Made once, asked by all rules and features; plain data and pure questions, so
 * an answer never depends on who asked before.
 */
export class Model implements Keeper {
  /** All parts' units, in order. */
  readonly units: readonly PlacedUnit[];
  readonly module: ModuleScope;
  private readonly implied: Heads;
  readonly evaluator: Evaluator;
  readonly kept: unknown[] = [];
  private reader: MentionReader | undefined;
  private excerpt: boolean | undefined;
  private meaning: string | undefined;
  private above: Map<PlacedUnit, number> | undefined;
  private readonly usesOf = new Map<PlacedUnit, Uses>();
  private partOfUnit: Map<PlacedUnit, Part> | undefined;

  constructor(
    readonly parts: readonly Part[],
    api: KnownApi,
  ) {
    this.units = parts.flatMap((part) => part.syntax.units);
    const texts = parts.map(({ syntax }) => syntax.text);
    this.implied = this.isExcerpt ? merged(excerptImports(texts), printedImports(texts)) : printedImports(texts);
    this.module = new ModuleScope(this.units, this.implied);
    this.evaluator = new Evaluator(this.units, this.module, api);
  }

  /** Whether the code stands between the words of a page. */
  get isPage(): boolean {
    return this.parts.some(({ cell, shell }) => cell === null && shell);
  }

  /** Whether the code is excerpts on a page: what they name and do not define may come from anywhere. */
  get isExcerpt(): boolean {
    this.excerpt ??= this.isPage && !this.units.some(({ unit }) => IMPORTS_SCRIPT.test(unit.text));
    return this.excerpt;
  }

  /** Equal for two versions whose module-level names mean the same: what was found in a unit then holds for both. */
  get environment(): string {
    this.meaning ??= this.units.map((unit) => this.contributionOf(unit)).join("") + this.impliedMeaning;
    return this.meaning;
  }

  /** A unit's part in the environment. */
  contributionOf({ unit, shells }: PlacedUnit): string {
    return environmentOf(unit, shells.length > 0);
  }

  /** The part of the environment that no unit says. */
  get impliedMeaning(): string {
    return [...this.implied].map(([name, paths]) => `#${name}=${paths};`).join("");
  }

  /** How much of the environment stands above a unit: what its names mean depends on the order, too. */
  environmentAbove(unit: PlacedUnit): number {
    if (!this.above) {
      this.above = new Map();
      let length = 0;
      for (const each of this.units) {
        this.above.set(each, length);
        length += this.contributionOf(each).length;
      }
    }
    return this.above.get(unit) ?? 0;
  }

  /** What the unit's text says of libraries, for those who don't need to have it parsed. */
  mentions(unit: PlacedUnit): Mentions {
    return this.readingOf(unit)?.mentions ?? null;
  }

  /** What the module's names may stand for in libraries, more than its imports bring in; null where that takes parsing. */
  get heads(): Heads | null {
    return this.mentionReader.moduleHeads;
  }

  private get mentionReader(): MentionReader {
    this.reader ??= new MentionReader(this.units, this.implied);
    return this.reader;
  }

  private readingOf(unit: PlacedUnit) {
    return this.mentionReader.of(unit);
  }

  /** What the unit says about libraries. */
  uses(unit: PlacedUnit): Uses {
    let uses = this.usesOf.get(unit);
    if (!uses) {
      uses = usesOf(unit, this.module, this.evaluator, this.readingOf(unit)?.heads ?? null);
      this.usesOf.set(unit, uses);
    }
    return uses;
  }

  /** Lets go of what was found out about a unit which nobody will ask about again. */
  forget(unit: PlacedUnit): void {
    this.usesOf.delete(unit);
    this.module.forget(unit.unit);
  }

  partOf(unit: PlacedUnit): Part {
    if (!this.partOfUnit) {
      this.partOfUnit = new Map();
      for (const part of this.parts) for (const each of part.syntax.units) this.partOfUnit.set(each, part);
    }
    const part = this.partOfUnit.get(unit);
    if (!part) throw new Error("the unit is of another version");
    return part;
  }
}

const environments = new WeakMap<Unit, string>();

/** What a unit contributes to the meaning of names elsewhere, as text. */
function environmentOf(unit: Unit, member: boolean): string {
  let known = environments.get(unit);
  if (known === undefined) {
    known = (member ? fieldsOf(unit) : bindingsText(unit)) + (bindsUnsaid(unit) ? "*;" : "");
    environments.set(unit, known);
  }
  return known;
}

function bindingsText(unit: Unit): string {
  const text = (node: SyntaxNode | null) => (node ? unit.text.slice(node.start, node.end) : "");
  let out = "";
  // What is bound in a way that nobody would look up is as good as not bound.
  const looked = new Set(mayBind(unit));
  for (const [name, bindings] of unitBindings(unit)) {
    if (!looked.has(name)) continue;
    for (const binding of bindings) {
      switch (binding.kind) {
        case "import":
          // An import that is being typed may be read by some and not by others: all of its text counts.
          out += `${name}=${binding.path}${binding.guarded ? "?" : ""}${unit.hasError ? unit.text : ""};`;
          break;
        case "class":
          out += `class ${name}${text(child(binding.node, "superclasses"))}${unit.shell ? "" : fieldsOf(unit)};`;
          break;
        case "function":
          out += `def ${name}${text(child(binding.node, "return_type"))};`;
          break;
        case "value":
          out += `${name}:${text(binding.annotation)}=${headOf(binding.value, unit.text)}[${binding.index}];`;
          break;
        default:
          out += `${name};`;
      }
    }
  }
  return out;
}

/** The part of an expression that its value's class depends on: what is called, not with what. */
function headOf(value: SyntaxNode | null, text: string): string {
  const head = value?.kind === "call" ? child(value, "function") : value;
  if (
    !head ||
    !/^(?:identifier|attribute|call|conditional_expression|binary_operator|tuple|expression_list)$/.test(head.kind)
  ) {
    return value?.kind ?? "";
  }
  const own = text.slice(head.start, head.end);
  return value?.kind === "call" ? `${own}()` : own;
}

/** A method's name, what it returns, and what it puts into fields. */
function fieldsOf(unit: Unit): string {
  let out = "";
  walk(unit.root, (node) => {
    if (node.kind === "function_definition") {
      const name = child(node, "name");
      const returned = child(node, "return_type");
      if (name)
        out += `${unit.text.slice(name.start, name.end)}->${returned ? unit.text.slice(returned.start, returned.end) : ""};`;
    }
    const left = node.kind === "assignment" ? child(node, "left") : null;
    if (left?.kind === "attribute") {
      out += `${unit.text.slice(left.start, left.end)}=${headOf(child(node, "right"), unit.text)};`;
    }
  });
  return out;
}
