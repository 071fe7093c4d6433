/** Names of registered functions that changed, against the functions that real TVMs register. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { registeredNow } from "../../server/src/api/registered";
import { releaseIndex } from "../../server/src/api/releases";
import { pythonFor, type Release } from "../tvm";
import { REGISTRY } from "./registry";

const file = path.resolve(import.meta.dirname, "../../server/data/reviewed/registered.json");
const { renamed } = JSON.parse(readFileSync(file, "utf8")) as {
  renamed: readonly { readonly old: string; readonly new: string; readonly since: string }[];
};

const REGISTERED = `
import json, tvm
${REGISTRY}print("\\n" + json.dumps(list(map(str, list_global_func_names()))))
`;

it.each<Release>(["0.22", "0.25", "0.26", "0.27"])("TVM %s registers them by the names that are known", (release) => {
  const out = execFileSync(pythonFor(release), ["-c", REGISTERED], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const registered = new Set(JSON.parse(out.trim().split("\n").at(-1) ?? "") as string[]);
  for (const each of renamed) {
    const isNew = releaseIndex(each.since) <= releaseIndex(release);
    expect(registeredNow(isNew ? each.old : each.new, release)).toBe(isNew ? each.new : each.old);
    // The wheel of 0.22 is a state from before the release: what came with it may have either name.
    if (each.since === release) continue;
    expect([registered.has(each.old), registered.has(each.new)], each.old).toEqual([!isNew, isNew]);
  }
});
