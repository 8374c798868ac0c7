import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { usageLogPath } from '../links.ts';
import { installGrafana } from '../testing/grafana.ts';
import { find, findAll, mockLayout, renderApp, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse } from '../testing/replayed-clickhouse.ts';
import { attemptsRow, idsOf, recordRow, traceRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';

jest.setTimeout(120_000);
beforeAll(mockLayout);

/** Renders the usage log with two rows at a query string. */
function openLog(query: string) {
  const store = new ReplayedClickHouse({
    records: [recordRow(0), recordRow(1)],
    attempts: [attemptsRow(0, [])],
    traces: [traceRow({})],
  });
  installGrafana({ store });
  return { store, ...renderApp(`${usageLogPath()}${query}`) };
}

const problems = () => screen.queryByTestId(testIds.states.urlProblems);
const drawer = () => screen.queryByTestId(testIds.request.drawer);

/** Opens the detail of the first row. */
async function openFirst() {
  const [first] = await findAll(testIds.usageLog.row);
  fireEvent.click(within(first ?? document.body).getByTestId(testIds.usageLog.cell('endpoint')));
  await find(testIds.request.drawer);
}

function closeDrawer() {
  fireEvent.click(screen.getByRole('button', { name: /close/i }));
}

describe('what cannot be read in the URL', () => {
  test('is named on the page and replaced by its default', async () => {
    const { store } = openLog('?from=garbage&to=9999999999999&q=a%00b&modle=gpt-4o');
    await findAll(testIds.usageLog.row);
    const notice = await find(testIds.states.urlProblems);
    expect(notice).toHaveTextContent('from=garbage: cannot be read, the default is used');
    expect(notice).toHaveTextContent('q=aU+0000b: cannot be read, the default is used');
    expect(notice).toHaveTextContent('modle=gpt-4o: this page has no such parameter');
    expect(notice).not.toHaveTextContent('to=');
    const sent = store.requests.find(({ parameters }) => parameters.has('param_from_ms'))?.parameters;
    const days = (Number(sent?.get('param_to_ms')) - Number(sent?.get('param_from_ms'))) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    expect(sent?.has('param_search')).toBe(false);
  });

  test('can be removed from the URL', async () => {
    const { search } = openLog('?from=garbage&modle=a&q=x&kiosk=1');
    await find(testIds.states.urlProblems);
    fireEvent.click(within(problems() ?? document.body).getByRole('button'));
    await waitFor(() => expect(problems()).toBeNull());
    expect(search().toString()).toBe('q=x&kiosk=1');
  });

  test('does not exist in a valid URL', async () => {
    openLog('?from=now-30d&to=now&tz=Asia%2FTokyo&kiosk=1');
    await findAll(testIds.usageLog.row);
    expect(problems()).toBeNull();
  });
});

test('the time zone of the URL is that of the rows', async () => {
  openLog('?tz=Asia%2FTokyo');
  const [first] = await findAll(testIds.usageLog.row);
  expect(within(first ?? document.body).getByTestId(testIds.usageLog.cell('time'))).toHaveTextContent('23:12:10');
});

test('an end of 23:59:59 reads the rows of that second', async () => {
  const { store } = openLog('?from=1763769600000&to=1763855999000');
  await findAll(testIds.usageLog.row);
  const sent = store.requests.find(({ parameters }) => parameters.has('param_to_ms'));
  expect(sent?.parameters.get('param_to_ms')).toBe('1763856000000');
});

describe('Back', () => {
  test('closes the detail of a request', async () => {
    const { back, search } = openLog('?q=v1');
    await openFirst();
    await back();
    await waitFor(() => expect(drawer()).toBeNull(), WAIT);
    expect(search().toString()).toBe('q=v1');
  });

  test('leaves the page after the detail was closed, and does not open it again', async () => {
    const { back, search, path } = openLog('?q=v1');
    await openFirst();
    closeDrawer();
    await waitFor(() => expect(drawer()).toBeNull(), WAIT);
    expect(search().toString()).toBe('q=v1');
    await back();
    expect(path()).toBe('/before');
  });

  test('leaves the page after the detail of a link was closed', async () => {
    const { trace_id: trace, span_id: span } = idsOf(0);
    const { back, search, path } = openLog(`?open=${trace}-${span}-1763820730412`);
    await find(testIds.request.drawer);
    closeDrawer();
    await waitFor(() => expect(search().has('open')).toBe(false), WAIT);
    await back();
    expect(path()).toBe('/before');
  });
});
