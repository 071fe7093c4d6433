import type { Connection } from "vscode-languageserver/node";
import { type FixAllParams, type FixAllResult, requests } from "../protocol";
import { fixAllEdits } from "./code-actions";
import type { Session } from "./session";

/** `tvmscript/fixAll`: the edits of all safe fixes in a file, or in all cells of a notebook, and how much is left. */
export function answerFixAll(connection: Connection, session: Session): void {
  connection.onRequest(requests.fixAll, ({ uri }: FixAllParams): FixAllResult => {
    const document = session.documents.find(uri);
    if (!document || !session.reads(document)) return { changes: {}, found: 0, left: 0 };
    // A hint asks for nothing: what it is about works, and no list of problems shows it.
    const found = session.findings(document).filter(({ severity }) => severity !== "hint");
    const fixed = found.filter((each) => each.fix()?.applicability === "safe");
    const left = found.filter((each) => each.fix()?.applicability !== "safe");
    return { changes: fixAllEdits(document, session), found: fixed.length + left.length, left: left.length };
  });
}
