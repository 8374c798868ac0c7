import { createDataFrame } from '@grafana/data';
import { ATTRIBUTES } from '@tokentrail/records';
import { EXAMPLE_RECORD } from '../../record/example-record.ts';
import { frameOfRecords, recordsOfFrame } from './frame.ts';

/** Record fields that the data frame has no column for. */
const NOT_IN_A_FRAME = {
  source: null,
  apiFormat: null,
  responseId: null,
  conversationId: null,
  deploymentEnvironment: null,
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
  usageUnread: [],
};

test('reads records back from their data frame, except fields without a column', () => {
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

test('uses null for values that were not reported, never 0', () => {
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

test('has no column for content', () => {
  const content = Object.entries(ATTRIBUTES)
    .filter(([, { store }]) => store === 'traces')
    .map(([key]) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
  const { fields } = frameOfRecords('A', []);
  expect(fields.map(({ name }) => name).filter((name) => content.includes(name))).toEqual([]);
});

test('returns null for a data frame of another data source', () => {
  expect(recordsOfFrame(createDataFrame({ fields: [{ name: 'time', values: [1] }] }))).toBeNull();
});
