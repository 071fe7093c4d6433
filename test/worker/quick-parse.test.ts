/** Python is read alike without tree-sitter and with it; where they differ, CPython says who is right. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { modelOf } from "../../server/src/cli/source";
import { copyTree, plain } from "../../server/src/syntax/copy-tree";
import { quickParse } from "../../server/src/syntax/quick/quick-parse";
import { parser } from "../parser";
import { packageFolder, pythonFor } from "../tvm";

interface Statement {
  readonly text: string;
  readonly indentation: string;
}

function statementsOf(release: "0.17" | "0.27"): Statement[] {
  const folder = packageFolder(release);
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    if (!name.endsWith(".py")) return [];
    const text = readFileSync(path.join(folder, name), "utf8");
    const source = { name, texts: [{ cell: null, text }], write: ([changed = ""]: readonly string[]) => changed };
    return modelOf(parser, source)
      .units.filter(({ unit }) => !unit.shell)
      .map(({ unit, shells }) => ({ text: unit.text, indentation: "    ".repeat(shells.length) }));
  });
}

/** `same`, `other`, or `unread` where it is left to tree-sitter; `broken` where only tree-sitter takes it for broken. */
function compare({ text, indentation }: Statement): "same" | "other" | "unread" | "broken" {
  const quick = quickParse(text, indentation);
  if (!quick) return "unread";
  const tree = parser.parse(indentation + text);
  if (!tree) throw new Error("no tree");
  const slow = copyTree(tree, indentation.length, text.length);
  tree.delete();
  if (slow.hasError) return "broken";
  // tree-sitter reads `[*f(x)]` as a call of `*f`.
  return plain(quick) === plain(slow) || /\*[\w.]+\(/.test(text) ? "same" : "other";
}

it.each(["0.17", "0.27"] as const)("all of TVM %s's package", { timeout: 300_000 }, (release) => {
  const statements = statementsOf(release);
  const results = statements.map(compare);
  expect(statements.filter((_, at) => results[at] === "other" || results[at] === "broken")).toEqual([]);
  expect(statements.length).toBeGreaterThan(5_000);
  expect(results.filter((each) => each === "unread").length / results.length).toBeLessThan(0.01);
});

const PIECES = [
  ..."()[]{},:;.=+-*@<~|&%!?#\\\n\t ",
  ...["**", "//", "->", ":=", "...", "==", "+=", " in ", " not ", " is ", " and ", " or ", " if ", " else ", " for "],
  ...[
    "lambda ",
    "yield ",
    "await ",
    "async ",
    "1",
    "1.5",
    "'s'",
    '"',
    "'''",
    "f'{x}'",
    "x",
    "# c\n",
    "\n    ",
    "\r\n",
    "é",
  ],
  ...[
    "pass",
    "else:",
    "elif x:",
    "try:",
    "except E:",
    "class A:",
    "def f():",
    "with a:",
    "return ",
    "import ",
    "print ",
  ],
];

/** A function in whose body they stand, since some may stand nowhere else. */
const JUDGE = `
import ast, json, sys, textwrap
def takes(text):
    for around in ("", "async def f():\\n  for x in y:\\n"):
        try:
            ast.parse(around + (textwrap.indent(text, "    ", lambda line: True) if around else text))
            return True
        except SyntaxError as error:
            if "outside" in str(error): return True
        except Exception: pass
    return False
print(json.dumps([takes(text) for text in json.load(sys.stdin)]))
`;

it("statements of it with something changed", { timeout: 300_000 }, () => {
  let state = 1;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const statements = statementsOf("0.27").filter(({ text, indentation }) => text.length < 2_000 && indentation === "");
  const counts = { same: 0, other: 0, unread: 0, broken: 0 };
  const broken: string[] = [];
  for (let round = 0; round < 10_000; round++) {
    const parts = (statements[below(statements.length)] as Statement).text.match(/\w+|\s+|[^\w\s]/g) ?? [];
    const piece = PIECES[below(PIECES.length)] as string;
    const added = [[piece], [], [piece, parts[below(parts.length)] ?? ""]][below(3)] as string[];
    parts.splice(below(parts.length), below(2), ...added);
    const text = parts.join("");
    const result = compare({ text, indentation: "" });
    counts[result]++;
    expect(result, text).not.toBe("other");
    if (result === "broken") broken.push(text);
  }
  expect(counts.same).toBeGreaterThan(1_000);
  const verdicts = JSON.parse(
    execFileSync(pythonFor("0.27"), ["-c", JUDGE], { input: JSON.stringify(broken), encoding: "utf8" }),
  ) as boolean[];
  expect(broken.filter((_, at) => !verdicts[at])).toEqual([]);
});
