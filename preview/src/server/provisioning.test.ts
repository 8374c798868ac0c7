import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expandEnvironment } from './environment.ts';
import { readProvisioning } from './provisioning.ts';

describe('expandEnvironment', () => {
  const env = { NAME: 'value', EMPTY: '' };

  it.each([
    ['$NAME', 'value'],
    ['a${NAME}b', 'avalueb'],
    ['$__env{NAME}', 'value'],
    ['$EMPTY|$UNSET|${UNSET}', '||'],
    ['$$NAME', '$NAME'],
    ['no variable, 5 $', 'no variable, 5 $'],
  ])('%s becomes "%s"', (text, expected) => {
    expect(expandEnvironment(text, env)).toBe(expected);
  });
});

describe('readProvisioning', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'provisioning-test-'));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };

  beforeAll(() => {
    write(
      'datasources/one.yaml',
      'datasources:\n  - {name: One, uid: one, type: some-datasource, jsonData: {n: 5, db: $DB}, secureJsonData: {url: "$URL", other: $NONE}}\n',
    );
    write('datasources/two.yml', 'datasources:\n  - {name: Two, type: prometheus, url: $URL}\n');
    write('datasources/README.md', 'not YAML: [');
    write('plugins/app.yaml', 'apps:\n  - {type: some-app, jsonData: {a: 1}}\n');
    write('dashboards/deep/one.json', '{"uid": "d1", "title": "$URL stays"}');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = () => readProvisioning(folder, { DB: 'tokentrail', URL: 'http://store:1' });

  it('replaces variables in URLs and secrets and keeps numbers unchanged', () => {
    expect(read().dataSources[0]).toMatchObject({
      uid: 'one',
      jsonData: { n: 5, db: 'tokentrail' },
      secureJsonData: { url: 'http://store:1', other: '' },
    });
  });

  it('generates missing uids and makes the first data source the default', () => {
    expect(read().dataSources.map(({ uid, isDefault }) => [uid, isDefault])).toEqual([
      ['one', true],
      ['two', false],
    ]);
  });

  it('reads app settings, and dashboards without changes', () => {
    expect(read().apps.get('some-app')).toEqual({ jsonData: { a: 1 }, secureJsonData: {} });
    expect(read().dashboards).toEqual([{ uid: 'd1', title: '$URL stays' }]);
  });

  it('is empty if the folder is missing', () => {
    expect(readProvisioning(path.join(folder, 'none'), {}).dataSources).toEqual([]);
  });
});
