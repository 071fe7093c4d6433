/** A dotted path in a library, and the last name of the chain that names it, as it is written. One object for each. */
export class Mention {
  private release: string | undefined;
  private answers: (boolean | undefined)[] = [];
  /** Who has put `bits` there, for all that it asks at once. */
  bitsOf: object | null = null;
  bits = 0;
  /** The list that it was last put into. */
  list = 0;

  constructor(
    readonly path: string,
    readonly last: string,
    /** The chain is one name, which stands for the path: by an import, or for what a statement gave it. */
    readonly isBare: boolean,
  ) {}

  /** It is bare, by another name than the last of its path. */
  get isRenamed(): boolean {
    return this.isBare && !this.path.endsWith(`.${this.last}`);
  }

  /** The answer to a question, by its number, about this path under a release: the one that was kept for as long as it is the same one. */
  answerTo(question: number, release: string): boolean | undefined {
    if (this.release !== release) {
      this.release = release;
      this.answers = [];
    }
    return this.answers[question];
  }

  keep(question: number, answer: boolean): boolean {
    this.answers[question] = answer;
    return answer;
  }
}

const interned = new Map<string, Mention>();
/** More paths than a project has: those of code as it was being typed. */
const MAX_INTERNED = 50_000;

export function mentionOf(path: string, last: string, isBare: boolean): Mention {
  const key = `${path} ${last}${isBare ? " " : ""}`;
  let mention = interned.get(key);
  if (!mention) {
    if (interned.size >= MAX_INTERNED) interned.clear();
    mention = new Mention(path, last, isBare);
    interned.set(key, mention);
  }
  return mention;
}

let lists = 0;

/** Mentions, each once. One list is made at a time. */
export class MentionList {
  readonly all: Mention[] = [];
  private readonly number = ++lists;

  add(mention: Mention): void {
    if (mention.list === this.number) return;
    mention.list = this.number;
    this.all.push(mention);
  }
}
