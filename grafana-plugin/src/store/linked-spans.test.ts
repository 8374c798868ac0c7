import { FieldType, toDataFrame } from '@grafana/data';
import { spansOfFrame } from './linked-spans.ts';

const frame = toDataFrame({
  fields: [
    { name: 'traceID', type: FieldType.string, values: ['t', 't', 't'] },
    { name: 'spanID', type: FieldType.string, values: ['a', 'b', ''] },
    { name: 'parentSpanID', type: FieldType.string, values: ['', 'a', 'a'] },
    { name: 'operationName', type: FieldType.string, values: ['GET /order', 'charge', 'x'] },
    { name: 'serviceName', type: FieldType.string, values: ['shop', 'bank', 'x'] },
    { name: 'startTime', type: FieldType.number, values: [1_790_000_000_000.25, 1_790_000_000_001, 1] },
    { name: 'duration', type: FieldType.number, values: [12.5, null, 1] },
    { name: 'statusCode', type: FieldType.number, values: [1, 2, 0] },
  ],
});

test('reads spans from a data frame of the trace view, without rows that have no id', () => {
  const shop = { name: 'GET /order', service: 'shop', startUnixNano: '1790000000000250000', durationMs: 12.5 };
  const bank = { name: 'charge', service: 'bank', startUnixNano: '1790000000001000000', durationMs: 0 };
  expect(spansOfFrame(frame)).toEqual([
    { spanId: 'a', parentSpanId: null, failed: false, ...shop },
    { spanId: 'b', parentSpanId: 'a', failed: true, ...bank },
  ]);
});

test('a data frame without these fields has no spans', () => {
  expect(spansOfFrame(toDataFrame({ fields: [{ name: 'error', values: ['not found'] }] }))).toEqual([]);
});
