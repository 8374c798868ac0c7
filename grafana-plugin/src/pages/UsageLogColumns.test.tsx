import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { COLUMN_IDS, DEFAULT_COLUMNS, formatColumns } from '../column-set.ts';
import { HIDDEN_NAME } from '../components/NamesHidden.tsx';
import { usageLogPath } from '../links.ts';
import { installGrafana } from '../testing/grafana.ts';
import { find, findAll, mockLayout, renderApp, WAIT } from '../testing/render-app.tsx';
import { ReplayedClickHouse, type Row } from '../testing/replayed-clickhouse.ts';
import { recordRow } from '../testing/rows.ts';
import { testIds } from '../testIds.ts';

jest.setTimeout(120_000);
beforeAll(mockLayout);
beforeEach(() => localStorage.clear());

const DEFAULT_IDS = formatColumns(DEFAULT_COLUMNS);

async function openLog(search = '', row: Row = {}) {
  const store = new ReplayedClickHouse({ records: [recordRow(0, { error_code: 'bad', ...row }), recordRow(1)] });
  installGrafana({ store, user: 'viewer' });
  const view = renderApp(`${usageLogPath()}${search}`);
  await findAll(testIds.usageLog.row);
  return { ...view, store };
}

const titles = () =>
  screen
    .getAllByRole('columnheader')
    .slice(1)
    .map(({ dataset }) => (dataset['testid'] ?? '').replace(testIds.usageLog.title(''), ''))
    .join(',');
const title = (column: string) => screen.getByTestId(testIds.usageLog.title(column));
const firstRow = () => screen.getAllByTestId(testIds.usageLog.row)[0] ?? document.body;
const cell = (column: string) => within(firstRow()).getByTestId(testIds.usageLog.cell(column));
const item = (column: string) => within(screen.getByTestId(testIds.usageLog.columnMenuItem(column)));

async function openMenu() {
  fireEvent.click(screen.getByTestId(testIds.usageLog.columnMenu));
  await find(testIds.usageLog.columnMenuItem('time'));
}

test('a column chosen in the menu is shown, is in the URL and is kept', async () => {
  const first = await openLog();
  expect(titles()).toBe(DEFAULT_IDS);
  expect(first.search().has('columns')).toBe(false);
  await openMenu();
  fireEvent.click(item('provider').getByRole('checkbox'));
  await waitFor(() => expect(titles()).toBe(`${DEFAULT_IDS},provider`), WAIT);
  expect(first.search().get('columns')).toBe(`${DEFAULT_IDS},provider`);
  expect(cell('provider')).toHaveTextContent('openai');
  first.unmount();
  const later = await openLog();
  await waitFor(() => expect(titles()).toBe(`${DEFAULT_IDS},provider`), WAIT);
  expect(later.search().get('columns')).toBe(`${DEFAULT_IDS},provider`);
  await openMenu();
  fireEvent.click(screen.getByText('Reset columns'));
  await waitFor(() => expect(titles()).toBe(DEFAULT_IDS));
  expect(later.search().has('columns')).toBe(false);
});

test('the columns of a shared link are shown instead of the own ones, and not kept', async () => {
  const shared = await openLog('?columns=time,cost,model&density=comfortable');
  expect(titles()).toBe('time,cost,model');
  expect(cell('model')).toHaveTextContent('gpt-4oopenai');
  shared.unmount();
  await openLog();
  expect(titles()).toBe(DEFAULT_IDS);
});

test('an unknown column of a link is named, and the others are shown', async () => {
  const { search } = await openLog('?columns=time,modle,cost');
  expect(titles()).toBe('time,cost');
  const problems = screen.getByTestId(testIds.states.urlProblems);
  expect(problems).toHaveTextContent('columns=modle: not known, the rest is applied');
  fireEvent.click(within(problems).getByRole('button'));
  await waitFor(() => expect(search().get('columns')).toBe('time,cost'));
});

test('a column moves by its buttons', async () => {
  const { search } = await openLog('?columns=time,cost,model');
  await openMenu();
  fireEvent.click(item('model').getByRole('button', { name: 'Move Model to the left' }));
  await waitFor(() => expect(titles()).toBe('time,model,cost'));
  expect(search().get('columns')).toBe('time,model,cost');
});

test('columns without a value are not shown, and the menu says so', async () => {
  await openLog('?columns=time,session,ip,cost', { client_address: '192.0.2.1' });
  await waitFor(() => expect(titles()).toBe('time,ip,cost'), WAIT);
  await openMenu();
  expect(item('session').getByText('no values')).toBeInTheDocument();
  expect(item('ip').queryByText('no values')).toBeNull();
});

test('Shift and arrow keys change the width of a column', async () => {
  const { search } = await openLog('?columns=time,model:200,cost');
  title('model').getBoundingClientRect = () => ({ width: 200 }) as DOMRect;
  fireEvent.keyDown(title('model'), { key: 'ArrowRight', shiftKey: true });
  await waitFor(() => expect(search().get('columns')).toBe('time,model:208,cost'));
});

test('the titles are one tab stop, between which the arrow keys move', async () => {
  await openLog('?columns=time,model,cost');
  expect(['time', 'model', 'cost'].map((column) => title(column).tabIndex)).toEqual([0, -1, -1]);
  act(() => title('time').focus());
  fireEvent.keyDown(title('time'), { key: 'ArrowRight' });
  expect(title('model')).toHaveFocus();
  fireEvent.keyDown(title('model'), { key: 'End' });
  expect(title('cost')).toHaveFocus();
  expect(title('cost').tabIndex).toBe(0);
});

test('a click on a title sorts by it, and reads the rows in that order', async () => {
  const { search, store } = await openLog();
  expect(title('time')).toHaveAttribute('aria-sort', 'descending');
  fireEvent.click(title('cost'));
  await waitFor(() => expect(title('cost')).toHaveAttribute('aria-sort', 'descending'), WAIT);
  expect(search().get('sort')).toBe('cost');
  expect(store.requests.some(({ sql }) => /ORDER BY .*cost_charged/.test(sql))).toBe(true);
  fireEvent.keyDown(title('time'), { key: 'Enter' });
  await waitFor(() => expect(search().has('sort')).toBe(false));
});

test('hides names and keys in rows, in the unfolded row and on the next visit', async () => {
  const names = { group: 'team-x', session_id: 'session-x', client_address: '192.0.2.7', user_agent: 'agent-x' };
  const link = '?columns=time,caller,user,key,group,session,ip,agent,tags,model';
  const first = await openLog(link, { ...names, tags: { owner: 'bob-x' } });
  expect(cell('group')).toHaveTextContent('team-x');
  await openMenu();
  fireEvent.click(screen.getByLabelText('Hide names and keys'));
  await waitFor(() => expect(cell('group')).toHaveTextContent(HIDDEN_NAME));
  fireEvent.click(within(firstRow()).getByTestId(testIds.usageLog.unfold));
  await find(testIds.request.summary);
  const secrets = /u_81|checkout|9f3a|team-x|session-x|192\.0\.2\.7|agent-x|bob-x/;
  const page = screen.getByTestId(testIds.usageLog.page);
  expect(page.innerHTML).not.toMatch(secrets);
  expect(page).toHaveTextContent('gpt-4o');
  expect(first.search().toString()).not.toContain('hide');
  first.unmount();
  await openLog(link, names);
  expect(cell('caller')).toHaveTextContent(`${HIDDEN_NAME}·${HIDDEN_NAME}`);
});

test('every column of text marks hidden characters', async () => {
  const hostile = 'a\u202Eb\u200Bc';
  const texts = [
    ['method', 'method'],
    ['provider', 'provider'],
    ['key_name', 'key'],
    ['group', 'group'],
    ['user_id', 'user'],
    ['service_name', 'service'],
    ['deployment_environment', 'environment'],
    ['client_address', 'ip'],
    ['user_agent', 'agent'],
    ['session_id', 'session'],
    ['conversation_id', 'conversation'],
    ['api_format', 'format'],
    ['served_service_tier', 'tier'],
    ['request_id', 'request-id'],
    ['response_id', 'response-id'],
    ['error_code', 'error'],
  ] as const;
  const row = Object.fromEntries(texts.map(([column]) => [column, hostile]));
  const lists = { finish_reasons: [hostile], usage_unread: [hostile], tags: { [hostile]: hostile } };
  await openLog(`?columns=${COLUMN_IDS.join(',')}`, { ...row, ...lists });
  for (const id of [...texts.map(([, id]) => id), 'finish-reason', 'unread-usage', 'tags', 'endpoint', 'caller']) {
    expect(cell(id)).toHaveTextContent('aU+202EbU+200Bc');
  }
  expect(firstRow().textContent).not.toMatch(/[\u202E\u200B]/);
});
