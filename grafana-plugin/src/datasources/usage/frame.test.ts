import { createDataFrame, type DataFrame } from '@grafana/data';
import { ATTRIBUTES } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { annotationsFrame } from './annotations-frame.ts';
import { frameOfRecords, recordsOfFrame } from './frame.ts';

const failed = {
  ...EXAMPLE_RECORD,
  spanId: 'ffffffffffffffff',
  state: 'failed' as const,
  statusCode: 502,
  errorMessage: 'The provider failed.',
};
const event = {
  ...EXAMPLE_RECORD,
  recordType: 'topup' as const,
  amountNanoUsd: '25000000000',
  method: null,
  endpoint: null,
  keyName: null,
};

const names = ({ fields }: DataFrame) => fields.map(({ name }) => name);

function valuesOf(frame: DataFrame, name: string): readonly unknown[] | undefined {
  return frame.fields.find((field) => field.name === name)?.values;
}

/** The data frame with other rows, as a transformation returns it. */
function withRows(frame: DataFrame, rows: readonly number[]): DataFrame {
  const fields = frame.fields.map((field) => ({ ...field, values: rows.map((row) => field.values[row] as unknown) }));
  return { ...frame, fields, length: rows.length };
}

describe('the data frame of records', () => {
  test('has as many fields as Explore shows, and all fields on request', () => {
    expect(names(frameOfRecords('A', [EXAMPLE_RECORD]))).toHaveLength(20);
    const all = frameOfRecords('A', [EXAMPLE_RECORD], { allFields: true });
    expect(names(all)).toEqual(expect.arrayContaining(['endpoint', 'method', 'total_tokens', 'record_type', 'tags']));
    expect(names(all).slice(0, 20)).toEqual(names(frameOfRecords('A', [])));
  });

  test('shows events by their words', () => {
    const frame = frameOfRecords('A', [EXAMPLE_RECORD, event]);
    expect(valuesOf(frame, 'summary')).toEqual(['POST /v1/chat/completions', 'Top-up of $25.0000']);
    expect(valuesOf(frame, 'key')).toEqual(['checkout', 'sk-***9f3a']);
  });

  test('uses null for values that were not reported, never 0', () => {
    const unknown = { nanoUsd: null, state: 'unknown_price' as const };
    const record = { ...EXAMPLE_RECORD, inputTokens: null, cost: { ...EXAMPLE_RECORD.cost, charged: unknown } };
    const frame = frameOfRecords('A', [record], { allFields: true });
    expect([valuesOf(frame, 'input_tokens'), valuesOf(frame, 'cost')]).toEqual([[null], [null]]);
  });

  test('sets the unit of number fields', () => {
    const { fields } = frameOfRecords('A', [EXAMPLE_RECORD]);
    const units = Object.fromEntries(fields.map(({ name, config }) => [name, config.unit]));
    expect(units).toMatchObject({
      duration: 'ms',
      time_to_first_chunk: 'ms',
      cost: 'currencyUSD',
      input_tokens: 'short',
    });
  });

  test('has no content, neither in fields nor in its metadata', () => {
    const content = Object.entries(ATTRIBUTES)
      .filter(([, { store }]) => store === 'traces')
      .flatMap(([key, { name }]) => [key, key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), name]);
    for (const frame of [
      frameOfRecords('A', [EXAMPLE_RECORD], { allFields: true }),
      annotationsFrame('A', [EXAMPLE_RECORD]),
    ]) {
      const records = recordsOfFrame(frame) ?? [];
      const found = [...names(frame), ...records.flatMap(Object.keys)];
      expect(found.filter((name) => content.includes(name))).toEqual([]);
    }
  });
});

describe('the records of a data frame', () => {
  test('are those of the query', () => {
    expect(recordsOfFrame(frameOfRecords('A', [EXAMPLE_RECORD, failed]))).toEqual([EXAMPLE_RECORD, failed]);
  });

  test('are those of the rows that a transformation has left, in their order', () => {
    const frame = frameOfRecords('A', [EXAMPLE_RECORD, failed, event]);
    expect(recordsOfFrame(withRows(frame, [2, 1]))).toEqual([event, failed]);
  });

  test('are null for a data frame of another data source, or without the key of its rows', () => {
    expect(recordsOfFrame(createDataFrame({ fields: [{ name: 'trace_id', values: ['x'] }] }))).toBeNull();
    const { fields, ...frame } = frameOfRecords('A', [EXAMPLE_RECORD]);
    expect(recordsOfFrame({ ...frame, fields: fields.filter(({ name }) => name !== 'span_id') })).toBeNull();
  });
});

test('annotations say what happened, and have tags without commas', () => {
  const frame = annotationsFrame('A', [{ ...event, provider: 'a, b' }, failed]);
  expect(valuesOf(frame, 'title')).toEqual(['Top-up of $25.0000', 'POST /v1/chat/completions']);
  expect(valuesOf(frame, 'text')?.[1]).toContain('The provider failed.');
  expect(valuesOf(frame, 'tags')).toEqual([
    ['topup', 'a  b', 'shop'],
    ['usage', 'failed', EXAMPLE_RECORD.provider, 'shop'],
  ]);
});
