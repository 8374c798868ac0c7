/** The files of examples/deploy, without an engine or a cluster. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { AUTH_CONFIG_FILE, COLLECTOR_CONFIG_FILES } from '@tokentrail/collector-config';
import { parse, parseAllDocuments } from 'yaml';
import { GRAFANA_VARIABLES } from '../../provisioning/src/grafana.ts';
import { checkCollectorConfig } from './check-collector.ts';
import { checkManifests } from './check-kubernetes.ts';
import { ROOT } from './markdown.ts';

const DEPLOY = join(ROOT, 'examples', 'deploy');
const KUBERNETES = join(DEPLOY, 'kubernetes');
const text = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');
const manifestsOf = (yaml: string) =>
  parseAllDocuments(yaml).map((document) => document.toJS() as Record<string, unknown>);

interface Compose {
  services: Record<string, { command?: string[]; profiles?: string[]; environment?: Record<string, string> }>;
}

interface Container {
  args?: string[];
  env?: { name: string }[];
}

const files = readdirSync(KUBERNETES).filter((name) => name !== 'kustomization.yaml');
const manifests = files.flatMap((name) => manifestsOf(readFileSync(join(KUBERNETES, name), 'utf8')));

function containerOf(kind: string, name: string): Container {
  const found = manifests.find((one) => one['kind'] === kind && (one['metadata'] as { name: string }).name === name);
  return (found?.['spec'] as { template: { spec: { containers: [Container] } } }).template.spec.containers[0];
}

test("the manifests have only fields of Kubernetes' API, and all required ones", () => {
  assert.ok(manifests.length >= 8);
  assert.deepEqual(checkManifests(manifests), []);
});

test('a field that Kubernetes does not know is found', () => {
  const [problem, ...others] = checkManifests([{ apiVersion: 'v1', kind: 'Service', spec: { portz: [] } }]);
  assert.match(String(problem), /'"portz"' does not exist in type 'ServiceSpec'/);
  assert.deepEqual(others, []);
});

test('kustomize builds them with the configuration of this repository', (t) => {
  const command = ['kustomize', '--load-restrictor', 'LoadRestrictionsNone', KUBERNETES];
  const built = spawnSync('kubectl', command, { encoding: 'utf8' });
  if (built.error !== undefined) return t.skip('kubectl is not installed');
  assert.equal(built.status, 0, built.stderr);
  const all = manifestsOf(built.stdout);
  assert.deepEqual(checkManifests(all.filter(({ kind }) => kind !== 'ConfigMap')), []);
  for (const { data } of all.filter(({ kind }) => kind === 'ConfigMap')) {
    // What the API server accepts.
    assert.ok(JSON.stringify(data).length < 1_000_000);
  }
});

test('the pods have the files and variables of the native start', () => {
  const configs = [...COLLECTOR_CONFIG_FILES, AUTH_CONFIG_FILE].map((name) => `--config=/etc/tokentrail/${name}`);
  assert.deepEqual(containerOf('StatefulSet', 'collector').args, configs);
  const secrets = /PASSWORD|GRAFANA/;
  const expected = GRAFANA_VARIABLES.filter((name) => !secrets.test(name));
  const given = containerOf('Deployment', 'grafana').env?.map(({ name }) => name) ?? [];
  assert.deepEqual(
    expected.filter((name) => !given.includes(name)),
    [],
  );
});

test('the production file of Compose starts no examples and adds TLS to the collector', () => {
  const base = parse(text('docker-compose.yml')) as Compose;
  const own = parse(text('examples', 'deploy', 'compose.production.yml'), { logLevel: 'silent' }) as Compose;
  const services = Object.entries(own.services);
  assert.deepEqual(
    services.map(([name]) => name).filter((name) => base.services[name] === undefined),
    [],
  );
  const started = Object.keys(base.services).filter((name) => own.services[name]?.profiles === undefined);
  assert.deepEqual(started.sort(), ['clickhouse', 'collector', 'grafana', 'prometheus']);
  const command = base.services['collector']?.command ?? [];
  assert.deepEqual(own.services['collector']?.command, [...command, '--config=/etc/tokentrail/tls.yaml']);
});

test('Docker Compose reads both files', (t) => {
  if (spawnSync('docker', ['compose', 'version']).status !== 0) return t.skip('Docker Compose is not installed');
  const names = [...text('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name = '']) => [name, 'x']);
  const env = { ...process.env, TOKENTRAIL_HOST: 'grafana.example', ...(Object.fromEntries(names) as object) };
  const command = [
    'compose',
    '-f',
    'docker-compose.yml',
    '-f',
    'examples/deploy/compose.production.yml',
    'config',
    '-q',
  ];
  const { status, stderr } = spawnSync('docker', command, { cwd: ROOT, env, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('the collector accepts the TLS settings', async () => {
  assert.deepEqual(await checkCollectorConfig(text('examples', 'deploy', 'collector-tls.yaml')), []);
});
