import { alertFilterOf, newAlertPath, type AlertSubject } from './alert-links.ts';
import { filterOfText } from './filters/filters.ts';

const filterOf = (text: string) => alertFilterOf(filterOfText(text).filter);

test.each([
  ['', []],
  ['type:usage', []],
  ['model:gpt-4o', ['model=~"(?i:gpt-4o)"']],
  ['model:a,b', ['model=~"(?i:a|b)"']],
  ['-provider:openai', ['provider!~"(?i:openai)"']],
  ['state:failed,cancelled', ['state=~"failed|cancelled"']],
  ['group:""', ['group=~"(?i:)"']],
  ['key:nightly service:shop', ['key_name=~"(?i:nightly)"', 'service_name=~"(?i:shop)"']],
  ['group:"a.*(b)"', [String.raw`group=~"(?i:a\\.\\*\\(b\\))"`]],
  ['group:"$HOME {x}"', [String.raw`group=~"(?i:\\\x24HOME \\\x7bx\\\x7d)"`]],
])('the filter %s is a selection of series', (text, matchers) => {
  // Conditions come in the order of the fields.
  expect(filterOf(text)).toEqual({ matchers });
});

test.each([
  ['user:ann', ['user:ann']],
  ['model:a status:4xx -endpoint:/v1/chat', ['status:4xx', '-endpoint:/v1/chat']],
  ['state:running', ['state:running']],
  ['-state:retried', ['-state:retried']],
  ['type:request', ['type:request']],
  ['-type:usage', ['-type:usage']],
  ['cost:>1', ['cost:>1']],
  ['refund "not found"', ['refund', '"not found"']],
])('the filter %s is none, and the conditions without a label are named', (text, inTheWay) => {
  expect(filterOf(text)).toEqual({ inTheWay });
});

const FORM = {
  matchers: ['model=~"(?i:gpt-4o)"'],
  dataSource: { uid: 'prom', type: 'prometheus' },
  name: 'Cost: model:gpt-4o',
  usageLog: '/a/tokentrail-llmusage-app/requests?from=now-1h&to=now&model=gpt-4o',
};

/** What Grafana's form reads from the address. */
function formOf(subject: AlertSubject) {
  const { pathname, searchParams } = new URL(newAlertPath({ ...FORM, subject })!, 'http://grafana.example');
  expect([pathname, searchParams.get('returnTo')]).toEqual(['/alerting/new', FORM.usageLog]);
  return JSON.parse(searchParams.get('defaults')!) as {
    name: string;
    condition: string;
    annotations: { value: string }[];
    queries: { refId: string; datasourceUid: string; model: { expr?: string; expression?: string } }[];
  };
}

test('the form has the query on the metrics, a threshold over it, and a link to the rows', () => {
  const { name, condition, queries, annotations } = formOf('cost');
  expect([name, condition]).toEqual([FORM.name, 'C']);
  expect(queries.map(({ refId, datasourceUid }) => [refId, datasourceUid])).toEqual([
    ['A', 'prom'],
    ['C', '__expr__'],
  ]);
  const cost = 'tokentrail_cost_charged_total{model=~"(?i:gpt-4o)"}';
  expect(queries[0]!.model.expr).toBe(
    `sum((last_over_time(${cost}[1h]) - (last_over_time(${cost}[1h] offset 1h) or last_over_time(${cost}[1h]) * 0)))`,
  );
  expect(annotations).toEqual([expect.objectContaining({ value: `{{ externalURL }}${FORM.usageLog.slice(1)}` })]);
});

test('the share of failed calls is that of the selected calls', () => {
  const { model } = formOf('failed').queries[0]!;
  expect(model.expr).toContain('tokentrail_calls_total{model=~"(?i:gpt-4o)", state="failed"}');
  expect(model.expr).toMatch(/ \/ sum\(.*tokentrail_calls_total\{model=~"\(\?i:gpt-4o\)"\}/);
});

test('there is no link that a server would refuse because of its length', () => {
  const matchers = [`model=~"${'x'.repeat(3000)}"`];
  expect(newAlertPath({ ...FORM, subject: 'failed', matchers })).toBeNull();
});
