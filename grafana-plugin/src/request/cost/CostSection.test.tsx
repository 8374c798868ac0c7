import { screen } from '@testing-library/react';
import { requestPath } from '../../links.ts';
import { installGrafana, type GrafanaOptions } from '../../testing/grafana.ts';
import { find, mockLayout, renderApp } from '../../testing/render-app.tsx';
import { ReplayedClickHouse, type Row } from '../../testing/replayed-clickhouse.ts';
import { attemptsRow, idsOf, recordRow } from '../../testing/rows.ts';
import { testIds } from '../../testIds.ts';

jest.setTimeout(60_000);
beforeAll(mockLayout);

const { start_unix_nano: startUnixNano, trace_id: traceId, span_id: spanId } = idsOf(0);
const UNKNOWN = { cost_lines: [], cost_formula: null, price_source: null, price_entry: null, price_tier: null };
const NO_PRICE = Object.fromEntries(
  ['list', 'paid', 'charged'].flatMap((name) => [
    [`cost_${name}_text`, null],
    [`cost_${name}_state`, 'unknown_price'],
  ]),
);

async function costOf(columns: Row, options: Omit<GrafanaOptions, 'store'> = {}): Promise<HTMLElement> {
  const attempts = [{ index: 0, retry: 0, state: 'success', billed: 'yes', server: 'llm.example.com', model: 'best' }];
  const store = new ReplayedClickHouse({ records: [recordRow(0, columns)], attempts: [attemptsRow(0, attempts)] });
  installGrafana({ store, ...options });
  renderApp(requestPath({ startUnixNano, traceId, spanId }, null));
  return find(testIds.request.cost);
}

test('says who priced a call later, and why', async () => {
  const cost = await costOf({ repriced_by: 'ann', repriced_reason: 'price of November' });
  expect(cost).toHaveTextContent('Repriced byann');
  expect(cost).toHaveTextContent('Reason for repricingprice of November');
  expect(cost).toHaveTextContent('Only amounts that were unknown have changed.');
});

test('shows only the charge where the margin is hidden', async () => {
  const hidden = { ...UNKNOWN, cost_list_text: undefined, cost_paid_text: undefined };
  const cost = await costOf(
    { ...hidden, cost_list_state: undefined, cost_paid_state: undefined },
    { user: 'viewer', settings: { hideMargin: '1' } },
  );
  expect(cost).toHaveTextContent('Charged to the caller$0.0219');
  expect(cost).toHaveTextContent('Prices and the calculation are for administrators.');
  expect(cost).not.toHaveTextContent('List price');
  expect(cost).not.toHaveTextContent('Paid to providers');
  expect(screen.queryByTestId(testIds.request.chargeMark)).toBeNull();
});

test('offers no lines of a price file where the margin is hidden', async () => {
  const hidden = { ...NO_PRICE, cost_list_state: undefined, cost_paid_state: undefined };
  const cost = await costOf({ ...UNKNOWN, ...hidden }, { user: 'viewer', settings: { hideMargin: '1' } });
  expect(cost).toHaveTextContent('Unknown: the price book has no price for this call.');
  expect(screen.queryByTestId(testIds.request.unknownPrice)).toBeNull();
});

test('names the host of the attempt whose model has no price', async () => {
  await costOf({ ...UNKNOWN, ...NO_PRICE });
  expect(await find(testIds.request.unknownPrice)).toHaveTextContent(
    'No price for input, cache read, output of gpt-4o-2024-08-06 at llm.example.com',
  );
  expect(screen.getByTestId(testIds.request.priceFileLines)).toHaveTextContent('hosts: ["llm.example.com"]');
});

test('says when a running call gets its cost', async () => {
  const none = Object.fromEntries(Object.keys(NO_PRICE).map((column) => [column, null]));
  const cost = await costOf({ ...UNKNOWN, ...none, state_now: 'streaming' });
  expect(cost).toHaveTextContent('Cost is calculated when the call ends.');
});
