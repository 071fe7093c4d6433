import { Worker } from "node:worker_threads";

/** What a worker is given at its start. It takes the next index from `next` until there is none, and posts `{ index, outcome }`. */
export interface WorkerData<Data> {
  readonly data: Data;
  readonly count: number;
  /** Of one 32-bit number: the next index. */
  readonly next: SharedArrayBuffer;
  /** Of one 32-bit number for each worker: the index that it has in hand. */
  readonly inHand: SharedArrayBuffer;
  readonly worker: number;
}

export interface Posted<Outcome> {
  readonly index: number;
  readonly outcome: Outcome;
}

export interface PoolOptions<Data, Outcome> {
  readonly script: string;
  readonly data: Data;
  readonly count: number;
  readonly workers: number;
  onOutcome(index: number, outcome: Outcome): void;
  /** What becomes of the item at which a worker died. */
  lost(index: number, reason: string): Outcome;
  readonly signal?: AbortSignal;
}

/** The items 0 … count - 1, taken one by one by threads of this process, this one among them if it helps. */
export class Pool<Data, Outcome> {
  private readonly next = new SharedArrayBuffer(4);
  private readonly inHand: SharedArrayBuffer;
  private readonly running = new Set<Worker>();
  private readonly ends: Promise<void>[] = [];

  constructor(private readonly options: PoolOptions<Data, Outcome>) {
    this.inHand = new SharedArrayBuffer(4 * options.workers);
    for (let i = 0; i < options.workers; i++) this.ends.push(this.start(i));
    options.signal?.addEventListener("abort", () => this.stop(), { once: true });
  }

  /** The next item for whoever asks; null where all are taken. */
  take(): number | null {
    const index = Atomics.add(new Int32Array(this.next), 0, 1);
    return index < this.options.count ? index : null;
  }

  async end(): Promise<void> {
    await Promise.all(this.ends);
  }

  private stop(): void {
    Atomics.store(new Int32Array(this.next), 0, this.options.count);
    for (const worker of this.running) void worker.terminate();
  }

  /** Runs a worker, and another in its place where it dies, until nothing is left to take. */
  private start(number: number): Promise<void> {
    const { script, data, count, onOutcome, lost, signal } = this.options;
    const inHand = new Int32Array(this.inHand);
    Atomics.store(inHand, number, -1);
    const workerData: WorkerData<Data> = { data, count, next: this.next, inHand: this.inHand, worker: number };
    return new Promise((resolve) => {
      const worker = new Worker(script, { workerData });
      let reason = "";
      this.running.add(worker);
      worker.on("message", ({ index, outcome }: Posted<Outcome>) => {
        if (Atomics.load(inHand, number) === index) Atomics.store(inHand, number, -1);
        onOutcome(index, outcome);
      });
      worker.on("error", (error: NodeJS.ErrnoException) => {
        reason = error.code ?? error.message;
      });
      worker.on("exit", (code) => {
        this.running.delete(worker);
        const index = Atomics.load(inHand, number);
        if (signal?.aborted || (code === 0 && index < 0)) return resolve();
        if (index >= 0) onOutcome(index, lost(index, reason || `exit ${code}`));
        // One that dies before it has taken anything would die again.
        if (index < 0) return resolve();
        this.start(number).then(resolve);
      });
    });
  }
}

/** The worker's side: takes items until there are none. */
export async function takeFrom<Data>(
  { count, next, inHand, worker }: WorkerData<Data>,
  handle: (index: number) => Promise<void>,
): Promise<void> {
  const counter = new Int32Array(next);
  const mine = new Int32Array(inHand);
  for (;;) {
    const index = Atomics.add(counter, 0, 1);
    if (index >= count) break;
    Atomics.store(mine, worker, index);
    await handle(index);
  }
  Atomics.store(mine, worker, -1);
}
