/** More than there are names; what a user types while a server runs is not kept for good. */
const MAX_KNOWN = 20_000;

/** A question about a name, a release or another text that remembers its answers. */
export function remembered<Name extends string, Answer>(find: (name: Name) => Answer): (name: Name) => Answer {
  const known = new Map<Name, Answer>();
  return (name) => {
    let answer = known.get(name);
    if (answer === undefined && !known.has(name)) {
      answer = find(name);
      if (known.size >= MAX_KNOWN) known.clear();
      known.set(name, answer);
    }
    return answer as Answer;
  };
}

/** The same where the answer depends on the release, too. */
export function rememberedByRelease<Answer>(
  find: (name: string, release: string) => Answer,
): (name: string, release: string) => Answer {
  const byRelease = new Map<string, (name: string) => Answer>();
  return (name, release) => {
    let own = byRelease.get(release);
    if (!own) {
      own = remembered((each) => find(each, release));
      byRelease.set(release, own);
    }
    return own(name);
  };
}
