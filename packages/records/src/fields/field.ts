import type { AttributeKey } from '../attributes.ts';
import type { CostLine } from '../cost.ts';
import type { ReadCostState } from '../vocabulary.ts';

/**
 * How a column is stored and read.
 *
 * - `text`: text that may be missing; `word`: text that every row has.
 * - `integer`: a number that may be missing.
 * - `duration`: stored as nanoseconds, read as milliseconds.
 * - `flag`: true or false; `optionalFlag`: one that may be missing; `texts`: a list of texts.
 * - `amount`: nano-USD, read as an integer in decimal digits; `cost`: an amount with a state in the column
 *   `<column>_state`, checked together; `costState`: that state; `costLines`: a list of `CostLine`.
 * - `map`: texts by name, sent as a JSON object; read as an object.
 * - `time`: a time that may be missing, read as unix ms.
 * - `startTime`: a time, read as unix nanoseconds in decimal digits.
 * - `state`: read as `lost` if the record is running and has not been updated for 90 s.
 * - `other`: written by an expression of its own, and no field of `UsageRecord`.
 */
export type FieldKind =
  | 'text'
  | 'word'
  | 'integer'
  | 'duration'
  | 'flag'
  | 'optionalFlag'
  | 'texts'
  | 'amount'
  | 'cost'
  | 'costState'
  | 'costLines'
  | 'map'
  | 'time'
  | 'startTime'
  | 'state'
  | 'other';

/** Column of Grafana's data frame. */
export interface ShownColumn {
  name: string;
  label: string;
  /** Unit of a number: an id of Grafana. Default: `none`. */
  unit?: string;
}

/**
 * One column of the ledger's table `usage_records`, and the field of `UsageRecord` that is read from it; or one of
 * `processes`, and the field of `ProcessRecord`.
 */
export interface FieldDefinition {
  readonly kind: FieldKind;
  readonly column: string;
  /** Type in ClickHouse, with codec and default. */
  readonly type: string;
  /** The attribute that the column is read from. */
  readonly attribute?: AttributeKey;
  /** Lowest and highest value of a number, as SQL. A value outside becomes NULL and is listed in `unreadable`. */
  readonly bounds?: readonly [min: string, max: string];
  /**
   * Expression of the view that writes the column. Default: the attribute, converted as the kind says; without an
   * attribute, `clickhouse/templates/ledger.sql` has the expression. It may use the names that this template defines.
   */
  readonly sql?: string;
  /** SQL condition for a value that arrived but could not be read. Default: as the kind says. */
  readonly unreadable?: string;
  /** Default: that of the attribute. */
  readonly description?: string;
  /** Value of the tests' sample record, as the ledger returns it. */
  readonly sample: unknown;
  /** Value of the attribute in that sample, if it differs. */
  readonly sent?: unknown;
  /** True: no field of the record, only a column. */
  readonly hidden?: true;
  /** True: read with one record, not in lists. */
  readonly detail?: true;
  /** Shown in Grafana's data frame. Default: not part of it. */
  readonly shown?: ShownColumn;
  /**
   * True: shows what the operator pays, or a price from which that follows. Viewers do not read it if the ledger hides margins.
   */
  readonly margin?: true;
  /** Schema version that added the column. Default: the first one that has the table. */
  readonly since?: number;
}

/** A field whose value has type `V`. */
export interface Field<V, K extends FieldKind = FieldKind> extends FieldDefinition {
  readonly kind: K;
  readonly sample: V;
}

/** A column that is no field of `UsageRecord`. */
export type Hidden<F> = F & { readonly hidden: true };

/** A field of `RecordDetail`. */
export type Detail<F> = F & { readonly detail: true };

type Definition<V> = Omit<FieldDefinition, 'kind' | 'type' | 'sample'> & { readonly type?: string; readonly sample: V };

/** Few different values. */
export const LABEL = 'LowCardinality(Nullable(String))';
/** Many different values. */
export const UNIQUE = 'Nullable(String) CODEC(ZSTD(1))';
export const UINT64 = 'Nullable(UInt64) CODEC(T64, LZ4)';
export const UINT16 = 'Nullable(UInt16) CODEC(T64, ZSTD(1))';
const INT64 = 'Nullable(Int64) CODEC(T64, LZ4)';
const TEXTS = 'Array(String) CODEC(ZSTD(1))';

/** Optional text, by default with few different values. */
export function text<T extends string = string>(definition: Definition<NoInfer<T> | null>): Field<T | null, 'text'> {
  return { type: LABEL, ...definition, kind: 'text' };
}

/** Text that every row has. */
export function word<T extends string = string>(definition: Definition<NoInfer<T>>): Field<T, 'word'> {
  return { type: 'LowCardinality(String)', ...definition, kind: 'word' };
}

export function integer(definition: Definition<number | null>): Field<number | null, 'integer'> {
  return { type: UINT64, ...definition, kind: 'integer' };
}

/** Token count. */
export function tokens(definition: Definition<number | null>): Field<number | null, 'integer'> {
  return integer({ bounds: ['0', 'max_token_count'], ...definition });
}

export function duration(definition: Definition<number | null>): Field<number | null, 'duration'> {
  return { type: UINT64, ...definition, kind: 'duration' };
}

export function flag(definition: Definition<boolean>): Field<boolean, 'flag'> {
  return { type: 'Bool', ...definition, kind: 'flag' };
}

export function optionalFlag(definition: Definition<boolean | null>): Field<boolean | null, 'optionalFlag'> {
  return { type: 'Nullable(Bool)', ...definition, kind: 'optionalFlag' };
}

export function texts(definition: Definition<string[]>): Field<string[], 'texts'> {
  return { type: TEXTS, ...definition, kind: 'texts' };
}

export function amount(definition: Definition<string | null>): Field<string | null, 'amount'> {
  return { type: INT64, ...definition, kind: 'amount' };
}

export function cost(definition: Definition<string | null>): Field<string | null, 'cost'> {
  return { type: INT64, ...definition, kind: 'cost' };
}

export function costState(definition: Definition<ReadCostState | null>): Field<ReadCostState | null, 'costState'> {
  return { type: LABEL, ...definition, kind: 'costState' };
}

export function costLines(definition: Definition<CostLine[]>): Field<CostLine[], 'costLines'> {
  return { type: TEXTS, ...definition, kind: 'costLines' };
}

export type TextMap = Readonly<Record<string, string>>;

export function map(definition: Definition<TextMap>): Field<TextMap, 'map'> {
  return { type: 'Map(LowCardinality(String), String)', ...definition, kind: 'map' };
}

export function time(definition: Definition<number | null>): Field<number | null, 'time'> {
  return { type: "Nullable(DateTime64(3, 'UTC'))", ...definition, kind: 'time' };
}

/** A time that every row has. */
export function instant(definition: Definition<number>): Field<number, 'time'> {
  return { type: "DateTime64(3, 'UTC') CODEC(Delta(8), ZSTD(1))", ...definition, kind: 'time' };
}

export function startTime(definition: Definition<string>): Field<string, 'startTime'> {
  return { type: "DateTime64(9, 'UTC') CODEC(Delta(8), ZSTD(1))", ...definition, kind: 'startTime' };
}

export function state<T extends string>(definition: Definition<NoInfer<T>>): Field<T, 'state'> {
  return { type: 'LowCardinality(String)', ...definition, kind: 'state' };
}

export function other(definition: Omit<FieldDefinition, 'kind' | 'sample'>): Hidden<Field<null, 'other'>> {
  return hidden({ sample: null, ...definition, kind: 'other' });
}

export function hidden<F extends FieldDefinition>(field: F): Hidden<F> {
  return { ...field, hidden: true };
}

/** Marks a field that only the detail of a record shows, so that lists need not read it. */
export function detail<F extends FieldDefinition>(field: F): Detail<F> {
  return { ...field, detail: true };
}
