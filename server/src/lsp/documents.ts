import type { Parser } from "web-tree-sitter";
import type { TextEdit } from "../position";
import { knownApi } from "../semantic/known-api";
import { Model, type Part } from "../semantic/model";
import { difference } from "../syntax/difference";
import { SyntaxDocument } from "../syntax/document";
import { LineIndex } from "../syntax/lines";
import { readCell } from "../syntax/magics";
import { readMarkdown } from "../syntax/markdown";
import type { ReadText, TextReader } from "../syntax/read-text";
import { readShell, type ShellText } from "../syntax/shell";

/** A change as LSP sends it: a range, or without one the whole text. */
export interface Change {
  readonly range?: { readonly start: LspPosition; readonly end: LspPosition };
  readonly text: string;
}

interface LspPosition {
  readonly line: number;
  readonly character: number;
}

/** A Python file, a notebook, a Markdown page with Python in it, a script of a shell. */
export type DocumentKind = "file" | "notebook" | "page" | "script";

/** Tell what of a text is Python, and what a shell's; without one all of it is Python. */
const READERS: Readonly<Record<DocumentKind, TextReader | null>> = {
  file: null,
  notebook: readCell,
  page: readMarkdown,
  script: readShell,
};

interface Text {
  readonly uri: string;
  readonly cell: number | null;
  /** As the editor has it, magics and prose included. */
  raw: string;
  /** What a shell runs of it. */
  shell: ShellText | null;
  readonly document: SyntaxDocument;
}

/** A file, or a notebook with the texts of its Python cells: what is analysed as one program. */
export class OpenDocument {
  version: number;
  /** What of its texts is Python; null: all. */
  readonly reader: TextReader | null;
  private texts: Text[];
  private current: Model | null = null;

  constructor(
    readonly uri: string,
    readonly kind: DocumentKind,
    version: number,
    private readonly parser: Parser,
  ) {
    this.version = version;
    this.reader = READERS[kind];
    this.texts = [];
  }

  /** Puts texts in place of `count` others, from `at` on. */
  splice(at: number, count: number, added: readonly { uri: string; text: string }[]): void {
    const made = added.map(({ uri, text }) => this.open(uri, text));
    this.texts.splice(at, count, ...made);
    this.texts = this.texts.map((text, i) => (this.kind === "notebook" ? { ...text, cell: i } : text));
    this.current = null;
  }

  private open(uri: string, raw: string): Text {
    const { code, shell } = this.read(raw);
    return { uri, cell: null, raw, shell, document: new SyntaxDocument(this.parser, code) };
  }

  private read(raw: string): ReadText {
    return this.reader?.(raw) ?? { code: raw, shell: null };
  }

  change(uri: string, changes: readonly Change[]): void {
    const text = this.texts.find((each) => each.uri === uri);
    if (!text) return;
    let raw = text.raw;
    const edits: TextEdit[] = [];
    let lines = text.document.syntax.lines;
    for (const { range, text: newText } of changes) {
      const span = range ? lines.span(range) : { start: 0, end: raw.length };
      edits.push({ ...span, newText });
      raw = raw.slice(0, span.start) + newText + raw.slice(span.end);
      if (edits.length < changes.length) lines = new LineIndex(raw);
    }
    const { code, shell } = this.read(raw);
    text.raw = raw;
    text.shell = shell;
    text.document.edit(this.reader ? [difference(text.document.syntax.text, code)] : edits);
    this.current = null;
  }

  /** The document's model at this version: made once, when somebody asks. */
  model(): Model {
    this.current ??= new Model(
      this.texts.map(({ uri, cell, shell, document }) => ({ uri, cell, syntax: document.syntax, shell })),
      knownApi,
    );
    return this.current;
  }

  /** The model of the document with these texts in place of its own. */
  reread(texts: readonly string[]): Model {
    return new Model(
      this.texts.map(({ uri, cell, raw }, i) => {
        const { code, shell } = this.read(texts[i] ?? raw);
        return { uri, cell, syntax: new SyntaxDocument(this.parser, code).syntax, shell };
      }),
      knownApi,
    );
  }

  /** The uris of its texts: the file's own, or those of the cells. */
  uris(): string[] {
    return this.texts.map((text) => text.uri);
  }

  /** The Python of its texts, in order; all else is blanked out. */
  codeTexts(): string[] {
    return this.texts.map(({ document }) => document.syntax.text);
  }

  /** The texts as the editor has them, in order. */
  rawTexts(): { uri: string; text: string }[] {
    return this.texts.map(({ uri, raw }) => ({ uri, text: raw }));
  }

  part(uri: string): Part | null {
    return this.model().parts.find((part) => part.uri === uri) ?? null;
  }
}

/** What is open in the editor, by the uri of the file, the notebook, or any of its cells. */
export class Documents {
  private readonly open = new Map<string, OpenDocument>();
  private readonly byText = new Map<string, OpenDocument>();

  add(document: OpenDocument): void {
    this.open.set(document.uri, document);
    this.index(document);
  }

  /** To be called when the texts of a document are others than before. */
  index(document: OpenDocument): void {
    for (const [uri, owner] of this.byText) if (owner === document) this.byText.delete(uri);
    for (const uri of document.uris()) this.byText.set(uri, document);
  }

  remove(uri: string): OpenDocument | undefined {
    const document = this.open.get(uri);
    this.open.delete(uri);
    for (const [text, owner] of this.byText) if (owner === document) this.byText.delete(text);
    return document;
  }

  find(uri: string): OpenDocument | undefined {
    return this.byText.get(uri) ?? this.open.get(uri);
  }

  all(): IterableIterator<OpenDocument> {
    return this.open.values();
  }
}
