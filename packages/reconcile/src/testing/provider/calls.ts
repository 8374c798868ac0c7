// The calls of a month, and the provider's own prices and bill. Nothing here imports packages/pricing: the bill must not share its
// arithmetic.

/** Prices are 10^-15 USD per token or search: $1 per million tokens is 1_000_000_000. */
export interface ModelPrices {
  /** As the API names it, and as exports with display names do. */
  id: string;
  display: string;
  /** Parts of a price list per tier; a tier without prices is not sold. */
  tiers: Readonly<Record<string, Readonly<Record<BilledKind, number>>>>;
}

export type BilledKind = 'input' | 'cached' | 'written_5m' | 'written_1h' | 'output' | 'tool';
export const BILLED_KINDS: readonly BilledKind[] = ['input', 'cached', 'written_5m', 'written_1h', 'output', 'tool'];

export interface Seller {
  provider: string;
  models: readonly ModelPrices[];
  /** Ids of the keys in exports, and what the ledger shows of each key. */
  keys: readonly { id: string; name: string; preview: string; hint: string }[];
  /** Hours from UTC to the provider's day: 0, or 7 for Pacific time in October. */
  dayStartsAtHour: number;
}

export interface Call {
  /** The provider's request id. */
  id: string;
  key: number;
  model: ModelPrices;
  tier: string;
  startMs: number;
  endMs: number;
  counts: Readonly<Record<BilledKind, number>>;
}

/** A generator of repeatable numbers in [0, 1). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export const MONTH = { from: '2026-10-01', to: '2026-10-31', startMs: Date.UTC(2026, 9, 1), days: 31 };
const DAY_MS = 86_400_000;
/** No call starts this close to midnight unless a test places it there. */
const QUIET_MS = 120_000;

export function callsOfMonth(seller: Seller, count: number, seed = 1, tiers: readonly string[] = ['standard']): Call[] {
  const random = randomNumbers(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T);
  const upTo = (limit: number): number => Math.floor(random() * limit);
  return Array.from({ length: count }, (_, index) => {
    const startMs =
      MONTH.startMs +
      seller.dayStartsAtHour * 3_600_000 +
      upTo(MONTH.days) * DAY_MS +
      QUIET_MS +
      upTo(DAY_MS - 2 * QUIET_MS);
    const model = pick(seller.models);
    const sold = model.tiers['standard'];
    const has = (kind: BilledKind, share: number): boolean => (sold?.[kind] ?? 0) > 0 && random() < share;
    return {
      id: `req_${seed}_${index}`,
      key: upTo(seller.keys.length),
      model,
      tier: random() < 0.8 ? 'standard' : pick(tiers.filter((tier) => model.tiers[tier] !== undefined)),
      startMs,
      endMs: startMs + 200 + upTo(20_000),
      counts: {
        input: 1 + upTo(4_000),
        cached: has('cached', 0.5) ? upTo(20_000) : 0,
        written_5m: has('written_5m', 0.2) ? upTo(3_000) : 0,
        written_1h: has('written_1h', 0.1) ? upTo(3_000) : 0,
        output: 1 + upTo(1_500),
        tool: has('tool', 0.05) ? 1 : 0,
      },
    };
  });
}

/** What the provider bills for one day × key × model × tier × kind. */
export interface BillRow {
  /** Start of the provider's day, unix milliseconds. */
  dayMs: number;
  key: Seller['keys'][number];
  model: ModelPrices;
  tier: string;
  kind: BilledKind;
  quantity: bigint;
  /** 10^-15 USD. */
  femto: bigint;
  calls: number;
}

/** How the provider bills a call in another way than the ledger expects. */
export interface Billing {
  dayOf?(call: Call): number | null;
  tierOf?(call: Call): string;
  kindOf?(call: Call, kind: BilledKind): BilledKind;
  price?(price: number, call: Call, kind: BilledKind): number;
  /** Call counts: 2 bills the call twice. */
  times?(call: Call): number;
}

export function dayStart(seller: Seller, unixMs: number): number {
  const shift = seller.dayStartsAtHour * 3_600_000;
  return Math.floor((unixMs - shift) / DAY_MS) * DAY_MS + shift;
}

/** Bills calls by the day of their start, unless `how` says otherwise. */
export function billOf(seller: Seller, calls: readonly Call[], how: Billing = {}): BillRow[] {
  const rows = new Map<string, BillRow>();
  for (const call of calls) {
    const dayMs = how.dayOf?.(call) ?? dayStart(seller, call.startMs);
    const tier = how.tierOf?.(call) ?? call.tier;
    const times = how.times?.(call) ?? 1;
    const key = seller.keys[call.key];
    if (key === undefined) throw new RangeError(`no key ${call.key}`);
    for (const kind of BILLED_KINDS) {
      const quantity = call.counts[kind] * times;
      if (quantity === 0) continue;
      const billed = how.kindOf?.(call, kind) ?? kind;
      const own = call.model.tiers[tier]?.[billed];
      if (own === undefined) throw new RangeError(`${call.model.id} has no price in ${tier}`);
      const price = how.price?.(own, call, billed) ?? own;
      const id = `${dayMs} ${key.id} ${call.model.id} ${tier} ${billed}`;
      const row = rows.get(id) ?? {
        dayMs,
        key,
        model: call.model,
        tier,
        kind: billed,
        quantity: 0n,
        femto: 0n,
        calls: 0,
      };
      row.quantity += BigInt(quantity);
      row.femto += BigInt(quantity) * BigInt(price);
      row.calls += times;
      rows.set(id, row);
    }
  }
  return [...rows.values()].sort((a, b) => a.dayMs - b.dayMs);
}

/** 10^-15 USD as a decimal with all its digits, × 10^`shift`. */
export function decimalText(femto: bigint, shift = 0): string {
  const scale = 15 - shift;
  const sign = femto < 0n ? '-' : '';
  const digits = (femto < 0n ? -femto : femto).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(-scale).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -scale)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Sums of rows that have the same text in `by`. */
export function sumBy(rows: readonly BillRow[], by: (row: BillRow) => string): BillRow[] {
  const sums = new Map<string, BillRow>();
  for (const row of rows) {
    const id = `${row.dayMs} ${by(row)}`;
    const sum = sums.get(id);
    if (sum === undefined) sums.set(id, { ...row });
    else {
      sum.quantity += row.quantity;
      sum.femto += row.femto;
      sum.calls += row.calls;
    }
  }
  return [...sums.values()];
}
