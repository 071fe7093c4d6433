import { isAscii, isUtf8 } from "node:buffer";
import path from "node:path";
import { t } from "../../l10n";
import { Unreadable } from "../unreadable";
import { declaredEncoding, hasMark } from "./declaration";
import { encodingNamed } from "./encodings";
import { readTableText } from "./table-text";

export interface Decoded {
  readonly content: string;
  /** As the file declares its encoding, where that is not UTF-8. */
  readonly encoding?: string;
  /** Content in that encoding. */
  readonly encode?: (content: string) => Uint8Array;
}

/** The content of a file, read as CPython would read it; anything but Python is UTF-8. Throws `Unreadable`. */
export function decode(name: string, bytes: Buffer): Decoded {
  if (bytes.includes(0)) throw new Unreadable(t("{0}: not a text (it holds zero bytes).", name));
  const isPython = path.extname(name).toLowerCase() === ".py";
  const declared = isPython ? declaredEncoding(bytes) : null;
  const named = declared === null ? null : encodingNamed(declared);
  if (declared === null || named === null || named.kind === "utf-8") {
    if (isUtf8(bytes)) return { content: bytes.toString("utf8") };
    throw new Unreadable(
      isPython && declared === null
        ? t("{0}: not UTF-8 text, and it declares no other encoding (# -*- coding: gbk -*-).", name)
        : t("{0}: not UTF-8 text; save it as UTF-8 to have it checked.", name),
    );
  }
  if (named.kind === "unknown")
    throw new Unreadable(t("{0}: it declares an encoding that Python does not know, {1}.", name, declared));
  if (hasMark(bytes))
    throw new Unreadable(
      t(
        "{0}: it declares the encoding {1} and begins with the mark of UTF-8, so Python does not read it.",
        name,
        declared,
      ),
    );
  if (named.kind === "unread")
    throw new Unreadable(
      t("{0}: its encoding, {1}, is not read; save it as UTF-8 to have it checked.", name, declared),
    );
  const read =
    named.kind === "table"
      ? readTableText(bytes, named.encoding)
      : named.kind === "latin-1"
        ? latin1(bytes)
        : ascii(bytes);
  if (read === null)
    throw new Unreadable(t("{0}: not all of it is text in the encoding that it declares, {1}.", name, declared));
  return {
    content: read.text,
    encoding: declared,
    encode: (content) => {
      const written = read.encode(content);
      if (written !== null) return written;
      throw new Unreadable(t("{0}: what would be written does not fit into its encoding; it stays as it was.", name));
    },
  };
}

function latin1(bytes: Buffer) {
  return {
    text: bytes.toString("latin1"),
    encode: (text: string) => (/[^\0-\xff]/.test(text) ? null : Buffer.from(text, "latin1")),
  };
}

function ascii(bytes: Buffer) {
  if (!isAscii(bytes)) return null;
  return {
    text: bytes.toString("latin1"),
    encode: (text: string) => (/[^\0-\x7f]/.test(text) ? null : Buffer.from(text, "latin1")),
  };
}
