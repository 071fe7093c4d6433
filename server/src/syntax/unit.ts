import type { Tree } from "web-tree-sitter";
import type { Keeper } from "../kept";
import { copyTree } from "./copy-tree";
import type { SyntaxNode } from "./node";
import { quickParse } from "./quick/quick-parse";
import type { TextParser } from "./text-parser";

/**
 * A piece of a document that is read and analysed as a whole: a statement at module level. A class at module level is cut
 * further: its decorators and header are a unit without a body (`shell`), and each statement of its body is a unit inside it,
 * so that one method can change without the others being looked at again.
 */
export interface Unit extends Keeper {
  /** From the statement's first character to its last. */
  readonly text: string;
  /** A `module` node; the statement is its child (several, where semicolons join them). Asking for it is what parses the unit. */
  readonly root: SyntaxNode;
  readonly hasError: boolean;
  /** Known to be sound: it was read by who reads nothing else, and need not be looked through for mistakes. */
  readonly isSound: boolean;
  /** A class without its body. */
  readonly shell: boolean;
  /** Whether somebody has asked for its tree, and it is kept. */
  readonly isRead: boolean;
  /** Lets go of the tree: whoever asks for it again gets another one. */
  forget(): void;
}

/** A function or a class, decorated or not. */
export function isDefinition({ text }: Unit): boolean {
  return DEFINITION.test(text);
}

const DEFINITION = /^(?:@|def\b|class\b|async\b)/;

/** A unit at its place in one version of a text. */
export interface PlacedUnit {
  readonly unit: Unit;
  /** Offset of the unit's first character in the text. */
  readonly start: number;
  /** End of the whole statement, a shell's members included. */
  readonly end: number;
  /** The shells around it, outermost first. */
  readonly shells: readonly PlacedUnit[];
}

/** A unit that is parsed, by itself, when somebody first asks for its tree: most units of most files nobody asks for. */
class LazyUnit implements Unit {
  private tree: SyntaxNode | undefined;
  private broken: boolean | undefined;
  private sound: boolean | undefined;
  readonly kept: unknown[] = [];

  constructor(
    private readonly parser: TextParser,
    readonly text: string,
    private readonly indentation: string,
    readonly shell: boolean,
  ) {}

  get isRead(): boolean {
    return this.tree !== undefined;
  }

  get root(): SyntaxNode {
    this.tree ??= this.quick() ?? this.parse((tree) => copyTree(tree, this.indentation.length, this.text.length));
    return this.tree;
  }

  /** Told without copying the tree where nobody else needs it. */
  get hasError(): boolean {
    if (this.sound) return false;
    if (this.tree) return this.tree.hasError;
    this.broken ??= !this.quick() && this.parse((tree) => tree.rootNode.hasError);
    return this.broken;
  }

  forget(): void {
    this.tree = undefined;
  }

  get isSound(): boolean {
    if (this.sound === undefined) this.tree = this.root;
    return this.sound === true;
  }

  private get whole(): string {
    return this.shell ? `${this.text} pass` : this.text;
  }

  private quick(): SyntaxNode | null {
    const tree = quickParse(this.whole, this.indentation, this.text.length);
    this.sound = tree !== null;
    return tree;
  }

  private parse<Result>(read: (tree: Tree) => Result): Result {
    const tree = this.parser.parse(this.indentation + this.whole);
    if (!tree) throw new Error("the parser has no language");
    const result = read(tree);
    tree.delete();
    return result;
  }
}

/**
 * A piece of text as a unit of its own.
 * @param indentation the white space before the piece on its first line, which the lines below it continue
 * @param shell the text is a class's decorators and header
 */
export function readUnit(parser: TextParser, text: string, indentation: string, shell: boolean): Unit {
  return new LazyUnit(parser, text, indentation, shell);
}
