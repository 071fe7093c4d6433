import { changedKeywordsOfFunctions } from "../../api/changed-keywords";
import { keywordChangeOf, keywordsWithOthers } from "../../api/keywords";
import { lastWord } from "../../api/last-word";
import { changedKeywords } from "../../api/lost-members";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { remembered } from "../../remembered";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import type { SyntaxNode } from "../../syntax/node";
import { child } from "../../syntax/node";
import { WantedWords } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";
import { type PathTest, pathTest } from "../scan";
import { calleeBefore, someKeyword, someWord } from "../scan-call";

const wantedIn = remembered((release: Release) => new WantedWords(keywordsWithOthers(release)));
/** The keywords that methods of values call something else. */
const ofMethods = remembered(
  (release: Release) => new Set(Array.from(changedKeywords(release), (name) => name.slice(name.indexOf("(") + 1))),
);
const MAY_BE_METHOD = /\.\s*\w+\s*\(/;
/** The names of the functions and methods of which a text with such a call holds one, but where it was imported by another. */
const namedIn = remembered((release: Release) => {
  const methods = Array.from(changedKeywords(release), (name) => name.slice(0, name.indexOf("(")));
  return new WantedWords([...changedKeywordsOfFunctions(release).keys(), ...methods]);
});
const isNamed = pathTest((path, release) => namedIn(release).has(lastWord(path)));
const tests = new Map<string, PathTest>();

/** Whether a function, by its path, takes that keyword under another name. */
function takesOther(keyword: string): PathTest {
  let test = tests.get(keyword);
  if (!test) {
    test = pathTest((path, release) => {
      const name = lastWord(path);
      return (
        changedKeywordsOfFunctions(release).get(name)?.has(keyword) === true ||
        changedKeywords(release).has(`${name}(${keyword}`)
      );
    });
    tests.set(keyword, test);
  }
  return test;
}

/**
 * A keyword argument that the targeted release calls something else: `out_sinfo=`, `out_ty=` since 0.26.
 */
export const renamedKeyword = defineRule({
  code: "TVM104",
  name: "renamed-keyword",
  severity: "error",
  needs: { words: keywordsWithOthers },
  scan(unit) {
    if (!someWord(unit.text, namedIn(unit.release), () => true) && !unit.documentImports(isNamed)) return false;
    // One call is written many times.
    const asked = new Set<string>();
    return someKeyword(unit.text, wantedIn(unit.release), (keyword, index) => {
      const callee = calleeBefore(unit.text, index);
      const call = `${callee}(${keyword}`;
      if (callee === "" || asked.has(call)) return false;
      asked.add(call);
      const test = takesOther(keyword);
      if (callee !== null) return unit.mentionsAs(callee, test) || changedKeywords(unit.release).has(call);
      return unit.mentions(test) || (ofMethods(unit.release).has(keyword) && MAY_BE_METHOD.test(unit.text));
    });
  },
  check(context, report) {
    for (const use of called(context)) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function") continue;
      for (const argument of argumentsOf(call).keywords) {
        const name = child(argument, "name");
        const keyword = name && context.text(name);
        const change = keyword ? keywordChangeOf(use.path, keyword, context.release) : null;
        if (!name || !keyword || !change || isGuarded(argument, context.unit.unit.text)) continue;
        // Wrappers take keywords that no signature shows (`dtype=` of the intrinsics): only a new name is certain.
        const { to } = change;
        if (to === null) continue;
        const fn = use.path.split(".").at(-1) ?? use.path;
        report({
          span: name,
          deprecated: true,
          message: t("`{1}=` of `{0}` is called `{3}=` in TVM {2}.", fn, keyword, context.release, to),
          fix: (at) => ({
            title: t("Change to `{0}=`", to),
            applicability: change.safe ? "safe" : "unsafe",
            edits: [at.edit(name, to)],
          }),
        });
      }
    }
  },
});

/** What the unit names of libraries, and the methods of values whose class is known: `sch.blockize`. */
function* called(context: UnitContext): Generator<{ readonly path: string; readonly node: SyntaxNode }> {
  const others = keywordsWithOthers(context.release);
  const hasOther = (call: SyntaxNode) =>
    argumentsOf(call).keywords.some((each) => others.has(context.text(child(each, "name") ?? each)));
  yield* context.uses.names;
  for (const { name, node } of context.uses.members) {
    const call = node.parent;
    if (call?.kind !== "call" || node.field !== "function" || !hasOther(call)) continue;
    const of = context.model.evaluator.receiver({ node, unit: context.unit });
    if (of) yield { path: `${of}.${name}`, node };
  }
}
