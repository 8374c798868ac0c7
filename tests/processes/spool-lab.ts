import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  REQUEST_ID,
  startCountingReceiver,
  type CountingReceiver,
} from '../../instrumentation/testing/counting-receiver.ts';
import { startProgram, type RunningProgram } from '../../instrumentation/testing/programs.ts';
import type { Recording } from '../../instrumentation/testing/recording-program.ts';

/** A spool folder, a collector that can go away and come back, and programs that record calls. One for each test. */
export class SpoolLab {
  readonly folder = mkdtempSync(join(tmpdir(), 'tokentrail-spool-test-'));
  collector: CountingReceiver;
  readonly #port: number;
  readonly #programs: RunningProgram[] = [];

  private constructor(collector: CountingReceiver) {
    this.collector = collector;
    this.#port = Number(new URL(collector.url).port);
  }

  /** Runs `test` in a lab of its own, so that tests can run concurrently. Ends its programs afterwards. */
  static async run(test: (lab: SpoolLab) => Promise<void>): Promise<void> {
    const lab = new SpoolLab(await startCountingReceiver());
    try {
      await test(lab);
    } finally {
      await Promise.all(lab.#programs.map((program) => program.kill()));
      await lab.collector.close();
      rmSync(lab.folder, { recursive: true, force: true });
    }
  }

  start(recording: Partial<Recording> & { prefix: string }, env: Record<string, string> = {}): RunningProgram {
    const whole: Recording = { calls: 100, perSecond: 1000, end: 'stay', ...recording };
    const program = startProgram(whole, {
      TOKENTRAIL_OTLP_ENDPOINT: this.collector.url,
      TOKENTRAIL_SPOOL_DIR: this.folder,
      ...env,
    });
    this.#programs.push(program);
    return program;
  }

  async collectorGoes(): Promise<void> {
    await this.collector.close();
  }

  /** Starts it on the same port. It remembers the earlier arrivals. */
  async collectorComesBack(): Promise<void> {
    const { arrived } = this.collector;
    this.collector = await startCountingReceiver(this.#port);
    for (const [name, times] of arrived) this.collector.arrived.set(name, times);
  }

  missing(all: Iterable<string>): string[] {
    return [...all].filter((name) => !this.collector.arrived.has(name));
  }

  doubled(): [name: string, times: number][] {
    return [...this.collector.arrived].filter(([, times]) => times > 1);
  }

  /** Names of the calls whose records are in the files of the spool. */
  spooled(): Set<string> {
    const texts = this.segments().map((file) => readFileSync(file, 'latin1'));
    return new Set(texts.flatMap((text) => [...text.matchAll(REQUEST_ID)].map(([, name = '']) => name)));
  }

  /** The files of the spool that hold records. */
  segments(): string[] {
    return this.files().filter((file) => !file.endsWith('lease'));
  }

  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  }
}

export function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`);
}

/**
 * The longest time, ms, in which `program` ended no call, although it ends one every few ms. That long the machine kept it
 * from running, so that its timers may have been late by as much.
 */
export function longestPauseMs(program: RunningProgram): number {
  const times = [...program.ended.values()];
  return Math.max(0, ...times.slice(1).map((time, i) => time - (times[i] ?? time)));
}
