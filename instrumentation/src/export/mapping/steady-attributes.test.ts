import type { AttributeKey } from '@tokentrail/records';
import { RecordAttributes } from './steady-attributes.ts';

type Reported = Partial<Record<AttributeKey, unknown>>;

function attributesOf(reported: Reported): { all: Record<string, unknown>; bytes: Uint8Array } {
  const attributes = new RecordAttributes();
  for (const [key, value] of Object.entries(reported)) attributes.put(key as AttributeKey, value);
  const steady = attributes.steady();
  return { all: Object.fromEntries([...steady.attributes, ...attributes.varying]), bytes: steady.bytes };
}

const CALL: Reported = { recordType: 'usage', state: 'success', requestModel: 'gpt-4o', statusCode: 200, stream: true };

test('each record carries its own attributes, independent of earlier records and of how many kinds there are', () => {
  const kinds = Array.from({ length: 40 }, (_, i): Reported => ({
    ...CALL,
    group: `g${i % 20}`,
    statusCode: 200 + (i % 3),
  }));
  for (const reported of [...kinds, ...kinds.toReversed(), ...kinds])
    expect(attributesOf(reported).all).toEqual(reported);
});

test.each<[string, Reported]>([
  ['a value more', { ...CALL, group: 'vip' }],
  ['a value less', { recordType: 'usage', state: 'success', requestModel: 'gpt-4o', statusCode: 200 }],
  [
    'another name for the same value',
    { recordType: 'usage', state: 'success', targetModel: 'gpt-4o', statusCode: 200, stream: true },
  ],
  ['a value of another type', { ...CALL, requestModel: 4 }],
])('%s is another record', (_name, reported) => {
  const before = attributesOf(CALL);
  expect(attributesOf(reported).bytes).not.toEqual(before.bytes);
  expect(attributesOf(CALL).bytes).toEqual(before.bytes);
});

test('attributes that vary are encoded apart from steady ones', () => {
  const first = attributesOf({ ...CALL, requestId: 'r1', inputTokens: 1, costPaid: 5n });
  const second = attributesOf({ ...CALL, requestId: 'r2', inputTokens: 2, costPaid: 6n });
  expect(second.bytes).toBe(first.bytes);
  expect(second.all).toMatchObject({ requestId: 'r2', inputTokens: 2, costPaid: 6n });
});

test('a value of the wrong type is left out and a key in a name is redacted, each time', () => {
  const reported = { ...CALL, group: 'sk-proj-abcdefghijklmnopqrst', statusCode: NaN, serverPort: {} };
  for (let times = 0; times < 3; times++) {
    const { all } = attributesOf(reported);
    expect(all).toMatchObject({ group: '***' });
    expect(Object.keys(all)).not.toContain('statusCode');
    expect(Object.keys(all)).not.toContain('serverPort');
  }
});

test('a record that is converted during the conversion of another has its own attributes', () => {
  const outer = new RecordAttributes();
  outer.put('requestModel', 'gpt-4o');
  expect(attributesOf({ requestModel: 'o3', group: 'inner' }).all).toEqual({ requestModel: 'o3', group: 'inner' });
  outer.put('group', 'outer');
  expect(Object.fromEntries(outer.steady().attributes)).toEqual({ requestModel: 'gpt-4o', group: 'outer' });
});
