/** A file's definitions as both engines show them; what TVM said can be kept, since that is what takes time. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AstNode } from "../../server/src/ast";
import { definitionNamed, definitionsOf } from "../../server/src/features/definitions";
import { staticTree } from "../../server/src/features/static-tree";
import type { Engine } from "../../server/src/tvm/engine";
import { modelOf } from "../model";
import { parser } from "../parser";
import { type Comparison, compareTrees } from "./compare";

/** What TVM made of one definition: its tree, or why there is none. */
export interface Judged {
  readonly path: string;
  readonly root: AstNode | null;
  readonly error: string | null;
}

export interface Compared {
  readonly path: string;
  /** How many functions it holds. */
  readonly functions: number;
  /** Null where TVM has no tree of it. */
  readonly comparison: Comparison | null;
  readonly error: string | null;
}

/** The names of a file's definitions: each once, modules without their members. */
export function definitionPaths(text: string, file: string): string[] {
  return [...new Set(definitionsOf(modelOf(text, file)).map((each) => each.path))];
}

export async function judge(engine: Engine, file: string, text: string, kept: string | null): Promise<Judged[]> {
  const name = createHash("sha256").update(text).digest("hex").slice(0, 24);
  const place = kept && path.join(kept, `${name}.json.gz`);
  if (place && existsSync(place)) return JSON.parse(gunzipSync(readFileSync(place)).toString()) as Judged[];
  const judged: Judged[] = [];
  let answered = true;
  for (const each of definitionPaths(text, file)) {
    const answer = await engine.ast({ fileName: file, text }, each);
    if (!answer.ok && answer.error.kind === "no-python") answered = false;
    judged.push(
      answer.ok
        ? { path: each, root: answer.root, error: null }
        : { path: each, root: null, error: `${answer.error.kind}: ${answer.error.message}` },
    );
  }
  if (place && answered) {
    mkdirSync(path.dirname(place), { recursive: true });
    writeFileSync(place, gzipSync(JSON.stringify(judged)));
  }
  return judged;
}

export function compareFile(file: string, text: string, release: string, judged: readonly Judged[]): Compared[] {
  const model = modelOf(text, file);
  const definitions = definitionsOf(model);
  return judged.map(({ path: name, root, error }) => {
    const definition = definitionNamed(definitions, name);
    const functions = Math.max(1, definition?.children.length ?? 0);
    if (!definition || !root) return { path: name, functions, comparison: null, error: error ?? "it is not found" };
    const ours = staticTree(definition, model, release, parser).root;
    if (!ours) return { path: name, functions, comparison: null, error: "the static engine has no tree of it" };
    return { path: name, functions, comparison: compareTrees(ours, root, text), error: null };
  });
}
