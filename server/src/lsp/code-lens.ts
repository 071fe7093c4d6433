import type { CodeLens, Connection } from "vscode-languageserver/node";
import { definitionsOf, type TvmDefinition } from "../features/definitions";
import { t } from "../l10n";
import type { Session } from "./session";

/** Over each PrimFunc, Relax function and module: show its tree, compile it, run it. */
export function answerCodeLens(connection: Connection, session: Session): void {
  connection.onCodeLens(({ textDocument }) => {
    const document = session.documents.find(textDocument.uri);
    if (!document || !session.settings.codeLens || !session.reads(document)) return [];
    return definitionsOf(document.model()).flatMap((definition) => lenses(definition, textDocument.uri));
  });
}

function lenses(definition: TvmDefinition, uri: string): CodeLens[] {
  const inner = definition.children.flatMap((each) => lenses(each, uri));
  if (definition.part.uri !== uri) return inner;
  const { start } = definition.part.syntax.lines.range(definition.span);
  const range = { start, end: start };
  const lens = (title: string, command: string): CodeLens => ({
    range,
    command: { title, command, arguments: [{ uri, path: definition.path }] },
  });
  return [
    lens(t("Show AST"), "tvmscript.showAst"),
    lens(t("Compile"), "tvmscript.compile"),
    lens(t("Run"), "tvmscript.run"),
    ...inner,
  ];
}
