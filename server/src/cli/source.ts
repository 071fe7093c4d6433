import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import path from "node:path";
import { t } from "../l10n";
import type { TextEdit } from "../position";
import { knownApi } from "../semantic/known-api";
import { Model } from "../semantic/model";
import { difference } from "../syntax/difference";
import { SyntaxDocument } from "../syntax/document";
import { readCell } from "../syntax/magics";
import { readMarkdown } from "../syntax/markdown";
import { NotebookError, type NotebookFile, readNotebook } from "../syntax/notebook";
import type { ReadText, TextReader } from "../syntax/read-text";
import { readShell } from "../syntax/shell";
import { readTasks } from "../syntax/tasks";
import type { TextParser } from "../syntax/text-parser";
import { decode } from "./encoding/decode";
import { reasonOf } from "./reason";
import { Unreadable } from "./unreadable";

export { Unreadable } from "./unreadable";

/** A text of a file: the file's own, or that of one cell. */
export interface SourceText {
  /** Index among all of the notebook's cells; null for a file. */
  readonly cell: number | null;
  readonly text: string;
  /** Tells what of such a text is Python, and what a shell's. Without it, all of it is Python. */
  readonly reader?: TextReader;
}

/** A file that was read, with all that is needed to write it back as it was but for what changed. */
export interface Source {
  readonly name: string;
  readonly texts: readonly SourceText[];
  /** The file's content with these texts in place of its own, in order. */
  write(texts: readonly string[]): string;
  /** The name that the file gives its encoding; without it that is UTF-8. */
  readonly encoding?: string;
  /** Content in the file's own encoding. */
  encode?(content: string): Uint8Array;
}

/** A source, and the file as it was when it was read. */
export interface ReadFile {
  readonly source: Source;
  readonly bytes: Buffer;
  /** Milliseconds, when the file was last changed. */
  readonly mtime: number;
}

export function encoded(source: Source, content: string): Uint8Array {
  return source.encode?.(content) ?? Buffer.from(content, "utf8");
}

const BOM = "\uFEFF";
const MAX_BYTES = 64 * 1024 * 1024;

export function readSource(file: string): Source {
  return readWhole(file).source;
}

/** Throws `Unreadable`. */
export function readWhole(file: string): ReadFile {
  const { bytes, mtime } = readBytes(file);
  return { source: sourceOf(file, bytes), bytes, mtime };
}

function readBytes(file: string): Pick<ReadFile, "bytes" | "mtime"> {
  let opened: number | undefined;
  try {
    opened = openSync(file, "r");
    const { size, mtimeMs: mtime } = fstatSync(opened);
    if (size > MAX_BYTES)
      throw new Unreadable(t("{0}: {1} MB are more than is read at once (64 MB).", file, Math.round(size / 1e6)));
    return { bytes: readFileSync(opened), mtime };
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(t("{0}: cannot be read ({1}).", file, reasonOf(error)));
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

export function sourceOf(name: string, bytes: Buffer): Source {
  const { content, ...own } = decode(name, bytes);
  const extension = path.extname(name).toLowerCase();
  const bom = content.startsWith(BOM) ? BOM : "";
  const text = content.slice(bom.length);
  if (extension === ".ipynb") {
    let notebook: NotebookFile;
    try {
      notebook = readNotebook(text);
    } catch (error) {
      if (error instanceof NotebookError)
        throw new Unreadable(t("{0}: not a notebook that can be read: {1}.", name, oneLine(error.message)));
      throw error;
    }
    const texts = notebook.cells.map((each) => ({ cell: each.index, text: each.text, reader: readCell }));
    return { name, texts, write: (changed) => bom + notebook.write(changed), ...own };
  }
  const reader = path.basename(name) === "tasks.json" ? readTasks : readers[extension];
  return {
    name,
    texts: [{ cell: null, text, ...(reader && { reader }) }],
    write: ([changed = ""]) => bom + changed,
    ...own,
  };
}

/** What JSON's parser says quotes the text, with its line ends. */
function oneLine(reason: string): string {
  return reason.replace(/\s+/g, " ").replace(/\.$/, "");
}

/** By the ending of a file's name: those that are not all Python. */
const readers: Readonly<Record<string, TextReader>> = {
  ".md": readMarkdown,
  ".sh": readShell,
};

/** The model of a source: its code as one program. */
export function modelOf(parser: TextParser, source: Source, texts?: readonly string[]): Model {
  const document = new SourceDocument(parser, source);
  return texts ? document.reread(texts) : document.model();
}

/** A source that is read again after edits: what is unchanged is not parsed again. */
export class SourceDocument {
  private readonly documents: readonly {
    readonly uri: string;
    readonly cell: number | null;
    readonly reader: TextReader | undefined;
    readonly syntax: SyntaxDocument;
  }[];
  private shells: readonly ReadText["shell"][];

  constructor(parser: TextParser, source: Source) {
    const read = source.texts.map(({ text, reader }) => (reader ? reader(text) : { code: text, shell: null }));
    this.shells = read.map(({ shell }) => shell);
    this.documents = source.texts.map(({ cell, text, reader }, i) => ({
      uri: cell === null ? source.name : `${source.name}#${cell}`,
      cell,
      reader,
      syntax: new SyntaxDocument(parser, read[i]?.code ?? text),
    }));
  }

  model(): Model {
    return new Model(
      this.documents.map(({ uri, cell, syntax }, i) => ({
        uri,
        cell,
        syntax: syntax.syntax,
        shell: this.shells[i] ?? null,
      })),
      knownApi,
    );
  }

  /**
   * The model of the source with these texts in place of its own.
   * @param edits those that made each of the texts from the one before, where they are known
   */
  reread(texts: readonly string[], edits: readonly (readonly TextEdit[])[] = []): Model {
    this.shells = this.documents.map(({ syntax, reader }, i) => {
      const before = syntax.syntax.text;
      const written = texts[i] ?? before;
      const { code, shell } = reader ? reader(written) : { code: written, shell: null };
      // What is Python in a page may be more than what was edited.
      if (code !== before) syntax.rewrite((!reader && edits[i]) || [difference(before, code)]);
      return shell;
    });
    return this.model();
  }
}
