import path from "node:path";
import { describe, expect, it } from "vitest";
import { Pool } from "../../../server/src/cli/work/pool";

const script = path.resolve(import.meta.dirname, "../../fixtures/worker/counting.cjs");

async function outcomesOf(data: readonly string[], workers: number, signal?: AbortSignal): Promise<string[]> {
  const outcomes: string[] = [];
  const pool = new Pool<readonly string[], string>({
    script,
    data,
    count: data.length,
    workers,
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
