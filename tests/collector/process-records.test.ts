import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ATTRIBUTES, PROCESS_FIELDS, type FieldDefinition } from '@tokentrail/records';
import { int, sendSpans, span, string, strings, type KeyValue } from './otlp.ts';
import { chain, until } from './setup.ts';

const record = string('tokentrail.record.type', 'process');

/** The samples of the fields of a process record, as a process sends them. */
function sampleAttributes(): KeyValue[] {
  const fields: readonly FieldDefinition[] = Object.values(PROCESS_FIELDS);
  return fields.flatMap(({ attribute, sample }) => {
    if (attribute === undefined || ATTRIBUTES[attribute].on === 'resource') return [];
    const { name } = ATTRIBUTES[attribute];
    if (typeof sample === 'number') return [int(name, sample)];
    if (typeof sample === 'boolean') return [{ key: name, value: { boolValue: sample } }];
    return [Array.isArray(sample) ? strings(name, sample as string[]) : string(name, String(sample))];
  });
}

test('a process record reaches the ledger unchanged, and the traces not at all', async (t) => {
  const { collector, ledger, traces } = await chain(t);
  const sent = sampleAttributes();
  assert.ok(sent.length > 15);
  await sendSpans(collector.otlpUrl, [span([record, ...sent])]);
  await sendSpans(collector.otlpUrl, [
    span([string('tokentrail.record.type', 'usage'), string('user.id', 'the-last')]),
  ]);
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last')),
  );
  const missing = sent.filter(({ key }) => !ledger.received().includes(key));
  assert.deepEqual(missing, []);
  assert.doesNotMatch(traces.received(), /tokentrail\.process/);
});

test('a process record with words or other attributes loses them', async (t) => {
  const { collector, ledger } = await chain(t);
  const words = 'planted words of a prompt';
  await sendSpans(collector.otlpUrl, [
    span([
      record,
      string('tokentrail.process.host', words),
      string('tokentrail.process.capture.level', words),
      string('tokentrail.process.prices.file', '/home/ann/prices.yaml'),
      string('tokentrail.process.max_body_bytes', words),
      string('tokentrail.process.privacy', words),
      strings('tokentrail.process.sdks', ['openai@7.1.0', words]),
      string('tokentrail.process.environment', words),
      string('gen_ai.input.messages', words),
      int('tokentrail.process.spool.bytes', 12345678901),
    ]),
  ]);
  await until('the record in the ledger', () => ledger.received().includes('12345678901'));
  assert.doesNotMatch(ledger.received(), /planted|\/home\/ann/);
});
