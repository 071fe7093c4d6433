import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Parser } from "web-tree-sitter";
import { t } from "../l10n";
import { knownApi } from "../semantic/known-api";
import { Model } from "../semantic/model";
import { SyntaxDocument } from "../syntax/document";
import { withoutMagics } from "../syntax/magics";
import { onlyPythonFences } from "../syntax/markdown";
import { NotebookError, type NotebookFile, readNotebook } from "../syntax/notebook";

/** A text of a file: the file's own, or that of one cell. */
export interface SourceText {
  /** Index among all of the notebook's cells; null for a file. */
  readonly cell: number | null;
  readonly text: string;
  /** What of the text is Python, as long as the text; all else in it is blanked out. Without it, all of it is. */
  readonly code?: string;
}

/** A file that was read, with all that is needed to write it back as it was but for what changed. */
export interface Source {
  readonly name: string;
  readonly texts: readonly SourceText[];
  /** The file's content with these texts in place of its own, in order. */
  write(texts: readonly string[]): string;
}

/** Why a file could not be read: one sentence. */
export class Unreadable extends Error {}

const BOM = "\uFEFF";
const MAX_BYTES = 64 * 1024 * 1024;

export function readSource(file: string): Source {
  let bytes: Buffer;
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES)
      throw new Unreadable(t("{0}: {1} MB are more than is read at once (64 MB).", file, Math.round(size / 1e6)));
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(t("{0}: cannot be read ({1}).", file, reason(error)));
  }
  return sourceOf(file, bytes);
}

export function sourceOf(name: string, bytes: Buffer): Source {
  const content = decode(name, bytes);
  const extension = path.extname(name).toLowerCase();
  if (extension === ".ipynb") {
    let notebook: NotebookFile;
    try {
      notebook = readNotebook(content);
    } catch (error) {
      if (error instanceof NotebookError)
        throw new Unreadable(t("{0}: not a notebook that can be read: {1}.", name, error.message));
      throw error;
    }
    const texts = notebook.cells.map(({ index, text }) => ({ cell: index, text, code: withoutMagics(text) }));
    return { name, texts, write: (changed) => notebook.write(changed) };
  }
  const bom = content.startsWith(BOM) ? BOM : "";
  const text = content.slice(bom.length);
  const code = extension === ".md" ? onlyPythonFences(text) : text;
  return { name, texts: [{ cell: null, text, code }], write: ([changed = ""]) => bom + changed };
}

function decode(name: string, bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable(t("{0}: not UTF-8 text; save it as UTF-8 to have it checked.", name));
  }
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOENT") return t("there is no such file");
  if (code === "EACCES") return t("no permission");
  if (code === "EISDIR") return t("it is a folder");
  return code ?? String(error);
}

/** The model of a source: its code as one program. */
export function modelOf(parser: Parser, source: Source, codes?: readonly string[]): Model {
  const document = new SourceDocument(parser, source);
  return codes ? document.reread(codes) : document.model();
}

/** A source that is read again after edits: what is unchanged is not parsed again. */
export class SourceDocument {
  private readonly documents: readonly {
    readonly uri: string;
    readonly cell: number | null;
    readonly syntax: SyntaxDocument;
  }[];

  constructor(parser: Parser, source: Source) {
    const uri = pathToFileURL(path.resolve(source.name)).href;
    this.documents = source.texts.map(({ cell, text, code = text }) => ({
      uri: cell === null ? uri : `${uri}#${cell}`,
      cell,
      syntax: new SyntaxDocument(parser, code),
    }));
  }

  model(): Model {
    return new Model(
      this.documents.map(({ uri, cell, syntax }) => ({ uri, cell, syntax: syntax.syntax })),
      knownApi,
    );
  }

  /** The model of the source with these codes in place of its own. */
  reread(codes: readonly string[]): Model {
    for (const [i, { syntax }] of this.documents.entries()) {
      const { text } = syntax.syntax;
      const code = codes[i];
      if (code !== undefined && code !== text) syntax.edit([{ start: 0, end: text.length, newText: code }]);
    }
    return this.model();
  }
}
