import { argumentPattern, knownKeywords, knowsArgument, knowsSomeArgument } from "../../api/arguments";
import type { Release } from "../../api/releases";
import { latest } from "../../latest";
import { remembered } from "../../remembered";
import { WantedWords } from "../../syntax/words";
import type { UnitScan } from "../rule";
import { type PathTest, pathTest } from "../scan";
import { calleeBefore, someKeyword } from "../scan-call";

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
  const pattern = argumentPattern(unit.release);
  return someKeyword(unit.text, keywordsIn(unit.release), (keyword, index) => {
    pattern.lastIndex = index;
    if (!pattern.test(unit.text)) return false;
    const test = knows(keyword);
    const callee = calleeBefore(unit.text, index);
    return callee === null ? unit.mentions(test) : callee !== "" && unit.mentionsAs(callee, test);
  });
});

const keywordsIn = remembered((release: Release) => new WantedWords(knownKeywords(release)));
