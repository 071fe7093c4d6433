import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { t } from "../l10n";
import { type DoctorReport, requests } from "../protocol";
import { abortOn } from "./cancel";
import type { Session } from "./session";

/** `tvmscript/doctor`: what is well and what is wrong with the interpreter and its TVM. */
export function answerDoctor(connection: Connection, session: Session): void {
  connection.onRequest(requests.doctor, async (_: unknown, token: CancellationToken): Promise<DoctorReport> => {
    const engine = session.engine();
    return engine ? engine.doctor({ signal: abortOn(token) }) : untrusted(session);
  });
}

function untrusted(session: Session): DoctorReport {
  const title = t("Workspace trust");
  const { message } = session.untrusted();
  const checks = [{ id: "trust", status: "error", title, detail: message }] as const;
  return { ok: false, interpreter: null, python: null, tvm: null, tvmFfi: null, checks };
}
