import { createDataFrame } from '@grafana/data';
import { ATTRIBUTES } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { frameOfRecords, recordsOfFrame } from './frame.ts';

/** What a frame has no column for. */
const NOT_IN_A_FRAME = {
  source: null,
  apiFormat: null,
  responseId: null,
  finishReasons: [],
  cacheReadTokens: null,
  cost: {
    list: { nanoUsd: null, state: null },
    paid: { nanoUsd: null, state: null },
    charged: EXAMPLE_RECORD.cost.charged,
  },
  costLines: [],
  costFormula: null,
  priceSource: null,
  priceVersion: null,
  priceEntry: null,
  priceTier: null,
  repricedBy: null,
  repricedReason: null,
  userAgent: null,
  requestId: null,
  captureLevel: null,
};

test('records come back from their frame as far as it has columns', () => {
  const failed = {
    ...EXAMPLE_RECORD,
    spanId: 'ffffffffffffffff',
    state: 'failed' as const,
    statusCode: 502,
    stream: false,
    durationMs: null,
    timeToFirstChunkMs: null,
    inputTokens: null,
    outputTokens: null,
    errorCode: 'server_error',
    errorMessage: 'The provider failed.',
    attemptsFellBack: true,
  };
  expect(recordsOfFrame(frameOfRecords('A', [EXAMPLE_RECORD, failed]))).toEqual([
    { ...EXAMPLE_RECORD, ...NOT_IN_A_FRAME },
    { ...failed, ...NOT_IN_A_FRAME },
  ]);
});

test('what was not reported is null in the frame, never 0', () => {
  const { fields } = frameOfRecords('A', [
    {
      ...EXAMPLE_RECORD,
      inputTokens: null,
      outputTokens: null,
      cost: { ...EXAMPLE_RECORD.cost, charged: { nanoUsd: null, state: 'unknown_price' } },
    },
  ]);
  const value = (name: string) => fields.find((field) => field.name === name)?.values[0];
  expect([value('input_tokens'), value('total_tokens'), value('cost')]).toEqual([null, null, null]);
});

test('numbers carry their units', () => {
  const { fields } = frameOfRecords('A', [EXAMPLE_RECORD]);
  const units = Object.fromEntries(fields.map(({ name, config }) => [name, config.unit]));
  expect(units).toMatchObject({
    duration: 'ms',
    time_to_first_chunk: 'ms',
    cost: 'currencyUSD',
    input_tokens: 'short',
  });
});

test('no column of a frame is named for content', () => {
  const content = Object.entries(ATTRIBUTES)
    .filter(([, { store }]) => store === 'traces')
    .map(([key]) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const { fields } = frameOfRecords('A', []);
  expect(fields.map(({ name }) => name).filter((name) => content.includes(name))).toEqual([]);
});

test('a frame of another data source is not read as records', () => {
  expect(recordsOfFrame(createDataFrame({ fields: [{ name: 'time', values: [1] }] }))).toBeNull();
});
