import type { Release } from "../api/releases";
import type { Model } from "../semantic/model";
import type { PlacedUnit } from "../syntax/unit";
import type { UnitScan } from "./rule";

/** The scan of one unit; what costs something is found out when a rule first asks for it. */
export class LazyScan implements UnitScan {
  private readonly answers = new Map<PathTest, boolean>();
  private mayHold: boolean | undefined;

  constructor(
    private readonly model: Model,
    private readonly unit: PlacedUnit,
    readonly release: Release,
    readonly from: Release | null,
  ) {}

  get text(): string {
    return this.unit.unit.text;
  }

  get mayHoldScript(): boolean {
    this.mayHold ??= this.text.includes("@") || this.unit.shells.some(({ unit }) => unit.text.includes("@"));
    return this.mayHold;
  }

  mentions(test: PathTest): boolean {
    const known = this.answers.get(test);
    if (known !== undefined) return known;
    const mentions = this.model.mentions(this.unit);
    const answer = mentions === null || [...mentions.values()].some((paths) => this.some(paths, test));
    this.answers.set(test, answer);
    return answer;
  }

  mentionsAs(name: string, test: PathTest): boolean {
    const mentions = this.model.mentions(this.unit);
    if (mentions === null) return true;
    const paths = mentions.get(name);
    return paths !== undefined && this.some(paths, test);
  }

  private some(paths: ReadonlySet<string>, test: PathTest): boolean {
    for (const path of paths) if (test(path, this.release)) return true;
    return false;
  }

  documentMentions(test: PathTest): boolean {
    const byRelease = ofDocuments.get(this.model) ?? new Map<Release, Map<PathTest, boolean>>();
    ofDocuments.set(this.model, byRelease);
    const answers = byRelease.get(this.release) ?? new Map<PathTest, boolean>();
    byRelease.set(this.release, answers);
    let answer = answers.get(test);
    if (answer === undefined) {
      answer = this.model.units.some((unit) => new LazyScan(this.model, unit, this.release, this.from).mentions(test));
      answers.set(test, answer);
    }
    return answer;
  }

  documentHas(word: string): boolean {
    return this.model.parts.some((part) => part.syntax.text.includes(word));
  }
}

/** Finds the names after the dot of a value. */
export function memberPattern(names: Iterable<string>): RegExp {
  const all = [...names];
  return all.length > 0 ? new RegExp(`\\.(?:\\s|#[^\\n]*\\n|\\\\)*(?:${all.join("|")})\\b`) : /(?!)/;
}

/** Answers about whole documents. */
const ofDocuments = new WeakMap<Model, Map<Release, Map<PathTest, boolean>>>();

/** A question about a dotted path under a release, asked once for each of them. */
export type PathTest = (path: string, release: Release) => boolean;

export function pathTest(test: PathTest): PathTest {
  const byRelease = new Map<Release, Map<string, boolean>>();
  return (path, release) => {
    let answers = byRelease.get(release);
    if (!answers) {
      answers = new Map();
      byRelease.set(release, answers);
    }
    let answer = answers.get(path);
    if (answer === undefined) {
      answer = test(path, release);
      answers.set(path, answer);
    }
    return answer;
  };
}
