import { DEFAULT_STATE, parseUsageLog, type UsageLogState } from './links.ts';
import { parseViews, searchOfView, stateOfView, withoutView, withView } from './saved-views.ts';

const stateOf = (search: string): UsageLogState => parseUsageLog(new URLSearchParams(search)).state;

test('a view has filter, order and layout of the log, and no range, zone, store or open request', () => {
  const log = 'model=gpt-4o&-user=bot&q=invoke&sort=cost&limit=50&columns=time,cost&density=comfortable&by=session';
  const elsewhere = 'from=now-1h&to=now&tz=utc&refresh=10s&ds=x';
  const search = searchOfView(stateOf(`${log}&${elsewhere}`));
  expect(search).not.toMatch(/from|to=now|tz=|refresh|ds=/);
  const changed = { ...stateOf('from=now-24h&ds=y'), ...stateOfView({ name: '', search }) };
  expect(changed).toEqual(stateOf(`${log}&from=now-24h&ds=y`));
});

test('a view of the default columns shows them to a user who has chosen others', () => {
  expect(stateOfView({ name: '', search: searchOfView(DEFAULT_STATE) }).columns).not.toBeNull();
});

test('views are sorted by name, and a second one of the same name replaces the first', () => {
  const views = withView(withView([{ name: 'b', search: '1' }], { name: 'a', search: '2' }), {
    name: 'b',
    search: '3',
  });
  expect(views).toEqual([
    { name: 'a', search: '2' },
    { name: 'b', search: '3' },
  ]);
  expect(withoutView(views, 'a')).toEqual([{ name: 'b', search: '3' }]);
});

test.each(['', '{}', 'null', '[1, null, {"name": 2, "search": ""}]', 'x'])('the setting %j has no views', (text) => {
  expect(parseViews(text)).toEqual([]);
});
