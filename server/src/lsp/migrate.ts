import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type CancellationToken,
  type Connection,
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type WorkDoneProgressParams,
} from "vscode-languageserver/node";
import { releaseOf } from "../api/releases";
import { mayHoldFindings } from "../cli/check-source";
import { filesIn } from "../cli/files";
import { readSource, type Source, Unreadable } from "../cli/source";
import { t } from "../l10n";
import { type Migrated, type MigrateOptions, migrateSource } from "../migrate/migrate-source";
import { originText } from "../migrate/origin";
import { changesIn, originIn } from "../migrate/totals";
import { originOfUntold } from "../migrate/untold";
import { type LeftPlace, type MigratedFile, type MigrateParams, type MigrateResult, requests } from "../protocol";
import type { OpenDocument } from "./documents";
import { lineEdits } from "./line-edits";
import { withProgress } from "./progress";
import type { Session } from "./session";

/** `tvmscript/migrate`: files and folders, written anew for another release; unsaved texts are taken as the editor has them. */
export function answerMigrate(connection: Connection, session: Session): void {
  connection.onRequest(
    requests.migrate,
    async (params: MigrateParams & WorkDoneProgressParams, token: CancellationToken): Promise<MigrateResult> => {
      const how = optionsOf(params);
      const except = new Set(params.except?.map((uri) => fileURLToPath(uri)));
      const found = filesIn(params.uris.map((uri) => fileURLToPath(uri)));
      const files = found.files.filter((file) => !except.has(file));
      const open = openFiles(session);
      const results: Result[] = [];
      const unread = [...found.problems];
      const title = t("Migrating to TVM {0}", params.to);
      await withProgress(connection, params, token, title, async ({ signal, onProgress }) => {
        for (const [i, file] of files.entries()) {
          await breathe();
          if (signal?.aborted) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
          if (i % 20 === 0) onProgress?.(t("{0} of {1} files", i, files.length));
          const document = open.get(file) ?? null;
          const source = document ? sourceOfOpen(file, document) : readOr(file, unread);
          if (source && mayHoldFindings(source))
            results.push({ ...migrateSource(source, session.parser, how), document, source });
        }
        const untold = how.from === undefined ? originOfUntold(results) : null;
        for (const [i, { age, source, document }] of results.entries()) {
          if (untold === null || age !== "open") continue;
          await breathe();
          results[i] = { ...migrateSource(source, session.parser, { ...how, from: untold }), document, source };
        }
      });
      const origin = originIn(how.from ?? null, results);
      return {
        from: origin && originText(origin),
        to: how.to,
        read: files.length,
        files: results.flatMap((each) => (each.content === null ? [] : [changedFile(each, each.content)])),
        left: results.flatMap((each) => each.left.map((left) => leftPlace(left, each.document))),
        changes: changesIn(results),
        problems: [...unread, ...results.flatMap((each) => each.problems)],
      };
    },
  );
}

interface Result extends Migrated {
  /** Where the editor has the file open: its texts were taken from there. */
  readonly document: OpenDocument | null;
  readonly source: Source;
}

function optionsOf({ to, from, unsafe, modernize }: MigrateParams): MigrateOptions {
  const release = (word: string) => {
    const known = releaseOf(word);
    if (!known) throw new ResponseError(ErrorCodes.InvalidParams, t("{0} is no TVM release that is known.", word));
    return known.release;
  };
  return {
    to: release(to),
    unsafe: unsafe ?? false,
    modernize: modernize ?? false,
    ...(from === undefined ? {} : { from: release(from) }),
  };
}

/** What is open in the editor, by path. */
function openFiles(session: Session): Map<string, OpenDocument> {
  const found = new Map<string, OpenDocument>();
  for (const document of session.documents.all()) {
    if (document.uri.startsWith("file:")) found.set(fileURLToPath(document.uri), document);
  }
  return found;
}

/** The texts as the editor has them; a cell's number is its place among the Python cells. */
function sourceOfOpen(name: string, document: OpenDocument): Source {
  const { reader } = document;
  return {
    name,
    texts: document.rawTexts().map(({ text }, i) => ({
      cell: document.kind === "notebook" ? i : null,
      text,
      ...(reader && { reader }),
    })),
    // Only whether anything changes is asked of it: the editor gets edits.
    write: (texts) => texts.join("\n"),
  };
}

function readOr(file: string, unread: string[]): Source | null {
  try {
    return readSource(file);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    unread.push(error.message);
    return null;
  }
}

function changedFile({ file, texts, changes, document, source }: Result, content: string): MigratedFile {
  const isClosedNotebook = document === null && texts.some(({ cell }) => cell !== null);
  const before = withoutMark(source.write(source.texts.map(({ text }) => text)));
  return {
    uri: pathToFileURL(file).href,
    ...(document === null && /[^\0-\x7f]/.test(before) && { reading: readingOf(before, source) }),
    texts: isClosedNotebook
      ? // An editor of notebooks would write all of its JSON anew.
        [{ cell: null, edits: lineEdits(before, withoutMark(content)) }]
      : texts.map(({ cell, edits }) => ({
          ...placeOf(cell, document),
          edits: edits.map(({ range, newText }) => ({ range, newText })),
        })),
    fixed: changes.reduce((sum, { count }) => sum + count, 0),
  };
}

/** An editor does not show it. */
function withoutMark(content: string): string {
  return content.replace(/^\ufeff/, "");
}

function readingOf(content: string, { encode }: Source): NonNullable<MigratedFile["reading"]> {
  const text = content.replace(/\r\n?/g, "\n");
  return { isUtf8: encode === undefined, sha1: createHash("sha1").update(text).digest("hex") };
}

function leftPlace(left: Migrated["left"][number], document: OpenDocument | null): LeftPlace {
  const { file, cell, code, message, range, before } = left;
  return { uri: pathToFileURL(file).href, ...placeOf(cell, document), code, message, range, before };
}

/** A cell by its number in the file; of an open notebook, by the address that the editor gave it. */
function placeOf(cell: number | null, document: OpenDocument | null): { cell: number | null; cellUri?: string } {
  const cellUri = cell === null ? undefined : document?.uris()[cell];
  return cellUri === undefined ? { cell } : { cell, cellUri };
}
