/**
 * Items that threads share. Each has a share of its own of neighbours, which are more alike than others, so that it compiles the code
 * for those alone; who is through with it takes from the others'.
 */
export interface Shares {
  /** The end of each thread's share among the items' indices. */
  readonly ends: readonly number[];
  /** A 32-bit number for each share: how often an item of it was asked for. */
  readonly asked: SharedArrayBuffer;
}

/** Cuts items into shares of about the same size. */
export function makeShares(sizes: readonly number[], count: number): Shares {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  const ends: number[] = [];
  let sum = 0;
  sizes.forEach((size, at) => {
    sum += size;
    while (ends.length < count - 1 && sum * count >= all * (ends.length + 1)) ends.push(at + 1);
  });
  while (ends.length < count) ends.push(sizes.length);
  return { ends, asked: new SharedArrayBuffer(4 * count) };
}

/** The next item for the thread with that share; null where all are taken. */
export function takeItem({ ends, asked }: Shares, own: number): number | null {
  const counters = new Int32Array(asked);
  for (let step = 0; step < ends.length; step++) {
    const share = (own + step) % ends.length;
    const index = (ends[share - 1] ?? 0) + Atomics.add(counters, share, 1);
    if (index < (ends[share] as number)) return index;
  }
  return null;
}

/** Leaves nothing to take. */
export function takeAll({ ends, asked }: Shares): void {
  const counters = new Int32Array(asked);
  for (let share = 0; share < ends.length; share++) Atomics.store(counters, share, ends[share] as number);
}
