// Azure's responses report the model, but not the type of the deployment, on which the price depends.
import type { Attempt, UsageRecord } from '@tokentrail/records';
import { parsePriceFile } from './file/index.ts';
import {
  PriceBook,
  priceCall,
  recordedCall,
  withPrice,
  type AttemptToPrice,
  type BookLayer,
  type DeploymentDocument,
} from './index.ts';
import { snapshotDocument } from './snapshot/index.ts';

const AT = Date.parse('2026-12-01T12:00:00Z');
const snapshot: BookLayer = { document: snapshotDocument(), source: 'snapshot' };

function bookWith(deployments: DeploymentDocument[]): PriceBook {
  return new PriceBook([{ document: { schema: 1, deployments }, source: 'operator' }, snapshot]);
}

function callOf(more: Partial<AttemptToPrice>): AttemptToPrice {
  const usage = { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 };
  return { state: 'success', host: 'acme.openai.azure.com', usage, startUnixMs: AT, ...more };
}

function listOf(more: Partial<AttemptToPrice>, book = bookWith([])) {
  const { list, reason } = priceCall({ attempts: [callOf(more)] }, book);
  return list.nanoUsd ?? reason;
}

const GPT_41 = { model: 'chat', responseModel: 'gpt-4.1-2025-04-14' };
const GPT_51 = { model: 'chat', responseModel: 'gpt-5.1-2025-11-13' };

test('the model that responded decides, not the name of the deployment', () => {
  expect(listOf({ model: 'o3-mini', responseModel: 'o1-2024-12-17' })).toBe(21_000_000n);
  for (const responseModel of [undefined, '']) {
    expect(listOf({ model: 'o3-mini', responseModel })).toBe(
      'the response names no model, and o3-mini is the name of a deployment (azure/o3-mini)',
    );
  }
});

test('without a stated type the price is unknown, and the reason says what to write', () => {
  expect(listOf(GPT_41)).toBe(
    'no row of azure/gpt-4.1 applies to this call: its deployment is not known; ' +
      'state it under deployments in the price file',
  );
});

test('a model that Azure sells as one type has a price without stating it', () => {
  expect(listOf({ model: 'chat', responseModel: 'o3-pro' })).toBe(28_000_000n);
});

test.each([
  ['global', undefined, GPT_41, 2_800_000n],
  ['data_zone', undefined, GPT_41, 3_080_000n],
  ['regional', 'eastus2', GPT_41, 3_080_000n],
  ['regional', 'SwedenCentral', GPT_41, 3_388_000n],
  ['regional', 'northeurope', GPT_41, 3_696_000n],
  ['data_zone', 'eu', GPT_51, 2_475_000n],
  ['data_zone', 'apac', GPT_51, 2_700_000n],
] as const)('a deployment of the type %s in %s', (type, region, call, nanoUsd) => {
  const stated = { hosts: ['*.openai.azure.com'], type, ...(region !== undefined && { region }) };
  expect(listOf(call, bookWith([stated]))).toBe(nanoUsd);
});

test.each([
  ['data_zone', GPT_51, 'azure/gpt-5.1'],
  ['regional', GPT_41, 'azure/gpt-4.1'],
  ['regional', { model: 'chat', responseModel: 'o1-2024-12-17' }, 'azure/o1'],
] as const)('a %s deployment whose price depends on the region needs it', (type, call, entry) => {
  expect(listOf(call, bookWith([{ hosts: ['*.openai.azure.com'], type }]))).toBe(
    `no row of ${entry} applies to this call: its region is not known; state it under deployments in the price file`,
  );
});

test('the first deployment whose host and name match applies', () => {
  const book = bookWith([
    { hosts: ['acme.openai.azure.com'], names: ['eu-*'], type: 'data_zone' },
    { hosts: ['*.openai.azure.com'], type: 'global' },
  ]);
  expect(listOf({ ...GPT_41, model: 'EU-chat' }, book)).toBe(3_080_000n);
  expect(listOf({ ...GPT_41, model: 'us-chat' }, book)).toBe(2_800_000n);
  expect(listOf({ ...GPT_41, model: 'eu-chat', host: 'other.openai.azure.com' }, book)).toBe(2_800_000n);
  expect(listOf({ ...GPT_41, host: 'acme.services.ai.azure.com' }, book)).toContain('its deployment is not known');
});

test('the type that a caller gives takes precedence', () => {
  const book = bookWith([{ hosts: ['*.openai.azure.com'], type: 'global' }]);
  expect(listOf({ ...GPT_41, conditions: { deployment: 'data_zone' } }, book)).toBe(3_080_000n);
});

test('a stored attempt costs the same when the price file no longer states its deployment', () => {
  const book = bookWith([{ hosts: ['acme.openai.azure.com'], type: 'data_zone' }]);
  const first = priceCall({ attempts: [callOf(GPT_41)] }, book);
  const contents = new Map(book.takeNewEntries().map(({ hash, content }) => [hash, content]));
  const stored: Attempt = { index: 0, retry: 0, state: 'success', server: 'acme.openai.azure.com', billed: 'yes' };
  const row = withPrice(stored, first.attempts[0]);
  const record = { startUnixNano: `${String(AT)}000000`, requestModel: 'chat', provider: null } as UsageRecord;
  const again = recordedCall(record, [row], (hash) => contents.get(hash) ?? null);
  expect(row.conditions).toEqual({ deployment: 'data_zone' });
  expect(priceCall(again, bookWith([])).list).toEqual({ state: 'priced', nanoUsd: 3_080_000n });
});

test('a stored attempt of unknown price is priced once the price file states its deployment', () => {
  const first = priceCall({ attempts: [callOf(GPT_41)] }, bookWith([]));
  const stored: Attempt = { index: 0, retry: 0, state: 'success', server: 'acme.openai.azure.com', billed: 'yes' };
  const row = withPrice({ ...stored, responseModel: GPT_41.responseModel }, first.attempts[0]);
  const record = { startUnixNano: `${String(AT)}000000`, requestModel: 'chat', provider: null } as UsageRecord;
  const again = recordedCall(record, [row], () => null);
  const stating = bookWith([{ hosts: ['acme.openai.azure.com'], names: ['chat'], type: 'data_zone' }]);
  expect(first.list).toEqual({ state: 'unknown_price', nanoUsd: null });
  expect(priceCall(again, stating).list).toEqual({ state: 'priced', nanoUsd: 3_080_000n });
});

test('the price file states deployments, and an unknown type is refused', () => {
  const file = (type: string) => `{schema: 1, deployments: [{hosts: [a.openai.azure.com], type: ${type}}]}`;
  expect(parsePriceFile(file('data_zone'))).toHaveProperty('document.deployments');
  expect(parsePriceFile(file('europe'))).toEqual({
    errors: [{ line: 1, column: 63, message: 'deployments[0].type: must be one of global, data_zone, regional' }],
  });
});
