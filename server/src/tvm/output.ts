/** What a program prints is kept up to this many characters at its start and at its end. */
const KEPT = 64 * 1024;
/** ASCII's record separator starts a mark; see serve.py. */
const MARK = "\x1e";
const MARKS = new RegExp(`${MARK}\\d+:(?:begin|end)\\n`, "g");

/**
 * What a worker prints while it answers one request. Python, C++ and what they start all print to the same stream;
 * marks in it say from where on it is the user's own code that speaks.
 */
export class PrintedText {
  private head = "";
  private tail = "";
  private left = 0;

  add(text: string): void {
    const room = KEPT - this.head.length;
    this.head += text.slice(0, room);
    if (text.length <= room) return;
    this.tail += text.slice(Math.max(0, room));
    if (this.tail.length <= 2 * KEPT) return;
    this.left += this.tail.length - KEPT;
    this.tail = this.tail.slice(-KEPT);
  }

  hasEnded(id: number): boolean {
    return `${this.head.slice(-64)}${this.tail.slice(-64)}`.includes(`${MARK}${id}:end\n`);
  }

  /** Everything, without the marks: a crash tells its reasons here. */
  all(): string {
    return this.joined().replace(MARKS, "");
  }

  /** What the user's code printed. */
  ofProgram(id: number): string {
    const text = this.joined();
    const begin = `${MARK}${id}:begin\n`;
    const start = text.indexOf(begin);
    if (start < 0) return "";
    const end = text.indexOf(`${MARK}${id}:end\n`, start);
    return text.slice(start + begin.length, end < 0 ? undefined : end).replace(MARKS, "");
  }

  private joined(): string {
    return this.left > 0 ? `${this.head}\n… (${this.left})\n${this.tail}` : this.head + this.tail;
  }
}
