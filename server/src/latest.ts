/**
 * A question that remembers its last answer: several ask about one thing before the next one has its turn. Not a weak map, since the
 * collector of young objects takes all values of such maps to be alive, and copies what a unit's analysis leaves behind twice.
 */
export function latest<About extends object, Answer>(find: (about: About) => Answer): (about: About) => Answer {
  let last: { readonly about: About; readonly answer: Answer } | undefined;
  return (about) => {
    if (last?.about !== about) last = { about, answer: find(about) };
    return last.answer;
  };
}
