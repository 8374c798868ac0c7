import type { RetentionClass, UsageRecord } from '@tokentrail/records';
import type { Budget } from './budget.ts';

/**
 * Days after which the rows of a class expire. Null: the ledger does not state it, because its rule is not in days. `content`: that of
 * the traces store, which states none itself.
 */
export interface Retention extends Readonly<Record<RetentionClass | 'content', number | null>> {
  /** Days of the calls, their attempts and the inbound requests of a group, in place of those of their class. */
  readonly groups: Readonly<Record<string, number>>;
}

/** Days after which a record expires. Null as in `Retention`. */
export function daysOfRecord(retention: Retention, { recordType, group }: Pick<UsageRecord, 'recordType' | 'group'>) {
  if (recordType !== 'usage' && recordType !== 'request') {
    return EVENTS.includes(recordType) ? retention.event : retention.other;
  }
  const ofGroup = group !== null && Object.hasOwn(retention.groups, group) ? retention.groups[group] : undefined;
  return ofGroup ?? retention[recordType];
}

const EVENTS: readonly string[] = ['system', 'manage', 'login'];

/** A setting of the ledger: its newest value. */
export interface Setting<T> {
  value: T;
  /** When the store received it, unix ms. */
  setAtMs: number;
  /** Who set it; `ledger.sql` for what the schema set. */
  setBy: string;
}

/** The settings that a ledger has, each null if it has none of this name. */
export interface LedgerSettings {
  retention: Setting<Retention> | null;
  budgets: Setting<readonly Budget[]> | null;
}
