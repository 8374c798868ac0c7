import type { FieldValues, RecordFieldKey } from './fields.ts';
import type { ReadCostState } from './vocabulary.ts';

/** The permanent key of one record. */
export interface RecordKey {
  /** Start, unix nanoseconds in decimal digits. */
  startUnixNano: string;
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  /**
   * The process that sent the record, or its service. Records of several senders may share all other ids; a key without
   * a sender means the record whose sender sorts first.
   */
  sender?: string;
}

/** The key of a record, without its other fields. */
export function recordKeyOf({ startUnixNano, traceId, spanId, sender }: RecordKey): RecordKey {
  return { startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) };
}

/** An amount in nano-USD (an integer in decimal digits); null in the unknown states, and if it is hidden. */
export interface Amount {
  nanoUsd: string | null;
  state: ReadCostState | null;
}

/** The three amounts of a record. */
export interface Costs {
  /** Public price of the usage. */
  list: Amount;
  /** What the provider will invoice, over all attempts. */
  paid: Amount;
  /** What the caller is billed. */
  charged: Amount;
}

type CostKey = Extract<RecordFieldKey, `cost${'List' | 'Paid' | 'Charged'}${'' | 'State'}`>;

/**
 * One row of the ledger as readers see it. `null` means "not reported", never 0. Its fields are those of `FIELDS`, which
 * has their descriptions; the three amounts and their states are the field `cost`.
 */
export type UsageRecord = Omit<FieldValues, CostKey> & { cost: Costs };

/** Builds a record from the values of its fields. */
export function recordOfValues(values: FieldValues): UsageRecord {
  const { costList, costListState, costPaid, costPaidState, costCharged, costChargedState, ...fields } = values;
  return {
    ...fields,
    cost: {
      list: { nanoUsd: costList, state: costListState },
      paid: { nanoUsd: costPaid, state: costPaidState },
      charged: { nanoUsd: costCharged, state: costChargedState },
    },
  };
}

/** The values of the fields of a record: the inverse of `recordOfValues`. */
export function valuesOfRecord({ cost: { list, paid, charged }, ...fields }: UsageRecord): FieldValues {
  return {
    ...fields,
    costList: list.nanoUsd,
    costListState: list.state,
    costPaid: paid.nanoUsd,
    costPaidState: paid.state,
    costCharged: charged.nanoUsd,
    costChargedState: charged.state,
  };
}
