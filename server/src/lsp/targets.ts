import type { CancellationToken, Connection } from "vscode-languageserver/node";
import { requests, type TargetChoice } from "../protocol";
import { abortOn } from "./cancel";
import type { Session } from "./session";

/** Targets whose code runs on the processor that TVM itself runs on. */
const HOSTS = new Set(["llvm", "c"]);

/** `tvmscript/targets`: what the user's TVM generates code for; nothing where there is none to ask. */
export function answerTargets(connection: Connection, session: Session): void {
  connection.onRequest(requests.targets, async (_: unknown, token: CancellationToken): Promise<TargetChoice[]> => {
    const answer = await session.engine()?.targets({ signal: abortOn(token) });
    if (!answer?.ok) return [];
    const here = new Set(answer.devices.map(({ kind }) => kind));
    return answer.targets.map(({ kind, name }) => ({
      target: kind,
      label: name,
      runs: HOSTS.has(kind) || here.has(kind),
    }));
  });
}
