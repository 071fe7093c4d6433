import { writeFileSync } from "node:fs";
import path from "node:path";

/** One thing that is tried on the device. */
export interface Check {
  readonly name: string;
  /** What is worth telling of it; throws where something is wrong. */
  run(): Promise<string>;
}

/** Takes the checks one after another. What each took and found goes to standard output. @returns how many failed */
export async function performAll(checks: readonly Check[], log: string | null): Promise<number> {
  let failed = 0;
  const lines: string[] = [];
  for (const check of checks) {
    const began = performance.now();
    let line: string;
    try {
      const told = await check.run();
      line = `✓ ${check.name} (${seconds(began)} s): ${told}`;
    } catch (error) {
      failed++;
      line = `✗ ${check.name} (${seconds(began)} s): ${error instanceof Error ? error.message : String(error)}`;
    }
    console.log(line);
    lines.push(line);
  }
  const last = `${checks.length - failed} passed, ${failed} failed`;
  console.log(last);
  if (log) writeFileSync(path.join(log, "checks.txt"), `${lines.join("\n")}\n${last}\n`);
  return failed;
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(1);
}

/** @throws where a text lacks what it should say */
export function says(text: string, wanted: RegExp): string {
  if (!wanted.test(text)) throw new Error(`it should say ${wanted}: ${text}`);
  return text.split("\n")[0] ?? "";
}
