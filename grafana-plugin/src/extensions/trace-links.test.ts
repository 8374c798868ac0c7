import app from '../plugin.json';
import { TRACE_LINKS } from './trace-links.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const [traceView, queries] = TRACE_LINKS;

test('plugin.json declares the links exactly, because Grafana refuses others', () => {
  expect(app.extensions.addedLinks).toEqual(
    TRACE_LINKS.map(({ targets, title, description }) => ({ targets, title, description })),
  );
  for (const { title } of TRACE_LINKS) {
    expect(title.length).toBeGreaterThanOrEqual(10);
  }
});

test('the trace view leads to the calls of its trace, with a margin around its times', () => {
  const context = { traceID: TRACE.toUpperCase(), startTime: 1_763_820_730_412_500, endTime: 1_763_820_740_412_500 };
  expect(traceView?.configure?.(context)).toEqual({
    path: `/a/tokentrail-llmusage-app/requests?from=1763820130412&to=1763821340413&trace=${TRACE}`,
  });
});

test('Explore and panels lead to the calls of the trace that a query asks for', () => {
  expect(queries?.configure?.({ targets: [{ expr: 'up' }, { query: TRACE }] })).toEqual({
    path: `/a/tokentrail-llmusage-app/requests?from=now-14d&to=now&trace=${TRACE}`,
  });
});

test.each([
  [undefined],
  [{}],
  [{ targets: null }],
  [{ targets: [null, { query: '{ .a = "b" }' }, { query: '0'.repeat(32) }] }],
  [{ traceID: 7 }],
  [{ traceID: `${TRACE}&x=1` }],
])('there is no link without a trace: %j', (context) => {
  expect(traceView?.configure?.(context)).toBeUndefined();
  expect(queries?.configure?.(context)).toBeUndefined();
});
