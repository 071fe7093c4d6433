/** The options of PassContext in our data against those that real TVMs list. */
import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { passOptions } from "../../server/src/api/pass-options";
import { pythonFor, type Release } from "../tvm";

/** Of parts that the wheels are built without. */
const OPTIONAL = /^rela[xy]\.ext\./;

it.each<Release>(["0.17", "0.22", "0.25", "0.26", "0.27"])("TVM %s has the options that are known of it", (release) => {
  const code = "import json, tvm; print('\\n' + json.dumps(list(tvm.transform.PassContext.list_configs())))";
  const out = execFileSync(pythonFor(release), ["-c", code], { encoding: "utf8" });
  const listed = JSON.parse(out.trim().split("\n").at(-1) ?? "") as string[];
  // A wheel may have options of its builder's own.
  expect(listed.filter((name) => passOptions.has(name)).length).toBeGreaterThan(30);
  const ours = passOptions.namesOf(release);
  expect(listed.filter((name) => passOptions.has(name) && !ours.includes(name))).toEqual([]);
  const missing = ours.filter((name) => !listed.includes(name) && !OPTIONAL.test(name));
  // The wheel of 0.17 was built before its tag.
  expect(missing).toEqual(release === "0.17" ? ["tir.enable_buffer_level_predication"] : []);
});
