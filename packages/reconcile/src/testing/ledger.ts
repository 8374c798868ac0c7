// The ledger's side of the tests: the same calls, priced by packages/pricing as the instrumentation does.
import { PriceBook, priceCall, type BookDocument } from '@tokentrail/pricing';
import { decimal, times, toNano } from '@tokentrail/pricing/decimal';
import type { CallKind, LedgerLine, Portion } from '../lines.ts';
import { dayIn } from '../zone.ts';
import type { BilledKind, Call, Seller } from './provider/calls.ts';

/** Our prices in USD per million tokens, as an operator writes them. */
const USD: Readonly<
  Record<
    string,
    Readonly<Record<string, readonly [input: string, cached: string, w5m: string, w1h: string, output: string]>>
  >
> = {
  gpt: {
    default: ['1.25', '0.125', '0', '0', '10'],
    batch: ['0.625', '0.0625', '0', '0', '5'],
    priority: ['2.5', '0.25', '0', '0', '20'],
  },
  mini: {
    default: ['0.15', '0.0375', '0', '0', '0.6'],
    batch: ['0.075', '0.01875', '0', '0', '0.3'],
    priority: ['0.3', '0.075', '0', '0', '1.2'],
  },
  claude: { default: ['3', '0.3', '3.75', '6', '15'], batch: ['1.5', '0.15', '1.875', '3', '7.5'] },
  small: { default: ['1', '0.1', '1.25', '2', '5'], batch: ['0.5', '0.05', '0.625', '1', '2.5'] },
};
const FAMILY: readonly (readonly [pattern: RegExp, family: string])[] = [
  [/-mini|gemini-3-flash|deepseek/, 'mini'],
  [/haiku/, 'small'],
  [/claude/, 'claude'],
  [/./, 'gpt'],
];

function familyOf(model: string): string {
  return FAMILY.find(([pattern]) => pattern.test(model))?.[1] ?? 'gpt';
}

export function bookFor(seller: Seller): PriceBook {
  const entries: BookDocument['entries'] = seller.models.map(({ id }) => ({
    id,
    seller: { hosts: ['*'], provider: seller.provider },
    models: [id],
    usage: 'anthropic',
    rows: Object.entries(USD[familyOf(id)] ?? {}).map(([tier, [input, cached, w5m, w1h, output]]) => ({
      when: { tier: tier === 'default' ? ['default', 'standard'] : tier },
      prices: {
        input: { usd: input, per: 1_000_000 },
        cache_read: { usd: cached, per: 1_000_000 },
        'cache_write:5m': { usd: w5m, per: 1_000_000 },
        'cache_write:1h': { usd: w1h, per: 1_000_000 },
        output: { usd: output, per: 1_000_000 },
        web_search: { usd: '10', per: 1_000 },
      },
    })),
  }));
  return new PriceBook([{ document: { schema: 1, version: 'test', entries }, source: 'operator' }]);
}

/** Our price of one token, for recognising tiers. */
export function unitPriceOf(model: string, tier: string, kind: string) {
  const index = ['input', 'cached', 'written_5m', 'written_1h', 'output'].indexOf(kind);
  const text = USD[familyOf(model)]?.[tier === 'standard' ? 'default' : tier]?.[index];
  return text === undefined ? null : times(decimal(text), { units: 1n, scale: 6 });
}

const METER_KINDS: Readonly<Record<string, CallKind>> = {
  input: 'input',
  cache_read: 'cached',
  cache_write: 'written_5m',
  'cache_write:5m': 'written_5m',
  'cache_write:1h': 'written_1h',
  output: 'output',
  web_search: 'tool',
};

/** Nano-USD of a call by kind, from the lines of its cost. */
export function paidOf(book: PriceBook, seller: Seller, call: Call): Partial<Record<CallKind, bigint>> {
  const { counts } = call;
  const priced = priceCall(
    {
      attempts: [
        {
          state: 'success',
          statusCode: 200,
          provider: seller.provider,
          model: call.model.id,
          responseModel: call.model.id,
          apiFormat: 'anthropic.messages',
          startUnixMs: call.startMs,
          ...(call.tier !== 'standard' && { requestedTier: call.tier, servedTier: call.tier }),
          usage: {
            input_tokens: counts.input,
            output_tokens: counts.output,
            cache_read_input_tokens: counts.cached,
            cache_creation: {
              ephemeral_5m_input_tokens: counts.written_5m,
              ephemeral_1h_input_tokens: counts.written_1h,
            },
            cache_creation_input_tokens: counts.written_5m + counts.written_1h,
            ...(counts.tool > 0 && { server_tool_use: { web_search_requests: counts.tool } }),
          },
        },
      ],
    },
    book,
  );
  if (priced.reason !== null) throw new Error(`${call.model.id}: ${priced.reason}`);
  const paid: Partial<Record<CallKind, bigint>> = {};
  for (const line of priced.lines) {
    const kind = METER_KINDS[line.meter];
    if (kind === undefined) throw new Error(`no kind for ${line.meter}`);
    paid[kind] = (paid[kind] ?? 0n) + toNano(decimal(line.amountUsd));
  }
  return paid;
}

/** A call as the ledger has it. */
export interface RecordedCall {
  call: Call;
  paid: Partial<Record<CallKind, bigint>>;
  /** Its attempt before timed out, and the provider may have billed it. */
  timedOutBefore?: boolean;
  /** Its usage, or its price, is not known. */
  usageUnknown?: boolean;
  priceUnknown?: boolean;
  /** The same call a second time. */
  isRepeated?: boolean;
  /** The kind under which its one-hour cache writes are recorded. */
  writes1hAs?: CallKind;
}

const EDGE_MS = 1_000;
type Part = 'repeated' | 'nearStart' | 'nearEnd' | 'possiblyBilled' | 'unknownUsage';

/** Lines of the ledger, as a query over attempts returns them. `total` puts the whole cost of a call on one line. */
export function ledgerLines(seller: Seller, calls: readonly RecordedCall[], zone = 'UTC', total = false): LedgerLine[] {
  const lines = new Map<string, LedgerLine>();
  const dayOf = dayIn(zone);
  for (const recorded of calls) {
    const { call } = recorded;
    const day = dayOf(call.startMs);
    const key = seller.keys[call.key]?.preview ?? '';
    const lineFor = (kind: LedgerLine['kind']): LedgerLine => {
      const id = `${day} ${key} ${call.model.id} ${call.tier} ${kind}`;
      const line = lines.get(id) ?? {
        day,
        provider: seller.provider,
        key,
        model: call.model.id,
        tier: call.tier,
        kind,
        quantity: 0n,
        paidNanoUsd: 0n,
        attempts: 0,
      };
      lines.set(id, line);
      return line;
    };
    addCall(recorded, lineFor, dayOf, total);
  }
  return [...lines.values()];
}

function addCall(
  recorded: RecordedCall,
  lineFor: (kind: LedgerLine['kind']) => LedgerLine,
  dayOf: (unixMs: number) => string,
  total: boolean,
): void {
  const { call, paid } = recorded;
  const counts = { ...call.counts, request: 1 };
  for (const [name, count] of Object.entries(counts)) {
    if (count === 0) continue;
    const kind = name === 'written_1h' ? (recorded.writes1hAs ?? 'written_1h') : (name as BilledKind | 'request');
    const line = lineFor(kind);
    const quantity = BigInt(count);
    const paidNanoUsd = total || recorded.priceUnknown === true ? 0n : (paid[name as CallKind] ?? 0n);
    addPart(line, recorded, { attempts: 1, quantity, paidNanoUsd }, dayOf);
  }
  if (total) {
    const paidNanoUsd = Object.values(paid).reduce((sum, nano) => sum + nano, 0n);
    addPart(lineFor('all'), recorded, { attempts: 1, quantity: 0n, paidNanoUsd }, dayOf);
  }
}

function addPart(line: LedgerLine, recorded: RecordedCall, portion: Portion, dayOf: (unixMs: number) => string): void {
  const { call } = recorded;
  const add = (part: Part): void => {
    const sum = (line[part] ??= { attempts: 0, quantity: 0n, paidNanoUsd: 0n });
    sum.attempts += portion.attempts;
    sum.quantity += portion.quantity;
    sum.paidNanoUsd += portion.paidNanoUsd;
  };
  if (recorded.timedOutBefore === true) add('possiblyBilled');
  if (recorded.usageUnknown === true) {
    add('unknownUsage');
    return;
  }
  line.quantity += portion.quantity;
  line.paidNanoUsd += portion.paidNanoUsd;
  line.attempts += portion.attempts;
  if (recorded.priceUnknown === true) {
    line.unpriced = {
      attempts: (line.unpriced?.attempts ?? 0) + 1,
      quantity: (line.unpriced?.quantity ?? 0n) + portion.quantity,
    };
  }
  if (recorded.isRepeated === true) add('repeated');
  const day = dayOf(call.startMs);
  if (dayOf(call.endMs) !== day || dayOf(call.startMs + EDGE_MS) !== day) add('nearEnd');
  if (dayOf(call.startMs - EDGE_MS) !== day) add('nearStart');
}
