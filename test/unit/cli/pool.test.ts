import path from "node:path";
import { describe, expect, it } from "vitest";
import { Pool } from "../../../server/src/cli/work/pool";
import { makeShares, type Shares, takeAll, takeItem } from "../../../server/src/cli/work/shares";

const script = path.resolve(import.meta.dirname, "../../fixtures/worker/counting.cjs");

/** Shares of which this thread has none. */
function forWorkers(items: number, workers: number): Shares {
  const { ends } = makeShares(Array(items).fill(1), workers);
  return { ends: [0, ...ends], asked: new SharedArrayBuffer(4 * (workers + 1)) };
}

async function outcomesOf(data: readonly string[], workers: number, signal?: AbortSignal): Promise<string[]> {
  const outcomes: string[] = [];
  const pool = new Pool<readonly string[], string>({
    script,
    data,
    shares: forWorkers(data.length, workers),
    ...(signal && { signal }),
    onOutcome: (index, outcome) => {
      expect(outcomes[index]).toBeUndefined();
      outcomes[index] = outcome;
    },
    lost: (index, reason) => `${data[index]} lost: ${reason}`,
  });
  await pool.end();
  return outcomes;
}

describe("a pool of workers", () => {
  it("hands out every item once", async () => {
    const data = Array.from({ length: 200 }, (_, at) => `item ${at}`);
    expect(await outcomesOf(data, 3)).toEqual(data.map((each) => `${each} done`));
  });

  it("replaces a worker that dies, and names what it had in hand", async () => {
    expect(await outcomesOf(["a", "throw", "b", "exit", "c", "throw"], 1)).toEqual([
      "a done",
      "throw lost: no good",
      "b done",
      "exit lost: exit 3",
      "c done",
      "throw lost: no good",
    ]);
  });

  it("ends its workers when it is stopped", async () => {
    const controller = new AbortController();
    const ended = outcomesOf(["a", "hang", "b"], 1, controller.signal);
    setTimeout(() => controller.abort(), 500);
    expect(await ended).toEqual(["a done"]);
  });
});

describe("shares", () => {
  it("are of about the same size, and of neighbours", () => {
    expect(makeShares([1, 1, 1, 1, 4, 4], 3).ends).toEqual([4, 5, 6]);
    expect(makeShares([9, 1], 4).ends).toEqual([1, 1, 1, 2]);
    expect(makeShares([], 2).ends).toEqual([0, 0]);
  });

  it("are taken by others once their own are through", () => {
    const shares = makeShares([1, 1, 1, 1], 2);
    const take = (own: number) => takeItem(shares, own);
    expect([take(1), take(0), take(1), take(1), take(0), take(1)]).toEqual([2, 0, 3, 1, null, null]);
  });

  it("have nothing left when all is taken", () => {
    const shares = makeShares([1, 1, 1], 2);
    takeAll(shares);
    expect([takeItem(shares, 0), takeItem(shares, 1)]).toEqual([null, null]);
  });
});
