import { remembered } from "../../remembered";
import type { Use } from "../../semantic/uses";

/** A name of a script dialect: `T.sblock` is `sblock` of `tir`. TIR and TIRx are one here: the rules know both by the old name. */
export interface DialectName {
  readonly dialect: "tir" | "relax" | "ir";
  readonly name: string;
}

const PATH = /^tvm\.(?:script\.(?:parser\.)?|tirx\.)?(tirx?|relax|ir|script)\.([\w.]+)$/;

/** What of a script dialect a path names, in any release; null for everything else. */
export const dialectName = remembered((path: string): DialectName | null => {
  if (!path.startsWith("tvm.")) return null;
  const [, dialect, name] = PATH.exec(path) ?? [];
  if (!dialect || !name) return null;
  if (dialect === "script") return path.startsWith("tvm.tirx.") ? { dialect: "tir", name } : null;
  if (!path.startsWith("tvm.script.")) return null;
  return { dialect: dialect === "tirx" ? "tir" : (dialect as DialectName["dialect"]), name };
});

/** The name of a use in TIR's dialect; null where it is none. */
export function tirName(use: Use): string | null {
  return tirNameOf(use.path);
}

/** The name in TIR's dialect that a path stands for; null where it is none. */
export function tirNameOf(path: string): string | null {
  const found = dialectName(path);
  return found?.dialect === "tir" ? found.name : null;
}

/** The name of a use in Relax's dialect; null where it is none. */
export function relaxName(use: Use): string | null {
  const found = dialectName(use.path);
  return found?.dialect === "relax" ? found.name : null;
}
