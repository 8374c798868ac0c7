import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXT_FIELDS } from '@tokentrail/usage-store';
import { parse } from 'yaml';

const PROVISIONING = join(__dirname, '../..');
const FOLDER = join(PROVISIONING, 'dashboards');

interface Target {
  refId: string;
  datasource: { type: string; uid: string };
  queryType?: string;
  expr?: string;
}

interface Panel {
  id: number;
  type: string;
  title: string;
  description: string;
  datasource: Target['datasource'];
  targets: Target[];
  gridPos: { x: number; y: number; w: number; h: number };
}

interface Variable {
  type: string;
  name: string;
  datasource?: Target['datasource'];
  query: string | { field: string };
  current: { text: unknown; value: unknown };
}

interface Dashboard {
  uid: string;
  title: string;
  description: string;
  links: { type: string; url: string; includeVars: boolean; keepTime: boolean }[];
  templating: { list: Variable[] };
  panels: Panel[];
}

const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const dashboards = names.map((name) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Dashboard);
const each = dashboards.map((dashboard) => [dashboard.uid, dashboard] as const);

/** Variables that Grafana has in each dashboard. */
const BUILT_IN = /^__(interval|range|rate_interval|to|from)$/;
const PLUGINS: Readonly<Record<string, string>> = { ds: 'tokentrail-usage-datasource', metrics: 'prometheus' };

function variablesIn(text: string): string[] {
  return [...text.matchAll(/\$(?:\{(\w+)|(\w+))/g)].map(([, braced, plain]) => braced ?? plain ?? '');
}

test('there are five dashboards, each with a uid, a title and a description of its own', () => {
  expect(dashboards).toHaveLength(5);
  for (const values of [dashboards.map(({ uid }) => uid), dashboards.map(({ title }) => title)]) {
    expect(new Set(values).size).toBe(5);
  }
  // Grafana's limit.
  expect(dashboards.filter(({ uid }) => !/^tokentrail-[a-z-]{1,29}$/.test(uid))).toEqual([]);
  expect(dashboards.filter(({ description }) => !description.endsWith('.'))).toEqual([]);
});

describe.each(each)('%s', (_uid, { panels, templating, links }) => {
  test('has panels with an id, a short title and a description, which do not overlap', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ title }) => title === '' || title.length > 30)).toEqual([]);
    expect(panels.filter(({ description }) => !description.endsWith('.'))).toEqual([]);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => !Number.isInteger(w) || x + w > 24)).toEqual([]);
  });

  test('queries the data sources of its variables', () => {
    const references = panels.flatMap(({ datasource, targets }) => [
      datasource,
      ...targets.map((target) => target.datasource),
    ]);
    for (const { type, uid } of references) {
      expect(type).toBe(PLUGINS[/^\$\{(\w+)\}$/.exec(uid)?.[1] ?? '']);
    }
  });

  test('gives every target of a panel its own refId, and its query a type', () => {
    for (const { targets } of panels) {
      expect(targets.length).toBeGreaterThan(0);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
    const queries = panels.flatMap(({ targets }) => targets);
    expect(queries.filter(({ queryType, expr }) => (queryType === undefined) === (expr === undefined))).toEqual([]);
  });

  test('uses the variables that it has, and has those that it uses', () => {
    const used = panels.flatMap(({ targets }) => targets.flatMap((target) => variablesIn(JSON.stringify(target))));
    const own = used.filter((name) => !BUILT_IN.test(name));
    expect(new Set(own)).toEqual(new Set(templating.list.map(({ name }) => name)));
  });

  test('names its variables like the filters of the usage log', () => {
    const fields = templating.list.filter(({ type }) => type === 'query');
    expect(fields.filter(({ name, query }) => typeof query === 'string' || query.field !== name)).toEqual([]);
    expect(fields.map(({ name }) => name).filter((name) => !(name in TEXT_FIELDS))).toEqual([]);
  });

  test('links to the pages and the other dashboards with range and variables', () => {
    expect(links.map(({ url }) => url)).toEqual([
      '/a/tokentrail-llmusage-app/requests',
      '/a/tokentrail-llmusage-app/stats',
      '',
    ]);
    expect(links.filter(({ includeVars, keepTime }) => !includeVars || !keepTime)).toEqual([]);
  });

  test('computes no money with functions that extrapolate', () => {
    const expressions = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr ?? []));
    expect(expressions.filter((expr) => /(increase|rate)\((tokentrail_cost|tokentrail_calls)/.test(expr))).toEqual([]);
    // Viewers may not see margins, which the difference of paid and charged shows.
    expect(expressions.filter((expr) => expr.includes('cost_paid'))).toEqual([]);
  });
});

test('the variables of data sources name the provisioned ones', () => {
  const provisioned = ['tokentrail', 'prometheus'].flatMap((name) => {
    const file = readFileSync(join(PROVISIONING, 'datasources', `${name}.yaml`), 'utf8');
    return (parse(file) as { datasources: { type: string; uid: string; name: string }[] }).datasources;
  });
  for (const { templating } of dashboards) {
    const variables = templating.list.filter(({ type }) => type === 'datasource');
    expect(variables.map(({ query, current }) => [query, current.value, current.text])).toEqual(
      provisioned.map(({ type, uid, name }) => [type, uid, name]),
    );
  }
});
