import type { StatsState, UsageLogState } from '../links.ts';

interface Link<T> {
  /** Query string of a page. */
  link: string;
  /** What differs from the default state. */
  state: Partial<T>;
  /** Kind and name of each part that is not applied. */
  problems?: readonly string[];
}

/**
 * Links that people have in chats, tickets and dashboards. Every link must keep its meaning: add links, change none. A
 * parameter that is unknown here may get a meaning later; its state is then the one of the parameter.
 */
export const LINKS: readonly Link<UsageLogState>[] = [
  { link: '', state: {} },
  { link: 'from=now-30d&to=now', state: { from: 'now-30d' } },
  { link: 'by=error', state: { by: 'error' } },
  { link: 'by=user', state: {}, problems: ['invalid by'] },
  { link: 'from=now-90d', state: { from: 'now-90d' } },
  { link: 'from=now%2Fd&to=now%2Fd', state: { from: 'now/d', to: 'now/d' } },
  { link: 'from=now-1w%2Fw&to=now-1w%2Fw', state: { from: 'now-1w/w', to: 'now-1w/w' } },
  {
    link: 'from=1763820000000&to=1763830000000',
    state: { from: '1763820000000', to: '1763830000000' },
  },
  {
    link: 'from=2025-11-22T10:00:00.000Z&to=2025-11-22T11:00:00.000Z',
    state: { from: '2025-11-22T10:00:00.000Z', to: '2025-11-22T11:00:00.000Z' },
  },
  {
    link: 'from=2025-11-22T10:00:00%2B02:00&to=2025-11-22T11:00:00+02:00',
    state: { from: '2025-11-22T10:00:00+02:00', to: '2025-11-22T11:00:00 02:00' },
  },
  { link: 'from=20251122&to=20251123T101500', state: { from: '20251122', to: '20251123T101500' } },
  { link: 'from=2025-11-22 10:00:00&to=2025-11-23', state: { from: '2025-11-22 10:00:00', to: '2025-11-23' } },
  { link: 'to=1763830000000', state: { from: String(1763830000000 - 7 * 86_400_000), to: '1763830000000' } },
  // Written by an earlier version after zooming out; the range begins in 1970.
  { link: 'from=-8000000000&to=1763830000000', state: { from: '-8000000000', to: '1763830000000' } },
  { link: 'from=0&to=9999999999999', state: { from: '0', to: '9999999999999' } },
  // Put in order when it is resolved.
  { link: 'from=now&to=now-7d', state: { from: 'now', to: 'now-7d' } },
  { link: 'from=garbage', state: {}, problems: ['invalid from'] },
  { link: 'from=1763820000000&to=tomorrow', state: {}, problems: ['invalid to'] },
  { link: 'from=now-300000y', state: {}, problems: ['invalid from'] },
  { link: 'from=now-7x', state: {}, problems: ['invalid from'] },
  { link: 'from=2025-13-45', state: {}, problems: ['invalid from'] },
  { link: 'tz=browser', state: { tz: 'browser' } },
  { link: 'tz=utc&refresh=10s', state: { tz: 'utc', refresh: '10s' } },
  { link: 'tz=Europe%2FBerlin&refresh=5m', state: { tz: 'Europe/Berlin', refresh: '5m' } },
  { link: 'tz=Mars%2FOlympus&refresh=often', state: {}, problems: ['invalid tz', 'invalid refresh'] },
  { link: 'refresh=0s', state: {}, problems: ['invalid refresh'] },
  { link: 'ds=P1&q=agents%2Finvoke&limit=500', state: { ds: 'P1', q: 'agents/invoke', limit: 500 } },
  { link: 'q=a+b%26c%3Dd', state: { q: 'a b&c=d' } },
  { link: 'q=a%00b', state: {}, problems: ['invalid q'] },
  { link: 'q=a&q=b', state: {}, problems: ['invalid q'] },
  { link: 'limit=9999', state: { limit: 500 } },
  { link: 'limit=many', state: {}, problems: ['invalid limit'] },
  { link: 'open=', state: {} },
  {
    link: 'open=4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1763820730412.123456',
    state: {
      open: {
        startUnixNano: '1763820730412123456',
        traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
        spanId: '00f067aa0ba902b7',
      },
    },
  },
  { link: 'open=x', state: {}, problems: ['invalid open'] },
  {
    link: 'columns=time,status,model:220,error&density=comfortable',
    state: {
      columns: [
        { id: 'time', px: null },
        { id: 'status', px: null },
        { id: 'model', px: 220 },
        { id: 'error', px: null },
      ],
      density: 'comfortable',
    },
  },
  {
    link: 'columns=cost,cost,modle,time:99999',
    state: {
      columns: [
        { id: 'cost', px: null },
        { id: 'time', px: 2000 },
      ],
    },
    problems: ['ignored columns'],
  },
  { link: 'columns=none&density=cosy', state: {}, problems: ['invalid columns', 'invalid density'] },
  { link: 'kiosk=1&orgId=1&theme=light', state: {} },
  // Filters: values of one parameter are ORed, parameters are ANDed.
  {
    link: 'model=gpt-4o&model=claude-x&-model=o3&key=team+key',
    state: {
      conditions: [
        { field: 'model', values: ['gpt-4o', 'claude-x'], folded: true },
        { field: 'model', values: ['o3'], folded: true, exclude: true },
        { field: 'key', values: ['team key'], folded: true },
      ],
    },
  },
  {
    link: 'user=""&-user=%22quoted%22&tag=team%3Dsearch',
    state: {
      conditions: [
        { field: 'user', values: [''], folded: true },
        { field: 'user', values: ['quoted'], folded: true, exclude: true },
        { field: 'tag', values: ['team=search'], folded: true },
      ],
    },
  },
  {
    link: 'state=failed&state=retried&status=404&-status=5xx&type=usage&stream=yes',
    state: {
      conditions: [
        { field: 'state', values: ['failed', 'retried'] },
        { field: 'status', values: ['404'] },
        { field: 'status', values: ['5xx'], exclude: true },
        { field: 'type', values: ['usage'] },
        { field: 'stream', value: true },
      ],
    },
  },
  {
    link: 'duration=>2s&duration=<10s&first_chunk=>=500ms&-cost=>0.1&tokens=>1k',
    state: {
      conditions: [
        { field: 'duration', comparison: '>', value: '2000000000' },
        { field: 'duration', comparison: '<', value: '10000000000' },
        { field: 'first_chunk', comparison: '>=', value: '500000000' },
        { field: 'cost', comparison: '>', value: '100000000', exclude: true },
        { field: 'tokens', comparison: '>', value: '1000' },
      ],
    },
  },
  {
    link: 'group=a&provider=b&call_type=chat&source=api_key&service=c&environment=d&endpoint=POST+/v1&error=429&agent=x/1',
    state: {
      conditions: [
        { field: 'group', values: ['a'], folded: true },
        { field: 'provider', values: ['b'], folded: true },
        { field: 'call_type', values: ['chat'], folded: true },
        { field: 'source', values: ['api_key'], folded: true },
        { field: 'service', values: ['c'], folded: true },
        { field: 'environment', values: ['d'], folded: true },
        { field: 'endpoint', values: ['POST /v1'], folded: true },
        { field: 'error', values: ['429'], folded: true },
        { field: 'agent', values: ['x/1'], folded: true },
      ],
    },
  },
  {
    link: 'request=Req-1&trace=4bf9&response=r&session=s&conversation=c&ip=::1',
    state: {
      conditions: [
        { field: 'request', values: ['Req-1'] },
        { field: 'trace', values: ['4bf9'] },
        { field: 'response', values: ['r'] },
        { field: 'session', values: ['s'] },
        { field: 'conversation', values: ['c'] },
        { field: 'ip', values: ['::1'], folded: true },
      ],
    },
  },
  { link: 'model=&-key=&stream=', state: {} },
  // A search may contain conditions.
  {
    link: 'q=gpt+cost:>0.1+-state:failed&state=running',
    state: {
      q: 'gpt',
      conditions: [
        { field: 'state', values: ['running'] },
        { field: 'state', values: ['failed'], exclude: true },
        { field: 'cost', comparison: '>', value: '100000000' },
      ],
    },
  },
  { link: 'q=error', state: { conditions: [{ field: 'state', values: ['failed'] }] } },
  { link: 'sort=cost', state: { sort: 'cost' } },
  { link: 'sort=time', state: {} },
  { link: 'sort=size', state: {}, problems: ['invalid sort'] },
  { link: 'state=broken&status=600', state: {}, problems: ['invalid state', 'invalid status'] },
  { link: 'stream=yes&stream=no', state: {}, problems: ['invalid stream'] },
  { link: 'type=call&duration=2&cost=much', state: {}, problems: ['invalid type', 'invalid duration', 'invalid cost'] },
  { link: 'model=a%00&-model=b', state: {}, problems: ['invalid model', 'invalid -model'] },
  { link: 'q=model:', state: {}, problems: ['invalid q'] },
  { link: 'q="open', state: {}, problems: ['invalid q'] },
  { link: 'modle=a&modle=b&-modle=c', state: {}, problems: ['unknown modle', 'unknown -modle'] },
];

/** Links to the stats page, as above. */
export const STATS_LINKS: readonly Link<StatsState>[] = [
  { link: '', state: {} },
  { link: 'from=now-1M%2FM&to=now-1M%2FM&split=group', state: { from: 'now-1M/M', to: 'now-1M/M', split: 'group' } },
  { link: 'split=none&rank=tokens', state: { split: null, rank: 'tokens' } },
  {
    link: 'group=shop&split=request_model&tz=Europe%2FBerlin&ds=P1&refresh=1m',
    state: {
      conditions: [{ field: 'group', values: ['shop'], folded: true }],
      tz: 'Europe/Berlin',
      ds: 'P1',
      refresh: '1m',
    },
  },
  { link: 'split=weather&rank=beauty', state: {}, problems: ['invalid split', 'invalid rank'] },
  { link: 'limit=50&columns=time', state: {}, problems: ['unknown limit', 'unknown columns'] },
];
