import type { Language, Tree } from "web-tree-sitter";
import { type Building, DROPPED, LEAVES } from "./building";
import type { SyntaxNode } from "./node";
import {
  ALIAS_COUNT,
  ALIAS_SEQUENCES,
  CHILD_COUNT,
  EXTRA,
  FIELD_MAP_ENTRIES,
  FIELD_MAP_SLICES,
  FLAGS,
  MAX_ALIAS_LENGTH,
  MISSING,
  NAMED,
  PADDING,
  PRODUCTION_COUNT,
  PRODUCTION_ID,
  PUBLIC_SYMBOLS,
  SIZE,
  SUBTREE,
  SYMBOL,
  SYMBOL_COUNT,
  SYMBOL_METADATA,
  VISIBLE,
} from "./tree-layout";

export interface WasmMemory {
  /** Another one after the memory has grown. */
  readonly buffer: ArrayBuffer;
}

/**
 * Reads a parsed tree where it lies, in the memory of tree-sitter's wasm. Asking its functions costs about a microsecond a
 * question, several times what the parse itself does; reading costs next to nothing. The layout is that of `Subtree` and
 * `TSLanguage` in tree-sitter's lib/src/subtree.h and parser.h, on a machine of 32 bits. Whoever makes a reader has to compare what
 * it says of some text with what tree-sitter says (`copy-tree.ts`): the layout is nobody's promise.
 */
export class TreeReader {
  private readonly grammar: Grammar;
  private bytes: Uint8Array;
  private halves: Uint16Array;
  private words: Uint32Array;
  /** Those that are being read, outermost first, and behind them those to be used again. */
  private readonly frames: Frame[] = [];

  constructor(
    private readonly memory: WasmMemory,
    language: Language,
  ) {
    this.bytes = new Uint8Array(memory.buffer);
    this.halves = new Uint16Array(memory.buffer);
    this.words = new Uint32Array(memory.buffer);
    this.grammar = new Grammar(language, this.bytes, this.halves, this.words);
  }

  /**
   * @param base offset that becomes 0
   * @param length nodes that start at or after it are left out
   */
  read(tree: Tree, base: number, length: number): SyntaxNode {
    if (this.bytes.buffer !== this.memory.buffer) {
      this.bytes = new Uint8Array(this.memory.buffer);
      this.halves = new Uint16Array(this.memory.buffer);
      this.words = new Uint32Array(this.memory.buffer);
    }
    const heap = this.words[addressOf(tree) >> 2] as number;
    // The root is an error where the whole text is; a text without any code is a leaf.
    const kind = this.grammar.kindOf(this.halves[(heap + SYMBOL) >> 1] as number).kind;
    const error = kind === ERROR.kind;
    const root: Building = {
      kind,
      field: null,
      start: 0,
      end: length,
      parent: null,
      children: NONE,
      error,
      hasError: error,
    };
    this.readBelow(heap, this.words[(heap + PADDING) >> 2] as number, root, base, length);
    return root;
  }

  /** All below a subtree, in the order of the text. No recursion: code can be nested as deeply as it likes. */
  private readBelow(heap: number, start: number, root: Building, base: number, length: number): void {
    const { bytes, halves, words, grammar, frames } = this;
    // Nodes whose parents have not got them yet.
    const pending: Building[] = [];
    let count = 0;
    let frame: Frame = this.frameAt(0, heap, start, root, null, 0);
    let depth = 0;
    for (;;) {
      if (frame.at === frame.end) {
        if (frame.own >= 0 && frame.own < count) {
          frame.parent.children = pending.slice(frame.own, count);
          count = frame.own;
        }
        if (depth === 0) return;
        frame = frames[--depth] as Frame;
        continue;
      }
      const at: number = frame.at;
      frame.at += SUBTREE;
      let flags = bytes[at] as number;
      let symbol: number;
      let padding: number;
      let size: number;
      let below = 0;
      if ((flags & 1) === 1) {
        // Small leaves are written where the pointer to others is.
        flags = ((flags >> 1) & (VISIBLE | NAMED | EXTRA)) | ((flags & 32) === 0 ? 0 : MISSING);
        symbol = bytes[at + 1] as number;
        padding = bytes[at + 6] as number;
        size = bytes[at + 7] as number;
      } else {
        const own = words[at >> 2] as number;
        const bits = halves[(own + FLAGS) >> 1] as number;
        flags = (bits & (VISIBLE | NAMED | EXTRA)) | ((bits & 512) === 0 ? 0 : MISSING);
        symbol = halves[(own + SYMBOL) >> 1] as number;
        padding = words[(own + PADDING) >> 2] as number;
        size = words[(own + SIZE) >> 2] as number;
        if (words[(own + CHILD_COUNT) >> 2] !== 0) below = own;
      }
      const from: number = frame.isFirst ? frame.position : frame.position + padding;
      frame.isFirst = false;
      frame.position = from + size;
      let field: string | null = null;
      let isVisible = (flags & VISIBLE) !== 0;
      let isNamed = (flags & NAMED) !== 0;
      if ((flags & EXTRA) === 0) {
        const structural = frame.structural++;
        field = frame.production.fields[structural] ?? frame.field;
        const alias = frame.production.aliases[structural];
        if (alias) {
          symbol = alias;
          isVisible = true;
          isNamed = grammar.isNamed(alias);
        }
      }
      const { parent }: Frame = frame;
      if (!isVisible) {
        if (below !== 0) frame = this.frameAt(++depth, below, from, parent, field, -1);
        continue;
      }
      const { kind, isLeaf, isDropped } = grammar.kindOf(symbol);
      if (isDropped) continue;
      // tree-sitter counts bytes of UTF-16.
      const first = (from >> 1) - base;
      const last = ((from + size) >> 1) - base;
      const error = kind === ERROR.kind || (size === 0 && (flags & MISSING) !== 0);
      if (error) for (let up: Building | null = parent; up; up = up.parent) up.hasError = true;
      if ((!isNamed && field === null) || (first >= length && length > 0)) continue;
      const node: Building = {
        kind,
        field,
        start: first,
        end: Math.min(last, length),
        parent,
        children: NONE,
        error,
        hasError: error,
      };
      pending[count++] = node;
      if (isNamed && !isLeaf && below !== 0) frame = this.frameAt(++depth, below, from, node, null, count);
    }
  }

  /** The frame at that depth, which an earlier subtree may have had. */
  private frameAt(
    depth: number,
    heap: number,
    start: number,
    parent: Building,
    field: string | null,
    own: number,
  ): Frame {
    const count = this.words[(heap + CHILD_COUNT) >> 2] as number;
    const id = count === 0 ? 0 : (this.halves[(heap + PRODUCTION_ID) >> 1] as number);
    let frame = this.frames[depth];
    if (!frame) {
      frame = { at: 0, end: 0, isFirst: true, position: 0, structural: 0, production: PLAIN, parent, field, own };
      this.frames[depth] = frame;
    }
    frame.at = heap - count * SUBTREE;
    frame.end = heap;
    frame.isFirst = true;
    frame.position = start;
    frame.structural = 0;
    frame.production = this.grammar.production(id);
    frame.parent = parent;
    frame.field = field;
    frame.own = own;
    return frame;
  }
}

/** The children of one subtree, as far as they have been read. Addresses and offsets count bytes. */
interface Frame {
  at: number;
  end: number;
  isFirst: boolean;
  position: number;
  /** Which of the children that the grammar's rule has comes next. */
  structural: number;
  production: Production;
  parent: Building;
  /** That of the rule around, where this one shows in no tree. */
  field: string | null;
  /** Where its nodes start among the pending ones; -1 where they are those of the rule around. */
  own: number;
}

/** By the child's place in a rule of the grammar: its field, and the symbol that it is called by there (0: its own). */
interface Production {
  readonly fields: readonly (string | undefined)[];
  readonly aliases: readonly number[];
}

interface Kind {
  readonly kind: string;
  readonly isLeaf: boolean;
  readonly isDropped: boolean;
}

/** What a language's tables say, kept as it is needed. They never change or move. */
class Grammar {
  private readonly kinds: readonly Kind[];
  private readonly bySymbol: Kind[] = [];
  private readonly named: boolean[] = [];
  private readonly productions: Production[] = [];
  private readonly at: number;

  constructor(
    private readonly language: Language,
    private readonly bytes: Uint8Array,
    private readonly halves: Uint16Array,
    private readonly words: Uint32Array,
  ) {
    this.at = addressOf(language);
    this.kinds = language.types.map((kind) => ({ kind, isLeaf: LEAVES.has(kind), isDropped: DROPPED.has(kind) }));
    const symbols = (words[(this.at + SYMBOL_COUNT) >> 2] as number) + (words[(this.at + ALIAS_COUNT) >> 2] as number);
    const map = words[(this.at + PUBLIC_SYMBOLS) >> 2] as number;
    const metadata = words[(this.at + SYMBOL_METADATA) >> 2] as number;
    for (let symbol = 0; symbol < symbols; symbol++) {
      this.bySymbol.push(this.kinds[halves[(map >> 1) + symbol] as number] ?? ERROR);
      this.named.push(bytes[metadata + symbol * 3 + 1] === 1);
    }
    // Read now: when the memory has grown, these views are of nothing.
    const count = words[(this.at + PRODUCTION_COUNT) >> 2] as number;
    for (let id = 0; id < count; id++) this.productions.push(this.readProduction(id));
  }

  kindOf(symbol: number): Kind {
    return this.bySymbol[symbol] ?? ERROR;
  }

  isNamed(symbol: number): boolean {
    return this.named[symbol] === true;
  }

  production(id: number): Production {
    return this.productions[id] ?? PLAIN;
  }

  private readProduction(id: number): Production {
    const { halves, bytes, words, at } = this;
    const fields: (string | undefined)[] = [];
    const slice = ((words[(at + FIELD_MAP_SLICES) >> 2] as number) >> 1) + id * 2;
    const entries = words[(at + FIELD_MAP_ENTRIES) >> 2] as number;
    const first = halves[slice] as number;
    for (let i = first; i < first + (halves[slice + 1] as number); i++) {
      const entry = entries + i * 4;
      const child = bytes[entry + 2] as number;
      const isInherited = bytes[entry + 3] === 1;
      if (!isInherited) fields[child] ??= this.language.fields[halves[entry >> 1] as number] ?? undefined;
    }
    if (id === 0) return { fields, aliases: [] };
    const length = halves[(at + MAX_ALIAS_LENGTH) >> 1] as number;
    const start = ((words[(at + ALIAS_SEQUENCES) >> 2] as number) >> 1) + id * length;
    return { fields, aliases: [...halves.subarray(start, start + length)] };
  }
}

/** Of all leaves. */
const NONE: Building[] = [];
const PLAIN: Production = { fields: [], aliases: [] };
const ERROR: Kind = { kind: "ERROR", isLeaf: false, isDropped: false };
/** Where the thing lies that an object of web-tree-sitter's stands for. */
function addressOf(handle: object): number {
  return (handle as { readonly 0: number })[0];
}
