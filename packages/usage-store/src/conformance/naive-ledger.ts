import type { RecordKey, RecordState, RecordType } from '@tokentrail/records';
import { idOf } from '../record-id.ts';
import type { ListRequest, RecordFilter, TimeRange, Totals } from '../usage-ledger.ts';
import type { RecordVersion } from './record-version.ts';

/** The reference ledger: computes results in the simple, slow way over every version it received. */
export class NaiveLedger {
  readonly #newest = new Map<string, RecordVersion>();

  insert(versions: readonly RecordVersion[]): void {
    for (const version of versions) {
      const id = idOf(version.key);
      const held = this.#newest.get(id);
      if (held === undefined || isNewer(version, held)) {
        this.#newest.set(id, version);
      }
    }
  }

  list(request: Pick<ListRequest, 'range' | 'filter'>): RecordVersion[] {
    return [...this.#newest.values()]
      .filter((version) => isWithin(version, request.range) && matches(version, request.filter))
      .sort((a, b) => compareKeys(b.key, a.key));
  }

  totals(request: Pick<ListRequest, 'range' | 'filter'>): Totals {
    const usage = this.list(request).filter((version) => version.attributes.recordType === 'usage');
    const ended = usage.filter((version) => !isRunning(version));
    const sum = (amount: 'costList' | 'costPaid' | 'costCharged') => ({
      nanoUsd: String(ended.reduce((total, { attributes }) => total + BigInt(attributes[amount] ?? 0), 0n)),
      unknown: ended.filter(({ attributes }) => attributes[amount] === undefined).length,
    });
    return {
      requests: ended.length,
      failed: ended.filter(({ attributes }) => attributes.state === 'failed').length,
      running: usage.length - ended.length,
      inputTokens: ended.reduce((total, { attributes }) => total + Number(attributes.inputTokens ?? 0), 0),
      outputTokens: ended.reduce((total, { attributes }) => total + Number(attributes.outputTokens ?? 0), 0),
      cost: { list: sum('costList'), paid: sum('costPaid'), charged: sum('costCharged') },
    };
  }
}

/** The order of keys: start, then trace id, then span id. */
export function compareKeys(a: RecordKey, b: RecordKey): number {
  const [startA, startB] = [BigInt(a.startUnixNano), BigInt(b.startUnixNano)];
  if (startA !== startB) {
    return startA < startB ? -1 : 1;
  }
  return compareTexts(a.traceId, b.traceId) || compareTexts(a.spanId, b.spanId);
}

function compareTexts(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function isRunning({ attributes }: RecordVersion): boolean {
  const state = attributes.state as RecordState | undefined;
  return state === 'pending' || state === 'streaming';
}

/** An ended version is newer than every running one, whenever it was created. */
function isNewer(version: RecordVersion, held: RecordVersion): boolean {
  return isRunning(version) === isRunning(held)
    ? Number(version.attributes.versionUnixMs) > Number(held.attributes.versionUnixMs)
    : isRunning(held);
}

function isWithin({ key }: RecordVersion, { fromMs, toMs }: TimeRange): boolean {
  const start = BigInt(key.startUnixNano);
  return start >= BigInt(fromMs) * 1_000_000n && start < BigInt(toMs) * 1_000_000n;
}

function matches({ attributes }: RecordVersion, filter: RecordFilter): boolean {
  const type = attributes.recordType as RecordType | undefined;
  if (filter.recordTypes && (type === undefined || !filter.recordTypes.includes(type))) {
    return false;
  }
  const terms = (filter.search ?? '')
    .toLowerCase()
    .split(/[ /]/)
    .filter((term) => term !== '');
  const status = Number(attributes.statusCode ?? 0);
  if (terms.length === 1 && terms[0] === 'error') {
    return status >= 400 || attributes.state === 'failed';
  }
  const errorWords = [attributes.errorType, attributes.errorCode, attributes.errorMessage];
  const texts = [
    attributes.route ?? attributes.path,
    attributes.userId,
    attributes.requestModel,
    attributes.targetModel,
    attributes.responseModel,
    attributes.keyName,
    attributes.keyPreview,
    [status >= 400 ? status : '', ...errorWords.map((word) => word ?? '')].join(' '),
  ];
  return terms.length === 0 || texts.some((text) => text !== undefined && holdsInOrder(text.toLowerCase(), terms));
}

function holdsInOrder(text: string, terms: readonly string[]): boolean {
  let from = 0;
  for (const term of terms) {
    const at = text.indexOf(term, from);
    if (at < 0) {
      return false;
    }
    from = at + term.length;
  }
  return true;
}
