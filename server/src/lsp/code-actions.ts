import {
  type CodeAction,
  CodeActionKind,
  type Connection,
  type TextEdit as LspTextEdit,
} from "vscode-languageserver/node";
import { t } from "../l10n";
import type { Diagnostic } from "../rules/engine";
import { fixAll } from "../rules/fix-all";
import type { Fix } from "../rules/rule";
import { type Part, writtenText } from "../semantic/model";
import { toLsp } from "./diagnostics";
import type { OpenDocument } from "./documents";
import type { Session } from "./session";

export const FIX_ALL = `${CodeActionKind.SourceFixAll}.tvmscript`;
/** VS Code asks for it once for a notebook, where it asks for the other once for each cell. */
export const NOTEBOOK_FIX_ALL = `notebook.${FIX_ALL}`;

export type Edits = Record<string, LspTextEdit[]>;

/** Quick fixes of the findings in a range, and the fix for all of them. */
export function answerCodeActions(connection: Connection, session: Session): void {
  connection.onCodeAction(({ textDocument, range, context }) => {
    const document = session.documents.find(textDocument.uri);
    const part = document?.part(textDocument.uri);
    if (!document || !part || !session.reads(document)) return [];
    const wants = (kind: string) => context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const span = part.syntax.lines.span(range);
      const touched = session
        .findings(document)
        .filter((each) => each.part === part && each.start <= span.end && span.start <= each.end);
      actions.push(...touched.flatMap((each) => quickFixes(each, session)));
      if (session.resolvesEdits) actions.push(...fixAllQuickly(touched, textDocument.uri, document, session));
    }
    // Without being asked for by name it would only lengthen the menu.
    if (context.only && wants(NOTEBOOK_FIX_ALL)) actions.push(...fixAllAction(document, NOTEBOOK_FIX_ALL, session));
    else if (context.only && wants(FIX_ALL)) actions.push(...fixAllAction(document, FIX_ALL, session, part));
    return actions;
  });
  connection.onCodeActionResolve((action) => {
    const document = typeof action.data === "string" ? session.documents.find(action.data) : null;
    return document && session.reads(document)
      ? { ...action, edit: { changes: fixAllEdits(document, session) } }
      : action;
  });
}

/** Where one finding of several can be fixed, all that can be: worked out once somebody chooses it. */
function fixAllQuickly(
  touched: readonly Diagnostic[],
  uri: string,
  document: OpenDocument,
  session: Session,
): CodeAction[] {
  const fixable = touched.filter((each) => each.fix()?.applicability === "safe");
  if (fixable.length === 0 || session.findings(document).length === 1) return [];
  const diagnostics = fixable.map((each) => toLsp(each, session));
  return [{ title: t("Fix all outdated API"), kind: CodeActionKind.QuickFix, diagnostics, data: uri }];
}

function quickFixes(diagnostic: Diagnostic, session: Session): CodeAction[] {
  const actions: CodeAction[] = [];
  const diagnostics = [toLsp(diagnostic, session)];
  const fix = diagnostic.fix();
  if (fix) {
    const title =
      fix.applicability === "safe" ? fix.title : t("{0} (look at the result: the meaning may change)", fix.title);
    actions.push({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics,
      isPreferred: fix.applicability === "safe",
      edit: { changes: editsOf(fix) },
    });
  }
  actions.push({
    title: t("Ignore {0} on this line", diagnostic.rule.code),
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: { changes: { [diagnostic.part.uri]: [ignoreEdit(diagnostic)] } },
  });
  return actions;
}

function ignoreEdit({ part, start, rule }: Diagnostic): LspTextEdit {
  const { lines } = part.syntax;
  const line = lines.lineAt(start);
  const source = writtenText(part)
    .slice(lines.startOf(line), lines.startOf(line + 1))
    .replace(/[\r\n]+$/, "");
  const position = { line, character: source.trimEnd().length };
  return {
    range: { start: position, end: { line, character: source.length } },
    newText: `  # tvmscript: ignore[${rule.code}]`,
  };
}

function fixAllAction(document: OpenDocument, kind: string, session: Session, only?: Part): CodeAction[] {
  const changes = fixAllEdits(document, session, only);
  return Object.keys(changes).length === 0 ? [] : [{ title: t("Fix all outdated API"), kind, edit: { changes } }];
}

/** The edits of all safe fixes in a document, or in one of its texts. */
export function fixAllEdits(document: OpenDocument, session: Session, only?: Part): Edits {
  const options = {
    release: session.release,
    rules: session.settings.rules,
    ...(only && { only: (part: Part) => part.uri === only.uri }),
  };
  const edits: Edits = {};
  for (const { part, edits: own } of fixAll(document.model(), options, (texts) => document.reread(texts))) {
    edits[part.uri] = own.map((edit) => ({ range: part.syntax.lines.range(edit), newText: edit.newText }));
  }
  return edits;
}

function editsOf(fix: Fix): Edits {
  const edits: Edits = {};
  for (const { part, newText, ...span } of fix.edits) {
    const own = edits[part.uri] ?? [];
    edits[part.uri] = own;
    own.push({ range: part.syntax.lines.range(span), newText });
  }
  return edits;
}
