/** A thing that keeps what is found out about it, so that it goes when the thing does. */
export interface Keeper {
  /** By the number of the question. */
  readonly kept: unknown[];
}

let questions = 0;

/**
 * A question about a thing whose answer the thing keeps; undefined is none. Not a weak map, which costs more to ask, and the answers of
 * which outlive what they are about until the collector of old objects has its turn.
 */
export function keptBy<About extends Keeper, Answer>(find: (about: About) => Answer): (about: About) => Answer {
  const question = questions++;
  return (about) => {
    let answer = about.kept[question] as Answer | undefined;
    if (answer === undefined) {
      answer = find(about);
      about.kept[question] = answer;
    }
    return answer;
  };
}
