import {
  ATTRIBUTES,
  callTypeOf,
  decodeAttempt,
  encodeAttempt,
  FIELD_KEYS,
  FIELDS,
  LEDGER_SCHEMA_VERSION,
  ledgerNames,
  nanoToUsd,
  PROCESS_FIELD_KEYS,
  PROCESS_FIELDS,
  PROCESSES_SINCE,
  sinceOf,
} from './index.ts';

test('each attribute name is unique across spans and resources', () => {
  const names = Object.values(ATTRIBUTES).map((attribute) => attribute.name);
  expect(new Set(names).size).toBe(names.length);
});

test('the ledger keeps no content attribute', () => {
  const content = Object.values(ATTRIBUTES).filter((attribute) => attribute.store === 'traces');
  expect(content.length).toBeGreaterThan(0);
  for (const { name } of content) {
    expect(ledgerNames('span')).not.toContain(name);
  }
});

test('an attempt survives encoding and decoding, and anything else decodes to null', () => {
  const attempt = { index: 0, retry: 1, state: 'failed', statusCode: 429, errorCode: 'ünïcode "quoted"' } as const;
  expect(decodeAttempt(encodeAttempt(attempt))).toEqual(attempt);
  expect(decodeAttempt('{"index":0,"retry":0,"state":"odd"}')).toBeNull();
  expect(decodeAttempt('{')).toBeNull();
  expect(decodeAttempt('null')).toBeNull();
});

test('a field with a wrong type is removed from the attempt, which stays', () => {
  const attempt = { index: 0, retry: 0, state: 'success', meters: { input: 5, 'cache_write:1h': 2 } } as const;
  const wrong = {
    model: 7,
    paidNanoUsd: '1.5',
    units: { image: '2' },
    conditions: { region: null },
    usage: [],
    billed: 'x',
  };
  expect(decodeAttempt(JSON.stringify({ ...attempt, ...wrong, fromTheFuture: 1 }))).toEqual({
    ...attempt,
    fromTheFuture: 1,
  });
  expect(decodeAttempt(JSON.stringify({ ...attempt, meters: { input: -1 } }))).not.toHaveProperty('meters');
  expect(decodeAttempt(JSON.stringify({ ...attempt, index: '0' }))).toBeNull();
});

test.each([
  ['21900000', '0.0219'],
  ['0', '0'],
  ['-1', '-0.000000001'],
  ['9007199254740993', '9007199.254740993'],
])('%s nano-USD is %s USD, exactly', (nano, usd) => {
  expect(nanoToUsd(nano)).toBe(usd);
});

test('an unknown operation has the call type other', () => {
  expect(callTypeOf('embeddings')).toBe('embeddings');
  expect(callTypeOf('toString')).toBe('other');
});

test('no column is newer than the schema', () => {
  const ofRecords = FIELD_KEYS.map((key) => sinceOf(FIELDS[key]));
  const ofProcesses = PROCESS_FIELD_KEYS.map((key) => sinceOf(PROCESS_FIELDS[key], PROCESSES_SINCE));
  expect(Math.max(...ofRecords, ...ofProcesses)).toBeLessThanOrEqual(LEDGER_SCHEMA_VERSION);
});
