import type { Connection } from "vscode-languageserver/node";
import { definitionsOf, type TvmDefinition } from "../features/definitions";
import { type Definition, type DefinitionsParams, requests } from "../protocol";
import type { Session } from "./session";

/** `tvmscript/definitions`: what in a document can be shown, compiled or run. */
export function answerDefinitions(connection: Connection, session: Session): void {
  connection.onRequest(requests.definitions, ({ uri }: DefinitionsParams): Definition[] => {
    const document = session.documents.find(uri);
    return document ? definitionsOf(document.model()).map(toProtocol) : [];
  });
}

export function toProtocol(definition: TvmDefinition): Definition {
  const { name, kind, path, part, span, nameSpan, children } = definition;
  const { lines } = part.syntax;
  return {
    name,
    kind,
    path,
    uri: part.uri,
    range: lines.range(span),
    nameRange: lines.range(nameSpan),
    children: children.map(toProtocol),
  };
}
