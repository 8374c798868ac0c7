import type { DataFrame } from '@grafana/data';

const REQUIRED = ['trace_id', 'span_id', 'start_unix_nano', 'record_type'];

/** Whether a data frame has a record in each row. */
export function isRecordFrame({ fields }: DataFrame): boolean {
  return REQUIRED.every((name) => fields.some((field) => field.name === name));
}
