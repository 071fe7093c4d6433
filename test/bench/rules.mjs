// What each rule costs where it finds nothing, over a folder of Python: its scan, and the functions that are parsed for it alone in vain.
// The floor is what it takes to read the words of the same texts.
//   node test/bench/rules.mjs [FOLDER] [RELEASE] [GROUP]      GROUP as for `check --select`; `api` where none is named
import { readdirSync } from "node:fs";
import path from "node:path";
import { serverCode } from "../../scripts/api/server-code.mjs";
import { pythonFor, tvmOf } from "./python.mjs";
import { round } from "./report.mjs";

const {
  Contexts,
  isSelected,
  LazyScan,
  mayHoldFindings,
  noParser,
  ParserNeeded,
  readSource,
  rules,
  ScanPlan,
  SourceDocument,
  Words,
} = await serverCode(`
  export { mayHoldFindings } from "./server/src/cli/check-source";
  export { readSource, SourceDocument } from "./server/src/cli/source";
  export { Contexts } from "./server/src/rules/context";
  export { rules } from "./server/src/rules/registry";
  export { LazyScan } from "./server/src/rules/scan";
  export { ScanPlan } from "./server/src/rules/scan-plan";
  export { isSelected } from "./server/src/rules/selection";
  export { noParser, ParserNeeded } from "./server/src/syntax/text-parser";
  export { Words } from "./server/src/syntax/words";`);

const [folder = tvmOf(pythonFor("0.27")), release = "0.27", group = "api"] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".py"))
  .map((name) => path.join(folder, name));

const none = () => ({ asked: 0, ms: 0, yes: 0, found: 0, vain: 0 });
let costs = new Map();
let words = 0;
let left = 0;

function timed(work) {
  const start = process.hrtime.bigint();
  const result = work();
  return { result, ms: Number(process.hrtime.bigint() - start) / 1e6 };
}

/** The rule, with each question of its scan counted. */
function counted(rule) {
  const { scan } = rule;
  if (!scan) return rule;
  return {
    ...rule,
    scan: (unit) => {
      const { result, ms } = timed(() => scan(unit));
      const cost = costs.get(rule.code);
      cost.asked++;
      cost.ms += ms;
      return result;
    },
  };
}

const wanted = rules.filter((rule) => isSelected(rule, [group], []));
const plan = new ScanPlan(wanted.map(counted), release);

function look(file) {
  const source = readSource(file);
  if (!mayHoldFindings(source)) return;
  const model = new SourceDocument(noParser, source).model();
  const contexts = new Contexts(model, release);
  for (const unit of model.units) {
    const scan = new LazyScan(model, unit, release, null);
    // What all rules share is asked first, so that no rule pays for it.
    scan.mentioned;
    words += timed(() => Words.of(scan.text)).ms;
    const chosen = plan.rulesFor(scan);
    let found = 0;
    for (const rule of chosen) {
      const cost = costs.get(rule.code);
      let own = 0;
      if (rule.about?.(contexts.of(unit)) ?? true) rule.check(contexts.of(unit), () => own++);
      cost.yes++;
      if (own > 0) cost.found++;
      found += own;
    }
    if (chosen.length === 1 && found === 0) costs.get(chosen[0].code).vain += scan.text.length;
  }
}

// The first time V8 is still learning the code.
for (let run = 0; run < 3; run++) {
  costs = new Map(wanted.map(({ code }) => [code, none()]));
  words = 0;
  left = 0;
  for (const file of files) {
    try {
      look(file);
    } catch (error) {
      if (!(error instanceof ParserNeeded)) throw error;
      left++;
    }
  }
}

const nameOf = new Map(wanted.map(({ code, name }) => [code, name]));
const rows = [...costs].sort(([, a], [, b]) => b.ms - a.ms || b.vain - a.vain);
console.log(`\n${folder} for TVM ${release}: ${files.length} files, ${left} that only tree-sitter reads left out`);
console.table(
  rows.map(([code, { asked, ms, yes, found, vain }]) => ({
    rule: `${code} ${nameOf.get(code)}`,
    "units asked": asked,
    "scan, ms": round(ms),
    "said yes": yes,
    found,
    "parsed for it alone in vain, KB": round(vain / 1000),
  })),
);
const scans = rows.reduce((sum, [, { ms }]) => sum + ms, 0);
console.log(`all scans to reading the words: ${round(scans / words)} (${round(scans)} to ${round(words)} ms)`);
