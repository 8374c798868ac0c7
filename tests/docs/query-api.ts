import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from './grafana.ts';
import { readPage } from './markdown.ts';
import { DATA_SOURCE_UID } from './names.ts';
import type { Site } from './site.ts';

type Row = Readonly<Record<string, unknown>>;

interface DocumentedQuery {
  route: string;
  sql: string;
}

/** The queries of docs/query-api.md, in its order. */
const [LIST, NEXT_PAGE, TOTALS, ONE, ATTEMPTS, CONTENT] = readPage('docs/query-api.md').blocks.flatMap(({ text }) =>
  [...text.matchAll(/^query (\w+) .*<<'SQL'\n([^]*?)\nSQL$/gm)].map(([, route = '', sql = '']) => ({ route, sql })),
) as [DocumentedQuery, DocumentedQuery, DocumentedQuery, DocumentedQuery, DocumentedQuery, DocumentedQuery];

const FROM = { from: '2026-01-01 00:00:00', to: '2100-01-01 00:00:00' };
const REQUEST = { ...FROM, request: 'req-7f3a' };

type Parameters = Readonly<Record<string, string>>;

/** Sends a query with a token of this role, or with another token. */
function send(site: Site, { route, sql }: DocumentedQuery, parameters: Parameters, role: Role, token?: string) {
  const { grafana } = site;
  const named = Object.entries(parameters).map(([name, value]): [string, string] => [`param_${name}`, value]);
  const path = `/api/datasources/proxy/uid/${DATA_SOURCE_UID}/${route}/`;
  const authorization = `Bearer ${token ?? grafana.token(role)}`;
  const url = `${grafana.url(role)}${path}?${new URLSearchParams(named).toString()}`;
  return fetch(url, { method: 'POST', headers: { authorization }, body: sql });
}

async function readRows(site: Site, query: DocumentedQuery, parameters: Parameters, role: Role): Promise<Row[]> {
  const response = await send(site, query, parameters, role);
  const text = await response.text();
  assert.equal(response.status, 200, text);
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);
}

/** Defines the tests of the queries that docs/query-api.md describes, on the calls of `sample-calls.mjs`. */
export function testQueryApi(siteOf: () => Site): void {
  const rows = (query: DocumentedQuery, parameters: Parameters, role: Role) =>
    readRows(siteOf(), query, parameters, role);

  test("a viewer's token lists calls in pages without a gap, and money as integers of nano-USD in text", async () => {
    const first = await rows(LIST, { ...FROM, user: 'u-4711' }, 'Viewer');
    assert.deepEqual(
      first.map((row) => row['request_id']),
      ['req-7f3d', 'req-7f3c'],
    );
    const last = first[1] ?? {};
    assert.match(String(last['start_time']), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{9}$/);
    assert.match(String(last['charged_nano_usd']), /^[1-9]\d*$/);
    const cursor = { start: 'start_time', trace: 'trace_id', span: 'span_id', sender: 'sender' };
    const position = Object.fromEntries(Object.entries(cursor).map(([name, column]) => [name, String(last[column])]));
    const second = await rows(NEXT_PAGE, { ...FROM, user: 'u-4711', ...position }, 'Viewer');
    assert.deepEqual(
      second.map((row) => row['request_id']),
      ['req-7f3b'],
    );
  });

  test('the totals are the bill of the provider, and one record is found by its request id', async () => {
    const [totals] = await rows(TOTALS, FROM, 'Viewer');
    const billed = siteOf().provider.bill.reduce((total, line) => total + line.nanoUsd, 0n);
    assert.equal(totals?.['charged_nano_usd'], String(billed));
    const [record, ...others] = await rows(ONE, REQUEST, 'Viewer');
    assert.deepEqual([record?.['user_id'], record?.['attempts_count'], others.length], ['u-81', 2, 0]);
    assert.match(String(record?.['cost_formula']), /\d/);
    assert.match(String(record?.['charged_nano_usd']), /^[1-9]\d*$/);
  });

  test("an admin's token reads the attempts and the content of the record", async () => {
    const attempts = await rows(ATTEMPTS, REQUEST, 'Admin');
    assert.deepEqual(
      attempts.map((attempt) => [attempt['state'], attempt['status_code']]),
      [
        ['failed', 429],
        ['success', 200],
      ],
    );
    const [record] = await rows(ONE, REQUEST, 'Viewer');
    const ids = { trace: String(record?.['trace_id']), span: String(record?.['span_id']) };
    const [content] = await rows(CONTENT, ids, 'Admin');
    assert.match(String(content?.['request']), /Where is my order\?/);
  });

  test("a viewer's token reads neither, also not through the route of the ledger", async () => {
    assert.equal((await send(siteOf(), ATTEMPTS, REQUEST, 'Viewer')).status, 403);
    assert.equal((await send(siteOf(), CONTENT, { trace: '0', span: '0' }, 'Viewer')).status, 403);
    const other = await send(siteOf(), { ...ATTEMPTS, route: 'ledger' }, REQUEST, 'Viewer');
    assert.equal(other.status, 500);
    assert.match(await other.text(), /Code: 497/);
  });

  test('the errors have the documented status', async (t) => {
    const unreadable = await send(siteOf(), { route: 'ledger', sql: 'SELEC 1' }, {}, 'Viewer');
    assert.equal(unreadable.status, 400);
    assert.match(await unreadable.text(), /Code: 62/);
    const unknown = await send(
      siteOf(),
      { route: 'ledger', sql: 'SELECT no FROM tokentrail_ledger.usage_records' },
      {},
      'Viewer',
    );
    assert.equal(unknown.status, 404);
    if (!siteOf().grafana.checksTokens)
      return t.diagnostic('a wrong token is tested on a Grafana: GRAFANA_URL is not set');
    // With anonymous access, a wrong token is the anonymous viewer.
    const { status } = await send(siteOf(), ATTEMPTS, REQUEST, 'Admin', 'glsa_wrong');
    assert.ok([401, 403].includes(status), String(status));
  });
}
