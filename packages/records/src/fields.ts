import { CALL } from './fields/call.ts';
import { CALLER } from './fields/caller.ts';
import type { FieldDefinition } from './fields/field.ts';
import { IDENTITY } from './fields/identity.ts';
import { MONEY } from './fields/money.ts';
import { OUTCOME } from './fields/outcome.ts';

export type { FieldDefinition, FieldKind, ShownColumn, TextMap } from './fields/field.ts';

/**
 * Every column of the ledger's table `usage_records`, in the order of the table, by the name of its field in
 * `UsageRecord`. This table is the only source of the ledger's SQL, of the reader of rows, of the data frame, of the
 * sample record of the tests and of docs/fields.md.
 */
export const FIELDS = { ...IDENTITY, ...CALL, ...MONEY, ...CALLER, ...OUTCOME } as const satisfies Record<
  string,
  FieldDefinition
>;

type Fields = typeof FIELDS;
export type FieldKey = keyof Fields;

/** Keys of the fields that a `UsageRecord` has, with its amounts as single fields (`costList`, `costListState`, …). */
export type RecordFieldKey = {
  [K in FieldKey]: Fields[K] extends { hidden: true } | { detail: true } ? never : K;
}[FieldKey];

/** Keys of the fields that only the detail of a record has. */
export type DetailFieldKey = { [K in FieldKey]: Fields[K] extends { detail: true } ? K : never }[FieldKey];

/** What the ledger knows of a record besides `UsageRecord`. `null` means "not reported", never 0. */
export type RecordDetail = { [K in DetailFieldKey]: Fields[K]['sample'] };

/** The values of a record by field, each as its kind says. */
export type FieldValues = { [K in RecordFieldKey]: Fields[K]['sample'] };

export const FIELD_KEYS = Object.keys(FIELDS) as FieldKey[];

/** In the order of the table. */
export const RECORD_FIELD_KEYS = FIELD_KEYS.filter(
  (key) => !isHidden(FIELDS[key]) && !isDetail(FIELDS[key]),
) as RecordFieldKey[];

/** In the order of the table. */
export const DETAIL_FIELD_KEYS = FIELD_KEYS.filter((key) => isDetail(FIELDS[key])) as DetailFieldKey[];

/** Keys of the fields that viewers do not read if the ledger hides margins. */
export const MARGIN_FIELD_KEYS: readonly FieldKey[] = FIELD_KEYS.filter((key) => isMargin(FIELDS[key]));

/** Version of the schema that added a column. `table`: the first version that has its table. */
export function sinceOf({ since }: FieldDefinition, table = 1): number {
  return since ?? table;
}

function isHidden(field: FieldDefinition): boolean {
  return field.hidden === true;
}

function isDetail(field: FieldDefinition): boolean {
  return field.detail === true;
}

function isMargin(field: FieldDefinition): boolean {
  return field.margin === true;
}

/** The values of the tests' sample record. */
export function sampleValues(): FieldValues {
  return Object.fromEntries(RECORD_FIELD_KEYS.map((key) => [key, FIELDS[key].sample])) as FieldValues;
}

/** The detail of the tests' sample record. */
export function sampleDetail(): RecordDetail {
  return Object.fromEntries(DETAIL_FIELD_KEYS.map((key) => [key, FIELDS[key].sample])) as RecordDetail;
}
