import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const cli = path.resolve(import.meta.dirname, "../../dist/server/cli.js");

/** Tests write into nobody's own cache. */
const cache = mkdtempSync(path.join(tmpdir(), "tvmscript-cache-"));

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command line as a shell would, in English unless told otherwise. */
export function tvmscript(
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): Ran {
  const env = { ...process.env, LC_ALL: "C.UTF-8", XDG_CACHE_HOME: cache, LOCALAPPDATA: cache, ...options.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8", ...options, env });
  return { status, stdout, stderr };
}
