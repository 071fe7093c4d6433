/** What was found, as text: totals, node kinds, what is not known and why, what is wrong. */
import type { Difference, KindCount } from "./compare";
import type { FileResult } from "./main";

export function report(results: readonly FileResult[], examples: number): string {
  const lines: string[] = [];
  const verdicts = { equal: 0, opaque: 0, wrong: 0 };
  const kinds = new Map<string, KindCount>();
  const reasons = new Map<string, { count: number; at: string[] }>();
  const wrong: { at: string; first: Difference }[] = [];
  const errors = new Map<string, { count: number; at: string[] }>();
  const misnamed: string[] = [];
  let [nodes, without, variables] = [0, 0, 0];
  for (const { file, compared, failure } of results) {
    if (failure) note(errors, failure.split("\n")[0] ?? "", file);
    for (const { path, functions, comparison, error } of compared) {
      const at = `${file}::${path}`;
      if (!comparison) {
        note(errors, kindOfError(error ?? ""), `${at}: ${error}`);
        continue;
      }
      verdicts[comparison.verdict] += functions;
      for (const [kind, count] of comparison.kinds) {
        const sum = kinds.get(kind) ?? { equal: 0, opaque: 0, wrong: 0 };
        kinds.set(kind, {
          equal: sum.equal + count.equal,
          opaque: sum.opaque + count.opaque,
          wrong: sum.wrong + count.wrong,
        });
      }
      // What comes after the first one in the text often only follows from it.
      const [gap] = [...comparison.gaps].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
      if (gap) note(reasons, gap.reason, `${file}:${gap.line} ${path}: ${gap.text}`);
      if (comparison.verdict === "wrong" && comparison.first) wrong.push({ at, first: comparison.first });
      nodes += comparison.spans.nodes;
      without += comparison.spans.without;
      variables += comparison.spans.variables;
      for (const each of comparison.spans.misnamed) misnamed.push(`${at}:${each}`);
    }
  }
  const all = verdicts.equal + verdicts.opaque + verdicts.wrong;
  const plain = verdicts.equal + verdicts.wrong;
  lines.push(
    `functions ${all}: equal ${share(verdicts.equal, all)}, opaque ${share(verdicts.opaque, all)}, wrong ${share(verdicts.wrong, all)}; ` +
      `without opaque nodes ${plain}: equal ${share(verdicts.equal, plain)}`,
    `nodes ${nodes}: without a span ${without}; variables ${variables}: named at their place ${share(variables - misnamed.length, variables)}`,
    "",
    "kind                     equal   opaque    wrong",
  );
  for (const [kind, { equal, opaque, wrong: bad }] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)))
    lines.push(`${kind.padEnd(22)}${pad(equal)}${pad(opaque)}${pad(bad)}`);
  section(lines, "not known, by the first cause in a definition", reasons, examples);
  section(lines, "no tree of TVM", errors, examples);
  lines.push("", `wrong: ${wrong.length}`);
  for (const { at, first } of wrong.slice(0, examples * 10))
    lines.push(`  ${at}:${first.line}`, `    ${first.path}`, `    ours ${first.ours}`, `    TVM  ${first.theirs}`);
  lines.push(
    "",
    `places of variables: ${misnamed.length}`,
    ...misnamed.slice(0, examples * 4).map((each) => `  ${each}`),
  );
  return `${lines.join("\n")}\n`;
}

function note(into: Map<string, { count: number; at: string[] }>, key: string, at: string): void {
  const known = into.get(key);
  if (known) {
    known.count++;
    known.at.push(at);
  } else into.set(key, { count: 1, at: [at] });
}

function section(
  lines: string[],
  title: string,
  of: ReadonlyMap<string, { count: number; at: readonly string[] }>,
  examples: number,
): void {
  lines.push("", title);
  for (const [key, { count, at }] of [...of].sort(([, a], [, b]) => b.count - a.count)) {
    lines.push(`${pad(count)}  ${key}`);
    const step = Math.max(1, Math.floor(at.length / Math.max(examples, 1)));
    for (let each = 0; each < examples && each * step < at.length; each++) lines.push(`            ${at[each * step]}`);
  }
}

function kindOfError(error: string): string {
  return error.split(":")[0] ?? error;
}

function share(part: number, whole: number): string {
  return `${part} (${whole === 0 ? "-" : ((100 * part) / whole).toFixed(1)}%)`;
}

function pad(value: number): string {
  return String(value).padStart(9);
}
