import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isForSeveralReleases } from "../../semantic/guards";
import { isNameTaken } from "../../semantic/scopes";
import { child, type SyntaxNode, spanOf, walk } from "../../syntax/node";
import { isPythonName } from "../../tir/python-names";
import { defineRule, type UnitContext } from "../rule";
import { type InModule, statementsOfModules } from "../script/modules";

/**
 * A statement in a module that is no function of TVM's, and names in it that nothing defines.
 *
 * The parser of modules reads functions with one of its decorators, assignments of functions, expressions and `pass`
 * (python/tvm/script/parser/ir/parser.py); before it Python itself has run the class's body. A class with a base may have methods
 * of its own.
 */
export const moduleMember = defineRule({
  code: "TVM320",
  name: "module-member",
  severity: "error",
  needs: { script: true, release: (release) => scriptFact("modules-hold-functions", release) },
  scan: ({ text }) => mayHoldMore(text),
  check(context, report) {
    if (!scriptFact("modules-hold-functions", context.release)) return;
    for (const member of statementsOfModules(context)) {
      const { statement, definition } = member;
      if (definition.hasError || statement.hasError || child(definition, "superclasses")) continue;
      if (isForSeveralReleases(definition, context.unit.unit.text) || standsApart(statement, definition, context))
        continue;
      const word = wordOf(statement, context);
      if (word === "def")
        report({ span: headOf(statement, context), message: t("A function of a module needs a decorator.") });
      else if (word !== null)
        report({
          span: headOf(statement, context),
          message: t("A module holds functions: `{0}` is not read in it.", word),
        });
      const wrong = attributesIn(statement, context);
      if (wrong) report({ span: wrong, message: t("The attributes of a module are a dictionary.") });
      for (const name of freeNamesIn(member, context))
        report({ span: name, message: t("`{0}` is not defined here.", context.text(name)) });
    }
  },
});

/** Whether words of a page stand between a module and the statement, of which blanks are left: it is an excerpt of its own. */
function standsApart(statement: SyntaxNode, definition: SyntaxNode, { model, unit }: UnitContext): boolean {
  if (!model.isPage) return false;
  const from = unit.shells.at(-1)?.start ?? unit.start + definition.start;
  return /^ {3,}\r?\n/m.test(model.partOf(unit).syntax.text.slice(from, unit.start + statement.start));
}

/** Whether a text may hold more than decorated functions: a member of a module has a text of its own. */
function mayHoldMore(text: string): boolean {
  return !text.trimStart().startsWith("@") || /\bclass\b|@[ \t]*(?:static|class)method\b|@[ \t]*property\b/.test(text);
}

/** By the first word: what the parser of modules has no visitor for. */
const WORDS: Readonly<Record<string, string>> = {
  function_definition: "def",
  class_definition: "class",
  import_statement: "import",
  import_from_statement: "import",
  raise_statement: "raise",
  assert_statement: "assert",
  for_statement: "for",
  while_statement: "while",
  if_statement: "if",
  with_statement: "with",
  try_statement: "try",
  delete_statement: "del",
  global_statement: "global",
  nonlocal_statement: "nonlocal",
  match_statement: "match",
  type_alias_statement: "type",
};

/** Python's own decorators, which make no function of TVM's. */
const OF_PYTHON = /^(?:staticmethod|classmethod|property)$/;

function wordOf(statement: SyntaxNode, context: UnitContext): string | null {
  if (statement.kind === "decorated_definition") {
    const definition = child(statement, "definition");
    if (definition?.kind === "class_definition") return "class";
    const names = statement.children.flatMap((each) => (each.kind === "decorator" ? each.children : []));
    const own = names.find((each) => each.kind === "identifier" && OF_PYTHON.test(context.text(each)));
    return own ? context.text(own) : null;
  }
  if (statement.kind !== "expression_statement") return WORDS[statement.kind] ?? null;
  const [inner] = statement.children;
  if (inner?.kind === "augmented_assignment") return context.text(child(inner, "operator") ?? inner);
  if (inner?.kind !== "assignment") return null;
  const isPlain = child(inner, "left")?.kind === "identifier" && child(inner, "right")?.kind !== "assignment";
  return isPlain && !child(inner, "type") ? null : "=";
}

/** The first line of a statement; of a function its name. */
function headOf(statement: SyntaxNode, context: UnitContext): { start: number; end: number } {
  const name = statement.kind === "function_definition" ? child(statement, "name") : null;
  if (name) return spanOf(name);
  const line = /^[^\r\n]*/.exec(context.text(statement))?.[0].trimEnd() ?? "";
  return { start: statement.start, end: statement.start + line.length };
}

/** What is given to `I.module_attrs`, where it is nothing or certainly no dictionary. */
function attributesIn(statement: SyntaxNode, context: UnitContext): SyntaxNode | null {
  const [call] = statement.kind === "expression_statement" ? statement.children : [];
  const callee = call?.kind === "call" ? child(call, "function") : null;
  if (!call || !callee || !/^tvm\.script\.(?:parser\.)?ir\.module_attrs$/.test(context.path(callee) ?? "")) return null;
  const list = child(call, "arguments");
  const [given] = list?.children.filter(({ kind }) => kind !== "comment") ?? [];
  if (!given) return callee;
  return /^(?:list|tuple|set|string|integer|float|true|false)$/.test(given.kind) ? given : null;
}

/** Names in expressions and assigned values; those of functions are looked at where functions are read. */
function freeNamesIn({ statement }: InModule, context: UnitContext): SyntaxNode[] {
  const { model, unit } = context;
  if (statement.kind !== "expression_statement" || model.module.bindsUnsaidNames) return [];
  const found: SyntaxNode[] = [];
  walk(statement, (node) => {
    if (node.kind === "lambda" || /_comprehension$|^generator_expression$/.test(node.kind)) return false;
    const isRead =
      node.kind === "identifier" && node.field !== "attribute" && node.field !== "name" && node.field !== "left";
    const name = context.text(node);
    if (isRead && !isPythonName(name) && !isNameTaken(name, { node, unit }, model.module)) found.push(node);
    return true;
  });
  return found;
}
