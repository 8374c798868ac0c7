import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { readSpans } from '../../../testing/otlp-receiver.ts';
import { encodeBatch, encodeSpan, SPAN_KIND, type AttributeValue, type SpanData } from './span-encoder.ts';
import { withoutContent } from './without-content.ts';

const head = { resource: {}, scope: { name: 'n', version: 'v' } };
const VALUES = { string: 'text', int: 7, double: 0.5, boolean: true, 'string[]': ['a', 'b'] };

function spanWith(keep: (key: AttributeKey) => boolean): SpanData {
  const keys = (Object.keys(ATTRIBUTES) as AttributeKey[]).filter((key) => ATTRIBUTES[key].on === 'span' && keep(key));
  return {
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    parentSpanId: 'b7ad6b7169203332',
    name: 'chat gpt-4o',
    kind: SPAN_KIND.client,
    startTime: 1_700_000_000_000.25,
    endTime: 1_700_000_000_001,
    failed: true,
    attributes: keys.map((key) => [key, VALUES[ATTRIBUTES[key].type] as AttributeValue] as const),
  };
}

test('removes every content attribute and changes nothing else', () => {
  const all = encodeSpan(spanWith(() => true));
  const numbers = encodeSpan(spanWith((key) => ATTRIBUTES[key].store === 'ledger'));
  expect(Buffer.from(withoutContent(all)).equals(numbers)).toBe(true);
  const [span] = readSpans(Buffer.from(encodeBatch(head, [withoutContent(all)])));
  expect(Object.keys(span!.attributes)).toContain(ATTRIBUTES.costPaid.name);
  expect(Object.keys(span!.attributes)).not.toContain(ATTRIBUTES.inputMessages.name);
});

test('returns the same bytes for a record without content', () => {
  const encodedSpan = encodeSpan(spanWith((key) => ATTRIBUTES[key].store === 'ledger'));
  expect(withoutContent(encodedSpan)).toBe(encodedSpan);
});
