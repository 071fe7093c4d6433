import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import type { Span } from "../../position";
import { isGuarded } from "../../semantic/guards";
import { child, closest, nodeAt, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { someMatch } from "../scan-call";
import { tirName, tirNameOf } from "./dialect";

const namesInit = pathTest((path) => tirNameOf(path) === "init");
/** An init with its body, by the indentation of its first statement, or with regions that are said on the init's own line. */
const INIT_WITH_REGIONS =
  /^[ \t]*with\s+[\w.]+\.init\s*\(\s*\)\s*:(?:[ \t]*\w.*\.\s*(?:reads|writes)\b|.*\r?\n(?:[ \t]*(?:#.*)?\r?\n)*([ \t]+)\S.*(?:\r?\n(?:\1.*|[ \t]*(?:#.*)?))*)/gm;
const SAYS_REGIONS = /^(?:.*;[ \t]*)?[\w.]+\.\s*(?:reads|writes)\b/;

/** Whether regions are said in an init itself, not only in a block in it. */
function maySayRegions(text: string): boolean {
  return someMatch(INIT_WITH_REGIONS, text, ([all, indentation]) =>
    indentation === undefined
      ? true
      : all
          .split("\n")
          .some((line) => line.startsWith(indentation) && SAYS_REGIONS.test(line.slice(indentation.length))),
  );
}

/**
 * `T.reads(…)` and `T.writes(…)` within `T.init()`: the parser of 2022 took them, and nothing asked what an init reads and writes.
 *
 * They are a block's. The parser that came then took them for the block's, which may say the same once only; later ones take none there.
 */
export const initRegions = defineRule({
  code: "TVM126",
  name: "init-regions",
  severity: "error",
  needs: { names: namesInit, release: (release) => scriptFact("inits-say-no-regions", release) },
  scan: ({ text }) => maySayRegions(text),
  check(context, report) {
    if (!scriptFact("inits-say-no-regions", context.release)) return;
    for (const use of context.uses.names) {
      const name = tirName(use);
      const call = use.node.parent;
      const statement = call?.parent;
      if ((name !== "reads" && name !== "writes") || call?.kind !== "call" || use.node.field !== "function") continue;
      if (statement?.kind !== "expression_statement" || !isInit(statement, context)) continue;
      if (isGuarded(statement, context.unit.unit.text)) continue;
      const isTaken = !scriptFact("inits-are-no-block", context.release) && !isSaidTwice(statement, name, context);
      report({
        span: use.node,
        message: isTaken
          ? t("Within `T.init` this says it of the whole block (TVM {0}).", context.release)
          : t("What is read and written is said of the block, not within its `T.init` (TVM {0}).", context.release),
        ...(isTaken && { severity: "warning" as const }),
        fix: (at) => {
          const line = lineOf(statement, at);
          return line && { title: t("Leave it out"), applicability: "safe", edits: [at.edit(line, "")] };
        },
      });
    }
  },
});

/** Whether a call is such a statement: what else is wrong with it follows from that. */
export function isInitRegion(span: Span, context: UnitContext): boolean {
  if (!scriptFact("inits-say-no-regions", context.release)) return false;
  const node = nodeAt(context.unit.unit.root, span.start);
  const statement = closest(node, (each) => each.kind === "expression_statement");
  return statement !== null && isRegion(statement, context) && isInit(statement, context);
}

/** Whether the statement stands in a `with T.init():` itself. */
function isInit(statement: SyntaxNode, context: UnitContext): boolean {
  const around = closest(statement, (each) => each.kind === "with_statement");
  const body = around && child(around, "body");
  if (!around || !body || statement.parent !== body) return false;
  const header = context.text({ start: around.start, end: body.start });
  return /^with\s+[\w.]+\.init\s*\(\s*\)\s*:/.test(header);
}

/** Whether the block around an init, or the init, says the same a second time. */
function isSaidTwice(statement: SyntaxNode, name: string, context: UnitContext): boolean {
  const inner = statement.parent;
  const outer = inner?.parent?.parent;
  const all = [...(inner?.children ?? []), ...(outer?.children ?? [])];
  const same = new RegExp(`^[\\w.]+\\.${name}\\s*\\(`);
  return all.some((each) => each !== statement && same.test(context.text(each)));
}

/** The whole lines of a statement that has others beside it; null where something else is on them. */
function lineOf(statement: SyntaxNode, context: UnitContext): { start: number; end: number } | null {
  const { text } = context.unit.unit;
  const others = statement.parent?.children.filter(
    (each) => each !== statement && each.kind !== "comment" && !isRegion(each, context),
  );
  if (!others || others.length === 0) return null;
  const start = text.lastIndexOf("\n", statement.start - 1) + 1;
  const end = text.indexOf("\n", statement.end);
  const isAlone =
    text.slice(start, statement.start).trim() === "" && end >= 0 && text.slice(statement.end, end).trim() === "";
  return isAlone ? { start, end: end + 1 } : null;
}

function isRegion(statement: SyntaxNode, context: UnitContext): boolean {
  return /^[\w.]+\.(?:reads|writes)\s*\(/.test(context.text(statement));
}
