import type { Session } from 'chdb';
import { fromEngine } from './clickhouse-error.ts';

/** A session used by one request at a time. `mark` identifies its running query. */
export class Lane {
  readonly mark: string;
  /**
   * True after a failed statement: the engine may give the rest of its output to the session's next statement, so the
   * session is not used again.
   */
  spoiled = false;
  readonly #session: Session;

  constructor(session: Session, mark: string) {
    this.#session = session;
    this.mark = mark;
  }

  /** Runs one statement. Rejects with `ClickHouseError`. */
  async run(sql: string, format = 'TSV'): Promise<Buffer> {
    try {
      const result = await this.#session.queryAsync(sql, { format });
      const bytes = result.bytes();
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    } catch (error) {
      this.spoiled = true;
      throw fromEngine(error);
    }
  }

  close(): void {
    this.#session.close();
  }
}

/** The lanes of one account. */
export class Lanes {
  readonly #free: Lane[] = [];
  readonly #waiting: { resolve: (lane: Lane) => void; reject: (error: unknown) => void }[] = [];
  #made = 0;
  #opened = 0;
  readonly #max: number;
  readonly #open: (index: number) => Promise<Lane>;

  constructor(max: number, open: (index: number) => Promise<Lane>) {
    this.#max = max;
    this.#open = open;
  }

  /** Resolves with a free lane, or null if all are taken. */
  async #take(): Promise<Lane | null> {
    const free = this.#free.pop();
    if (free !== undefined || this.#made >= this.#max) {
      return free ?? null;
    }
    this.#made += 1;
    this.#opened += 1;
    try {
      return await this.#open(this.#opened);
    } catch (error) {
      this.#made -= 1;
      throw error;
    }
  }

  async wait(): Promise<Lane> {
    const lane = await this.#take();
    return lane ?? new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  give(lane: Lane): void {
    if (lane.spoiled) {
      this.#replace(lane);
      return;
    }
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free.push(lane);
    } else {
      next.resolve(lane);
    }
  }

  /** Closes a spoiled lane; the next waiting request gets a new one. */
  #replace(lane: Lane): void {
    lane.close();
    this.#made -= 1;
    const next = this.#waiting.shift();
    if (next !== undefined) {
      this.wait().then(next.resolve, next.reject);
    }
  }

  close(): void {
    for (const lane of this.#free) {
      lane.close();
    }
  }
}
