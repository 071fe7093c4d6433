import type { Release } from "../api/releases";
import type { Span } from "../position";
import type { Model, Part } from "../semantic/model";
import type { Uses } from "../semantic/uses";
import type { SyntaxNode } from "../syntax/node";
import type { PlacedUnit } from "../syntax/unit";
import type { WantedWords } from "../syntax/words";
import type { Reading } from "../tir/lower";
import type { PathTest } from "./scan";
import type { ShellCheck } from "./shell/shell-rule";

export type Severity = "error" | "warning" | "info" | "hint";

/** A replacement in one text of a document; offsets count in that text. */
export interface PartEdit extends Span {
  readonly part: Part;
  readonly newText: string;
}

export interface Fix {
  readonly title: string;
  /** Safe: the same meaning for the targeted release, checked on real TVM. Unsafe: a person has to look. */
  readonly applicability: "safe" | "unsafe";
  readonly edits: readonly PartEdit[];
}

/** Makes a fix when somebody asks for it, in the version that is there then. Null: on a closer look there is none. */
export type FixMaker = (context: UnitContext) => Fix | null;

/** What a rule found. Everything in it is relative to the unit, so that it stays true when the unit moves. */
export interface Finding {
  /** Offsets in the unit's text. */
  readonly span: Span;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly deprecated?: boolean;
  /** The page that explains it, below `docs` and without its ending, where it is another than the rule's. */
  readonly page?: string | undefined;
  /** Nothing needs it: editors fade it out. */
  readonly unnecessary?: boolean;
  readonly fix?: FixMaker;
  /** Other places that belong to it, in the same unit. */
  readonly related?: readonly RelatedPlace[];
}

export interface RelatedPlace {
  /** Offsets in the unit's text. */
  readonly span: Span;
  readonly message: string;
}

/** What a rule may ask about one unit. */
export interface UnitContext {
  readonly model: Model;
  readonly unit: PlacedUnit;
  readonly release: Release;
  /** The release that the code was written for, where somebody said so; null: only what it says itself can tell. */
  readonly from: Release | null;
  readonly uses: Uses;
  /** The unit's functions in TVM's script, lowered as the release would read them, with what it would reject. */
  readonly definitions: readonly Reading[];
  /** The source of a node of this unit. */
  text(node: Span): string;
  /** The dotted library path that a name or attribute chain stands for. */
  path(node: SyntaxNode): string | null;
  /** A replacement in this unit's part, from offsets in the unit. */
  edit(span: Span, newText: string): PartEdit;
}

/** What can be said of a unit without parsing it: a rule that knows it can find nothing there need not have it parsed. */
export interface UnitScan {
  /** The unit's text, with blanks for line ends behind a backslash and it. */
  readonly text: string;
  readonly release: Release;
  /** The release that the code was written for, where somebody said so. */
  readonly from: Release | null;
  /** Whether a definition in TVMScript can be in the unit, or the unit in one: what rules about PrimFuncs and the like ask. */
  readonly mayHoldScript: boolean;
  /** Whether a path in a library that the unit names passes the test; true where that is not known. Make the test with `pathTest`. */
  mentions(test: PathTest): boolean;
  /** As `mentions`, of chains of names whose last is written so: `block` of `T.block`. */
  mentionsAs(name: string, test: PathTest): boolean;
  /** As `mentions`, of what the unit calls by another name than its own: `b` of `from tvm import build as b`. */
  mentionsRenamed(test: PathTest): boolean;
  /** As `mentions`, of all the document's units. */
  documentMentions(test: PathTest): boolean;
  /** The same of what the document imports alone. */
  documentImports(test: PathTest): boolean;
  /** Whether the text is anywhere in the document. */
  documentHas(text: string): boolean;
  /** Whether the pattern fits anywhere in the document. */
  documentMatches(pattern: RegExp): boolean;
  /** Whether the pattern fits anywhere in the unit, or in a statement of the document that is no definition. */
  scopeMatches(pattern: RegExp): boolean;
  /** The names of the functions that stand in classes of the document. */
  readonly documentFunctions: WantedWords;
}

/** All of what is given has to hold. */
export interface Needs {
  /** The unit names a path in a library that passes the test. */
  readonly names?: PathTest;
  /** One of these words is in its text, in whatever place. */
  readonly words?: (release: Release) => Iterable<string>;
  /** As `UnitScan.mayHoldScript`. */
  readonly script?: true;
  /** The release is one that the rule has something to say about. */
  readonly release?: (release: Release) => boolean;
}

export interface Rule {
  /** `TVM101`: never given to another rule. */
  readonly code: string;
  /** `removed-name`: says the bad pattern. */
  readonly name: string;
  readonly severity: Severity;
  /** What a unit has to hold for the rule to find anything in it: the quick half of `scan`, told for all rules at once. */
  readonly needs?: Needs | undefined;
  /**
   * False where the rule can find nothing in such a unit; it may say yes too often, never no. Parsing is most of what a check
   * costs, and a unit for which all rules say no is not parsed. Left out: every unit that has what the rule needs is.
   */
  readonly scan?: ((unit: UnitScan) => boolean) | undefined;
  /** Whether the unit has what the rule speaks of. The same function for all rules that speak of the same: it is asked once for them. */
  readonly about?: ((context: UnitContext) => boolean) | undefined;
  check(context: UnitContext, report: (finding: Finding) => void): void;
  /** What it says of commands of a shell: in notebooks, in Markdown, in scripts. */
  readonly shell?: ShellCheck | undefined;
}

/** All rules have one shape: what asks every rule about every unit finds its parts where those of the one before were. */
export function defineRule({ code, name, severity, needs, scan, about, check, shell }: Rule): Rule {
  return { code, name, severity, needs, scan, about, check, shell };
}
