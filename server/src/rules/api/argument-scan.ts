import { argumentPattern, knowsArgument, knowsSomeArgument } from "../../api/arguments";
import { latest } from "../../latest";
import type { UnitScan } from "../rule";
import { type PathTest, pathTest } from "../scan";
import { calleeBefore, someMatch } from "../scan-call";

/** A function of whose arguments the reviewed list says something. */
export const hasKnownArgument = pathTest(knowsSomeArgument);

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
export const mayHaveKnownArgument = latest((unit: UnitScan): boolean => {
  if (!unit.mentions(hasKnownArgument)) return false;
  return someMatch(argumentPattern(unit.release), unit.text, ({ 0: found, index }) => {
    const test = knows(/^\w+/.exec(found)?.[0] ?? "");
    const callee = calleeBefore(unit.text, index);
    return callee === null ? unit.mentions(test) : callee !== "" && unit.mentionsAs(callee, test);
  });
});
