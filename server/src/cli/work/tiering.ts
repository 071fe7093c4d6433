import { setFlagsFromString } from "node:v8";

/**
 * Machine code that V8 makes of what runs often pays when that runs as often again. So many bytes have to be read before it stops, for
 * the loops that everything goes through; with no more than so many left to read it is made in vain, which took a twentieth of a
 * migration of TVM's tests (13.7 MB).
 */
const READ = 3_000_000;
const LEFT = 8_000_000;

/** Has V8 make no more machine code when a thread's work comes to its end. */
export class Tiering {
  private read = 0;
  private isEnding = false;

  /** @param share how much the thread has to read, in bytes */
  constructor(private readonly share: number) {}

  /** So many bytes more were read. */
  step(bytes: number): void {
    this.read += bytes;
    if (this.isEnding || this.read < READ || this.share - this.read > LEFT) return;
    this.isEnding = true;
    setFlagsFromString("--interrupt-budget=2000000000");
  }
}
