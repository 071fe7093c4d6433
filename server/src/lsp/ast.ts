import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { releaseOf } from "../api/releases";
import { definitionAt, definitionNamed, definitionsOf, type TvmDefinition } from "../features/definitions";
import { placedTree } from "../features/placed-tree";
import { staticTree } from "../features/static-tree";
import { t } from "../l10n";
import { type AstNode, type AstParams, type AstResult, requests } from "../protocol";
import { abortOn } from "./cancel";
import { toProtocol } from "./definitions";
import type { OpenDocument } from "./documents";
import { engineSource } from "./engine-source";
import type { Session } from "./session";

/** `tvmscript/ast`: the tree of a definition, by either engine. */
export function answerAst(connection: Connection, session: Session): void {
  /** The last good answer for each definition, by document and path: shown, marked as old, while its text is broken. */
  const good = new Map<string, AstResult>();

  connection.onRequest(requests.ast, async (params: AstParams, token: CancellationToken): Promise<AstResult | null> => {
    const document = session.documents.find(params.uri);
    if (!document) return null;
    const definitions = definitionsOf(document.model());
    const definition = wanted(params, document, definitions);
    if (!definition) return lost(document, params, definitions) ?? nothing(document, params, session, definitions);
    const base = {
      version: document.version,
      path: definition.path,
      kind: definition.kind,
      uri: definition.part.uri,
      definitions: definitions.map(toProtocol),
    };
    if (params.engine === "tvm") return { ...base, ...(await engineTree(definition, document, session, token)) };
    const { root, broken, release } = staticTree(definition, document.model(), session.release, session.parser);
    const answer: AstResult = { ...base, engine: "static", tvm: release, stale: false, root };
    const key = `${document.uri}#${definition.path}`;
    if (!broken) {
      good.set(key, answer);
      return answer;
    }
    const last = good.get(key)?.root;
    return { ...answer, stale: last !== undefined, root: last ?? root, message: brokenMessage(last !== undefined) };
  });

  /** What the cursor was last in, or a path, whose text is broken so far that no definition is left to be seen. */
  function lost(document: OpenDocument, params: AstParams, definitions: readonly TvmDefinition[]): AstResult | null {
    const last = params.path === undefined ? undefined : good.get(`${document.uri}#${params.path}`);
    if (!last || !document.model().units.some((unit) => unit.unit.hasError)) return null;
    const { version } = document;
    return { ...last, version, stale: true, message: brokenMessage(true), definitions: definitions.map(toProtocol) };
  }
}

function wanted(
  params: AstParams,
  document: OpenDocument,
  definitions: readonly TvmDefinition[],
): TvmDefinition | null {
  if (params.path !== undefined) return definitionNamed(definitions, params.path);
  const part = document.part(params.uri);
  if (!part || !params.position) return definitions[0] ?? null;
  return definitionAt(definitions, part, part.syntax.lines.offsetAt(params.position));
}

function brokenMessage(old: boolean): string {
  return old
    ? t("The source does not parse at the moment: this is the tree of its last good state.")
    : t("The source does not parse: this is what could be read of it.");
}

function nothing(
  document: OpenDocument,
  params: AstParams,
  session: Session,
  definitions: readonly TvmDefinition[],
): AstResult {
  const message =
    definitions.length === 0
      ? t("There is no PrimFunc, Relax function or IRModule in this file.")
      : params.path !== undefined
        ? t("There is no {0} in this file any more.", params.path)
        : t("The cursor is in no PrimFunc, Relax function or IRModule.");
  return {
    version: document.version,
    path: params.path ?? "",
    kind: "PrimFunc",
    uri: params.uri,
    engine: params.engine ?? "static",
    tvm: session.release,
    stale: false,
    root: null,
    message,
    definitions: definitions.map(toProtocol),
  };
}

async function engineTree(
  definition: TvmDefinition,
  document: OpenDocument,
  session: Session,
  token: CancellationToken,
): Promise<Pick<AstResult, "engine" | "tvm" | "stale" | "root" | "message">> {
  const none = { engine: "tvm", tvm: session.release, stale: false, root: null } as const;
  const engine = session.engine();
  if (!engine) return { ...none, message: session.untrusted().message };
  const source = engineSource(document);
  const answer = await engine.ast(source, definition.path, { signal: abortOn(token) });
  if (!answer.ok) return { ...none, message: answer.error.message };
  const release = releaseOf(answer.tvm)?.release ?? session.release;
  const own = staticTree(definition, document.model(), release, session.parser).root;
  return { ...none, tvm: answer.tvm, root: placedTree(placed(answer.root, source.placeRange), own) };
}

/** TVM counted in the joined text of all cells: each node's range in its own. */
function placed(node: AstNode, place: (range: NonNullable<AstNode["span"]>) => NonNullable<AstNode["span"]>): AstNode {
  const children = node.children.map(({ role, node: inner }) => ({ role, node: placed(inner, place) }));
  return { ...node, span: node.span && place(node.span), children };
}
