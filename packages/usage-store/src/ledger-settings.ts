import type { RetentionClass } from '@tokentrail/records';
import type { Budget } from './budget.ts';

/**
 * Days after which the rows of a class expire. Null: the ledger does not state it, because its rule is not in days. `content`: that of
 * the traces store, which states none itself.
 */
export type Retention = Readonly<Record<RetentionClass | 'content', number | null>>;

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
