import type { UsageLogState } from '../links.ts';

interface Link {
  /** Query string of the usage log. */
  link: string;
  /** What differs from the default state. */
  state: Partial<UsageLogState>;
  /** Kind and name of each part that is not applied. */
  problems?: readonly string[];
}

/**
 * Links that people have in chats, tickets and dashboards. Every link must keep its meaning: add links, change none. A
 * parameter that is unknown here may get a meaning later; its state is then the one of the parameter.
 */
export const LINKS: readonly Link[] = [
  { link: '', state: {} },
  { link: 'from=now-30d&to=now', state: { from: 'now-30d' } },
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
  { link: 'modle=a&modle=b&-modle=c', state: {}, problems: ['unknown modle', 'unknown -modle'] },
];
