import type { Release } from "../api/releases";
import { LONGEST_PATH } from "../api/resolve";
import { keptBy } from "../kept";
import { remembered } from "../remembered";
import type { Mention } from "../semantic/mention";
import type { Mentions } from "../semantic/mentions";
import type { Model } from "../semantic/model";
import { withJoinedLines } from "../syntax/lines";
import { isDefinition, type PlacedUnit } from "../syntax/unit";
import { WantedWords } from "../syntax/words";
import { formOf } from "../tir/lower";
import type { UnitScan } from "./rule";
import { tirNameOf } from "./script/dialect";

/** The scan of one unit; what costs something is found out when a rule first asks for it. */
export class LazyScan implements UnitScan {
  private answers: Map<PathTest, boolean> | undefined;
  private mayHold: boolean | undefined;
  private joined: string | undefined;

  constructor(
    private readonly model: Model,
    private readonly unit: PlacedUnit,
    readonly release: Release,
    readonly from: Release | null,
  ) {}

  get text(): string {
    this.joined ??= withJoinedLines(this.unit.unit.text);
    return this.joined;
  }

  /** Null where a name may stand for a part of a library in a way that only parsing finds. */
  get mentioned(): Mentions {
    return this.model.mentions(this.unit);
  }

  get mayHoldScript(): boolean {
    this.mayHold ??= this.holdsScript(this.unit) || this.unit.shells.some((shell) => this.holdsScript(shell));
    return this.mayHold;
  }

  private holdsScript(unit: PlacedUnit): boolean {
    const { text } = unit.unit;
    if (!text.includes("@")) return false;
    return text.includes(".prim_func") || mentionsSome(this.model.mentions(unit), namesScript, this.release);
  }

  mentions(test: PathTest): boolean {
    this.answers ??= new Map();
    return answered(this.answers, test, () => this.some(test));
  }

  mentionsAs(name: string, test: PathTest): boolean {
    return this.some(test, name);
  }

  mentionsRenamed(test: PathTest): boolean {
    const { mentioned } = this;
    return mentioned === null || mentioned.some((each) => each.isRenamed && test.of(each, this.release));
  }

  private some(test: PathTest, as?: string): boolean {
    return mentionsSome(this.model.mentions(this.unit), test, this.release, as);
  }

  documentMentions(test: PathTest): boolean {
    return answered(answersFor(mentionedIn(this.model), this.release), test, () =>
      this.model.units.some((unit) => {
        const mentions = this.model.mentions(unit);
        return mentions === null ? this.uses(unit, test) : mentionsSome(mentions, test, this.release);
      }),
    );
  }

  /** Of a unit that is parsed anyway, since its text does not tell. */
  private uses(unit: PlacedUnit, test: PathTest): boolean {
    const { names, imports } = this.model.uses(unit);
    return [...names, ...imports].some(({ path }) => path !== null && test(path, this.release));
  }

  documentImports(test: PathTest): boolean {
    return answered(answersFor(importedIn(this.model), this.release), test, () => {
      const { heads } = this.model;
      return heads === null || [...heads.values()].some((paths) => paths.some((path) => test(path, this.release)));
    });
  }

  documentHas(word: string): boolean {
    return holderOf(this.model)(word);
  }

  scopeMatches(pattern: RegExp): boolean {
    return (
      pattern.test(this.text) ||
      answered(statedIn(this.model), pattern, () =>
        this.model.units.some(({ unit }) => !isDefinition(unit) && pattern.test(withJoinedLines(unit.text))),
      )
    );
  }

  documentMatches(pattern: RegExp): boolean {
    return answered(matchedIn(this.model), pattern, () =>
      this.model.parts.some(({ syntax }) => pattern.test(withJoinedLines(syntax.text))),
    );
  }

  get documentFunctions(): WantedWords {
    return functionsIn(this.model);
  }
}

function mentionsSome(mentions: Mentions, test: PathTest, release: Release, as?: string): boolean {
  if (mentions === null) return true;
  for (let at = 0; at < mentions.length; at++) {
    const mention = mentions[at] as Mention;
    if ((as === undefined || mention.last === as) && test.of(mention, release)) return true;
  }
  return false;
}

/** Finds the names after the dot of a value. */
export function memberPattern(names: Iterable<string>): RegExp {
  const all = [...names];
  return all.length > 0 ? new RegExp(`\\.(?:\\s|#[^\\n]*\\n|\\\\)*(?:${all.join("|")})\\b`) : /(?!)/;
}

const holderOf = keptBy(({ parts }: Model) =>
  remembered((word) => parts.some(({ syntax }) => syntax.text.includes(word))),
);
const functionsIn = keptBy(
  ({ parts }: Model) => new WantedWords(parts.flatMap(({ syntax }) => functionsInClasses(syntax.text))),
);

const HEAD = /\b(?:class|def)[ \t]/g;
/** `def f`, `async def f`, `class C`, from the line's start. */
const DEFINITION = /\f*([ \t]*)(class|(?:async[ \t]+)?def)[ \t]+(\w+)/y;

/** The names of functions that stand in the body of a class and in no function there, told by indentation. */
function functionsInClasses(text: string): string[] {
  const names: string[] = [];
  /** The heads around: how far each is indented, and whether it is a class's. */
  const around: { readonly indentation: number; readonly isClass: boolean }[] = [];
  HEAD.lastIndex = 0;
  while (HEAD.test(text)) {
    const index = HEAD.lastIndex - 1;
    DEFINITION.lastIndex = text.lastIndexOf("\n", index) + 1;
    const [, { length: indentation } = "", keyword, name = ""] = DEFINITION.exec(text) ?? [];
    if (keyword === undefined) continue;
    while ((around.at(-1)?.indentation ?? -1) >= indentation) around.pop();
    if (keyword !== "class" && around.at(-1)?.isClass) names.push(name);
    around.push({ indentation, isClass: keyword === "class" });
  }
  return names;
}

/** Answers about whole documents. */
const mentionedIn = keptBy((_model: Model) => new Map<Release, Map<PathTest, boolean>>());
const importedIn = keptBy((_model: Model) => new Map<Release, Map<PathTest, boolean>>());
const matchedIn = keptBy((_model: Model) => new Map<RegExp, boolean>());
const statedIn = keptBy((_model: Model) => new Map<RegExp, boolean>());

function answersFor<Key>(byRelease: Map<Release, Map<Key, boolean>>, release: Release): Map<Key, boolean> {
  const answers = byRelease.get(release) ?? new Map<Key, boolean>();
  byRelease.set(release, answers);
  return answers;
}

function answered<Key>(answers: Map<Key, boolean>, key: Key, find: () => boolean): boolean {
  let answer = answers.get(key);
  if (answer === undefined) {
    answer = find();
    answers.set(key, answer);
  }
  return answer;
}

/** A question about a dotted path under a release. */
export interface PathTest {
  (path: string, release: Release): boolean;
  /** The same of a path that a text mentions, asked once for each of them. */
  of(mention: Mention, release: Release): boolean;
}

let questions = 0;

/**
 * A question that the answer to is no of paths which are too long to be known.
 * @param ask `isBare`: the path is of a text that names it by one name, so that what an import brings in is meant
 */
export function pathTest(ask: (path: string, release: Release, isBare: boolean) => boolean): PathTest {
  const question = questions++;
  const askKnown: typeof ask = (path, release, isBare) => path.length <= LONGEST_PATH && ask(path, release, isBare);
  const of = (mention: Mention, release: Release) =>
    mention.answerTo(question, release) ?? mention.keep(question, askKnown(mention.path, release, mention.isBare));
  return Object.assign((path: string, release: Release) => askKnown(path, release, false), { of });
}

/** What makes a definition one in TVMScript, and what its body is read as one for. */
const namesScript = pathTest((path) => formOf(path) !== null || /^(?:prim_func|macro)$/.test(tirNameOf(path) ?? ""));
