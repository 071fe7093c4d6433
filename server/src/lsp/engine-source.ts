import { fileURLToPath } from "node:url";
import type { Range, WorkerError } from "../protocol";
import { type JoinedText, joinTexts, splitRange } from "../syntax/joined";
import type { OpenDocument } from "./documents";

/** A document as TVM gets it: one program under its file's name. */
export interface EngineSource {
  readonly fileName: string;
  readonly text: string;
  /** An error's range, counted in the program, at its place in the file or cell. */
  place(error: WorkerError): WorkerError;
  /** A range of the program in the file or cell that it starts in. */
  placeRange(range: Range): Range;
}

export function engineSource(document: OpenDocument): EngineSource {
  const uris = document.uris();
  const joined: JoinedText = joinTexts(document.codeTexts());
  return {
    fileName: fileNameOf(document.uri),
    text: joined.text,
    place: (error) => {
      if (!error.range) return { ...error, uri: error.uri ?? document.uri };
      const { index, range } = splitRange(joined, error.range);
      return { ...error, range, uri: uris[index] ?? document.uri };
    },
    placeRange: (range) => splitRange(joined, range).range,
  };
}

/** The path of a file: uri; a document that was never saved has a name of its own. */
function fileNameOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    return uri.replace(/^[a-z-]+:\/*/i, "") || "untitled.py";
  }
}
