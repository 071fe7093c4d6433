/**
 * Each file in this folder is Python with marks: a comment line `# ^^^ scope` says that every character above the
 * carets has that scope, `# ^^^ !scope` that none has. The Python grammar is the one that VS Code brings.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { createOnigScanner, createOnigString, loadWASM } from "vscode-oniguruma";
import textmate from "vscode-textmate";

const require = createRequire(import.meta.url);
const here = import.meta.dirname;
const syntaxes = path.resolve(here, "../../syntaxes");

interface ContributedGrammar {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo: readonly string[];
}

const manifest = JSON.parse(readFileSync(path.resolve(here, "../../package.json"), "utf8")) as {
  contributes: { grammars: readonly ContributedGrammar[] };
};

async function pythonGrammar(): Promise<textmate.IGrammar> {
  await loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")));
  const ours = new Map(
    manifest.contributes.grammars.map((grammar) => [grammar.scopeName, path.basename(grammar.path)]),
  );
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      const own = ours.get(scope);
      if (own) return JSON.parse(readFileSync(path.join(syntaxes, own), "utf8")) as textmate.IRawGrammar;
      if (scope !== "source.python") return null;
      return JSON.parse(
        readFileSync(require.resolve("tm-grammars/grammars/python.json"), "utf8"),
      ) as textmate.IRawGrammar;
    },
    getInjections: (scope) =>
      manifest.contributes.grammars
        .filter((grammar) => grammar.injectTo.includes(scope))
        .map((grammar) => grammar.scopeName),
  });
  const grammar = await registry.loadGrammar("source.python");
  if (!grammar) throw new Error("there is no Python grammar");
  return grammar;
}

const grammar = await pythonGrammar();

interface Mark {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly scope: string;
  readonly absent: boolean;
}

/** The code without the mark lines, and the marks, with lines counted in that code. */
function readMarks(text: string): { lines: string[]; marks: Mark[] } {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of text.split("\n")) {
    const match = /^\s*#\s*(\^+) (!?)([\w.-]+)$/.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const [, carets = "", not = "", scope = ""] = match;
    const from = line.indexOf("^");
    marks.push({ line: lines.length - 1, from, to: from + carets.length, scope, absent: not === "!" });
  }
  return { lines, marks };
}

/** For each line, the scopes of each character. */
function scopesOf(lines: readonly string[]): string[][][] {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return Array.from(
      line,
      (_, at) => tokens.find((token) => token.startIndex <= at && at < token.endIndex)?.scopes ?? [],
    );
  });
}

for (const file of readdirSync(here).filter((name) => name.endsWith(".py"))) {
  test(file, () => {
    const { lines, marks } = readMarks(readFileSync(path.join(here, file), "utf8"));
    const scopes = scopesOf(lines);
    expect(marks.length).toBeGreaterThan(0);
    const wrong = marks.flatMap(({ line, from, to, scope, absent }) =>
      Array.from({ length: to - from }, (_, i) => {
        const found = (scopes[line]?.[from + i] ?? []).join(" ").split(" ");
        const has = found.some((one) => one === scope || one.startsWith(`${scope}.`));
        return has === absent ? [`${lines[line]?.trim()}, column ${from + i + 1}: ${found.join(" ")}`] : [];
      }).flat(),
    );
    expect(wrong).toEqual([]);
  });
}
