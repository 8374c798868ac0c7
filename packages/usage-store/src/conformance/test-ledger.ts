import type { UsageRecord } from '@tokentrail/records';
import type { ExportRequest } from '../export/export-records.ts';
import { idOf } from '../record-id.ts';
import type { LedgerCapabilities, ListRequest, RecordCursor, TimeRange, UsageLedger } from '../usage-ledger.ts';
import { windowId, type RecordVersion } from './record-version.ts';

/** Number of runs of each property. */
export const PROPERTY_RUNS = Number(process.env['PROPERTY_RUNS'] ?? 6);

export interface NewSetting {
  name: string;
  /** A JSON value. */
  value: unknown;
  setBy: string;
}

/** A ledger on a real engine, and a function that inserts records into it. */
export interface LedgerUnderTest {
  ledger: UsageLedger;
  /** Inserts versions as one batch, in this order. Resolves when they can be read. */
  insert(versions: readonly RecordVersion[]): Promise<void>;
  /** Sets a setting, if the engine has them. Resolves when it can be read. */
  set?(setting: NewSetting): Promise<void>;
  /** The file of an export that the engine writes by itself, if it can. */
  exported?(request: ExportRequest): Promise<string>;
  /** The lines between the first and the last one of that file, if the engine can send them as a part of a file. */
  exportedPart?(request: ExportRequest): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Each test has its own window of time, so that the engine need not be emptied between tests. The windows lie within the
 * last hour, in which a later version still replaces an ended record.
 */
const WINDOW_MS = 10_000;
const FIRST_WINDOW_MS = Date.now() - (Date.now() % WINDOW_MS) - 45 * 60_000;

/** The ledger of one test file, with helpers. `start` must have resolved before any other method is called. */
export class TestLedger {
  #store: LedgerUnderTest | undefined;
  #windows = 0;
  readonly capabilities: LedgerCapabilities;

  constructor(capabilities: LedgerCapabilities) {
    this.capabilities = capabilities;
  }

  async start(start: () => Promise<LedgerUnderTest>): Promise<void> {
    this.#store = await start();
  }

  async stop(): Promise<void> {
    await this.#store?.stop();
  }

  get ledger(): UsageLedger {
    return this.#started().ledger;
  }

  insert(versions: readonly RecordVersion[]): Promise<void> {
    return this.#started().insert(versions);
  }

  async set(setting: NewSetting): Promise<void> {
    await this.#started().set?.(setting);
  }

  /** The file that the engine writes; undefined if it writes none. */
  async exported(request: ExportRequest): Promise<string | undefined> {
    return this.#started().exported?.(request);
  }

  async exportedPart(request: ExportRequest): Promise<string | undefined> {
    return this.#started().exportedPart?.(request);
  }

  nextWindow(): TimeRange {
    const fromMs = FIRST_WINDOW_MS + this.#windows++ * WINDOW_MS;
    return { fromMs, toMs: fromMs + WINDOW_MS };
  }

  /** The ids of one page of a list. */
  async page(request: ListRequest): Promise<string[]> {
    return (await this.ledger.list(request)).records.map(idOf);
  }

  /** The records of all pages of a list. */
  async everyPage(request: ListRequest): Promise<UsageRecord[]> {
    const records: UsageRecord[] = [];
    let before: RecordCursor | null = null;
    do {
      const { records: some, next } = await this.ledger.list({ ...request, ...(before && { before }) });
      expect(some.length).toBeLessThanOrEqual(request.limit);
      records.push(...some);
      before = next;
    } while (before !== null);
    return records;
  }

  #started(): LedgerUnderTest {
    if (this.#store === undefined) {
      throw new Error('The ledger has not been started.');
    }
    return this.#store;
  }
}

/** One version of the record `index` of the window from `fromMs`; it starts `index` milliseconds after `fromMs`. */
export function version(fromMs: number, index: number, attributes: RecordVersion['attributes'] = {}): RecordVersion {
  return {
    key: {
      startUnixNano: `${fromMs + index}000001`,
      traceId: windowId(fromMs) + String(index).padStart(16, '0'),
      spanId: String(index + 1).padStart(16, '0'),
    },
    durationNs: 2_000_000n,
    attributes: { recordType: 'usage', state: 'success', versionUnixMs: fromMs + index, ...attributes },
  };
}
