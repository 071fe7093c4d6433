import { createHash } from "node:crypto";

/** By what the content of a file is known again. */
export interface Stamp {
  /** Milliseconds, when it was last changed. */
  readonly mtime: number;
  readonly size: number;
  readonly hash: string;
}

export function stampOf(bytes: Buffer, mtime: number): Stamp {
  return { mtime, size: bytes.length, hash: hashOf(bytes) };
}

export function hashOf(content: string | Buffer): string {
  return createHash("sha1").update(content).digest("hex");
}
