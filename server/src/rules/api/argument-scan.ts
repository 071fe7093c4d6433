import { argumentPattern, knowsArgument } from "../../api/arguments";
import type { UnitScan } from "../rule";
import { type PathTest, pathTest } from "../scan";
import { calleeBefore } from "../scan-call";

const tests = new Map<string, PathTest>();

function knows(keyword: string): PathTest {
  let test = tests.get(keyword);
  if (!test) {
    test = pathTest((path) => knowsArgument(path, keyword));
    tests.set(keyword, test);
  }
  return test;
}

/** Whether a call in the unit may have an argument of which the reviewed list of arguments says something. */
export function mayHaveKnownArgument(unit: UnitScan): boolean {
  let answer = known.get(unit);
  if (answer === undefined) {
    answer = findKnownArgument(unit);
    known.set(unit, answer);
  }
  return answer;
}

/** Two rules ask. */
const known = new WeakMap<UnitScan, boolean>();

function findKnownArgument(unit: UnitScan): boolean {
  return Array.from(unit.text.matchAll(argumentPattern(unit.release))).some(({ 0: found, index }) => {
    const test = knows(/^\w+/.exec(found)?.[0] ?? "");
    const callee = calleeBefore(unit.text, index);
    return callee === null ? unit.mentions(test) : callee !== "" && unit.mentionsAs(callee, test);
  });
}
