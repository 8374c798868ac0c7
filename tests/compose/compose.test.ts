import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  AUTH_CONFIG_FILE,
  COLLECTOR_CONFIG_FILES,
  collectorConfigPath,
  collectorEnvironment,
} from '@tokentrail/collector-config';
import { parse } from 'yaml';
import { PORTS } from '../../cli/src/up/ports.ts';
import { GRAFANA_VARIABLES } from '../../provisioning/src/grafana.ts';

/**
 * Compares the containers with the native start. No container engine is needed: only their configuration is compared.
 */

interface Service {
  image: string;
  build?: { context?: string; dockerfile_inline: string };
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  ports?: string[];
  healthcheck?: { test: string[] };
  user?: string;
  privileged?: boolean;
  network_mode?: string;
  pid?: string;
  cap_drop?: string[];
  cap_add?: string[];
  security_opt?: string[];
  read_only?: boolean;
  tmpfs?: string[];
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}

/** The native configuration with a token, which `npm start` always sets. */
const CONFIG_FILES = [...COLLECTOR_CONFIG_FILES, AUTH_CONFIG_FILE];

const root = fileURLToPath(new URL('../../', import.meta.url));
const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(composeText) as Compose;
const services = Object.entries(compose.services);

function service(name: string): Service & Required<Pick<Service, 'environment' | 'volumes'>> {
  const found = compose.services[name];
  assert.ok(found, `a service ${name}`);
  return { environment: {}, volumes: [], ...found };
}

/** Folders and files of this repository that a service mounts: source → target. */
function mounts(name: string): Map<string, string> {
  const own = service(name).volumes.filter((volume) => volume.startsWith('./'));
  return new Map(own.map((volume) => volume.split(':') as [string, string]));
}

/** Sections of an ini file. */
function ini(content: string): Record<string, Record<string, string>> {
  const sections: Record<string, Record<string, string>> = {};
  let current: Record<string, string> = {};
  for (const line of content.split('\n').filter((one) => /^[^#;]/.test(one))) {
    const header = /^\[(.+)\]$/.exec(line.trim())?.[1];
    const [, key, value] = /^(\w+) = (.*)$/.exec(line) ?? [];
    if (header !== undefined) {
      current = sections[header] = {};
    } else if (key !== undefined) {
      current[key] = value ?? '';
    }
  }
  return sections;
}

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

test('every secret is required, and none is in the file', () => {
  for (const [name, { environment = {} }] of services) {
    for (const [variable, value] of Object.entries(environment)) {
      if (/PASSWORD|SECRET|TOKEN$/.test(variable)) {
        assert.match(value, /^\$\{\w+:\?.+\}$/, `${name}: ${variable}`);
      }
    }
  }
  assert.match(text('.gitignore'), /^\.env$/m);
});

test('every port is published only on loopback, at the native port', () => {
  const native = Object.fromEntries(Object.values(PORTS).map((port) => [port.variable, String(port.default)]));
  const published = services.flatMap(([, { ports = [] }]) => ports);
  assert.ok(published.length >= 5);
  for (const port of published) {
    const [, variable = '', fallback] = /^127\.0\.0\.1:\$\{(\w+):-(\d+)\}:\d+$/.exec(port) ?? [];
    assert.equal(fallback, native[variable], port);
  }
});

test('every service has no capabilities and cannot gain any', () => {
  assert.ok(services.length >= 6);
  for (const [name, definition] of services) {
    assert.deepEqual(definition.cap_drop, ['ALL'], name);
    assert.equal(definition.cap_add, undefined, name);
    assert.deepEqual(definition.security_opt, ['no-new-privileges:true'], name);
    assert.equal(definition.privileged ?? false, false, name);
    // The network of another service, never the host's.
    assert.match(definition.network_mode ?? '', /^(?:service:[a-z]+)?$/, name);
    assert.equal(definition.pid, undefined, name);
  }
});

test('no service can write to its image, only to its volume and to tmpfs', () => {
  for (const [name, { read_only, volumes = [] }] of services) {
    assert.equal(read_only, true, name);
    for (const volume of volumes.filter((source) => source.startsWith('.') || source.startsWith('/'))) {
      assert.match(volume, /:ro$/, `${name}: ${volume}`);
    }
    assert.ok(!volumes.some((volume) => volume.includes('docker.sock')), name);
  }
});

test('no service runs as root: an image that would do so gets an account', () => {
  // Grafana's and Prometheus' images define an account of their own (472, `nobody`).
  const own = ['grafana', 'prometheus', 'history-metrics'];
  const built = /^USER (\d+)$/m.exec(service('collector').build?.dockerfile_inline ?? '')?.[1];
  assert.equal(built, '10001');
  for (const [name, { user }] of services.filter(([name]) => name !== 'collector' && !own.includes(name))) {
    assert.match(user ?? 'root', /^(node|101:101)$/, name);
  }
});

test('the entry point of ClickHouse writes only to a tmpfs of its account', () => {
  const { tmpfs = [] } = service('clickhouse');
  const folders = new Map(tmpfs.map((entry) => entry.split(':') as [string, string | undefined]));
  for (const folder of ['/var/log/clickhouse-server', '/etc/clickhouse-server/users.d']) {
    assert.equal(folders.get(folder), 'uid=101,gid=101,mode=0750', folder);
  }
  assert.ok(folders.has('/tmp'));
});

test('Grafana serves only the host name under which it is published, and redirects to its published port', () => {
  const { server } = ini(text('provisioning/grafana.ini'));
  assert.deepEqual(server, { domain: '127.0.0.1', enforce_domain: 'true' });
  const { environment, ports = [] } = service('grafana');
  const [, published] = /^127\.0\.0\.1:(\$\{.+\}):3000$/.exec(ports[0] ?? '') ?? [];
  assert.equal(environment['GF_SERVER_ROOT_URL'], `http://${server?.['domain']}:${published}/`);
});

test('every image is pinned by a tag', () => {
  const built = services.flatMap(([, { build }]) => build?.dockerfile_inline.match(/(?<=^FROM )\S+/gm) ?? []);
  for (const image of [...services.map(([, { image }]) => image), ...built]) {
    assert.match(image, /:v?\d+\.\d+/, image);
  }
});

test('every service that others wait for or people open has a healthcheck', () => {
  const without = services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name);
  assert.deepEqual(without, ['traffic', 'outside', 'history', 'history-metrics']);
});

test('every mounted file is in the repository or built, and every volume is declared', () => {
  const built = ['./grafana-plugin/dist', './node_modules'];
  for (const [name, { volumes = [] }] of services) {
    for (const source of [...mounts(name).keys()].filter((path) => !built.includes(path))) {
      assert.ok(existsSync(join(root, source)), `${name} mounts ${source}`);
    }
    const named = volumes.filter((volume) => !volume.startsWith('.')).map((volume) => volume.split(':')[0] ?? '');
    assert.deepEqual(
      named.filter((volume) => !(volume in compose.volumes)),
      [],
    );
  }
});

test('the collector gets the same files as natively, in the same order', () => {
  const { command = [] } = service('collector');
  const configFiles = command.map((argument) => argument.replace('--config=', ''));
  assert.deepEqual(
    configFiles.map((path) => basename(path)),
    CONFIG_FILES,
  );
  const mounted = mounts('collector');
  assert.deepEqual(
    CONFIG_FILES.map((name) => mounted.get(`./collector-config/${name}`)),
    configFiles,
  );
});

test('the collector is built from its manifest with the builder of the same version', () => {
  const { dist } = parse(text('collector-config/manifest.yaml')) as { dist: { version: string; name: string } };
  const { build, image } = service('collector');
  const steps = build?.dockerfile_inline ?? '';
  assert.ok(image.startsWith(`tokentrail-collector:${dist.version}`));
  assert.equal(build?.context, './collector-config');
  assert.ok(steps.includes(`builder@v${dist.version} --config=manifest.yaml`));
  assert.ok(steps.includes(`/${dist.name}"]`));
  const copied = [...steps.matchAll(/^COPY (?!--from)(\S+)/gm)].map(([, path]) => path ?? '');
  assert.deepEqual(copied, ['manifest.yaml', 'request-limits', 'sanitizer']);
  for (const path of copied) {
    assert.ok(existsSync(join(root, 'collector-config', path)), path);
  }
});

test('the gateway sends the token that the collector requires', () => {
  const [required, sent] = [service('collector'), service('gateway')].map(
    ({ environment }) => environment['TOKENTRAIL_OTLP_TOKEN'],
  );
  assert.ok(required);
  assert.equal(sent, required);
});

test("every variable in the collector's files is set in both starts", async () => {
  const files = CONFIG_FILES.map((name) => readFileSync(collectorConfigPath(name), 'utf8')).join('\n');
  const read = [...files.matchAll(/\$\{env:(\w+)(:-)?/g)];
  const required = [
    ...new Set(read.filter(([, , hasDefault]) => hasDefault === undefined).map(([, name]) => name ?? '')),
  ];
  const all = new Set(read.map(([, name]) => name ?? ''));
  const inCompose = Object.keys(service('collector').environment);
  const native = await collectorEnvironment(
    {
      TOKENTRAIL_LEDGER_ENDPOINT: '',
      TOKENTRAIL_LEDGER_USER: '',
      TOKENTRAIL_LEDGER_PASSWORD: '',
      TOKENTRAIL_TRACES_ENDPOINT: '',
      TOKENTRAIL_TRACES_USER: '',
      TOKENTRAIL_TRACES_PASSWORD: '',
      TOKENTRAIL_OTLP_TOKEN: '',
    },
    '/data',
  );
  assert.ok(required.length >= 10);
  for (const name of required) {
    assert.ok(inCompose.includes(name), `${name} in compose`);
    assert.ok(name in native, `${name} natively`);
  }
  assert.deepEqual(
    [...inCompose, ...Object.keys(native)].filter((name) => !all.has(name)),
    [],
  );
});

test('Grafana gets the same provisioning folder and settings, and every variable in them, in both starts', () => {
  const { environment } = service('grafana');
  const folder = mounts('grafana').get('./provisioning');
  assert.equal(environment['GF_PATHS_PROVISIONING'], folder);
  assert.equal(environment['GF_PATHS_CONFIG'], `${folder}/grafana.ini`);
  const files = readdirSync(join(root, 'provisioning'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$|\.ini$/.test(name) && !name.startsWith('prometheus'))
    .map((name) => text(join('provisioning', name)));
  const settings = files.join('\n').replaceAll(/^\s*#.*$/gm, '');
  const read = new Set([...settings.matchAll(/\$(?:__env\{)?([A-Z]\w+)/g)].map(([, name]) => name ?? ''));
  assert.deepEqual([...read].filter((name) => name !== 'GF_PATHS_PROVISIONING').sort(), [...GRAFANA_VARIABLES].sort());
  assert.deepEqual(
    [...read].filter((name) => !(name in environment)),
    [],
  );
});

test('Grafana may load each nested plugin of the app unsigned', () => {
  const plugins = readdirSync(join(root, 'grafana-plugin/src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => basename(name) === 'plugin.json')
    .map((name) => (JSON.parse(text(join('grafana-plugin/src', name))) as { id: string }).id);
  const allowed = /^allow_loading_unsigned_plugins = (.*)$/m.exec(text('provisioning/grafana.ini'))?.[1]?.split(',');
  assert.deepEqual([...(allowed ?? [])].sort(), plugins.sort());
  assert.equal(mounts('grafana').get('./grafana-plugin/dist'), '/plugins/tokentrail-llmusage-app');
});

test('the server gets the SQL of the embedded engine, and a password for each account', () => {
  const mounted = mounts('clickhouse');
  const init = text('clickhouse/server-init.sh');
  for (const name of ['ledger.sql', 'traces.sql', 'accounts.sql']) {
    assert.equal(mounted.get(`./clickhouse/${name}`), `/tokentrail/${name}`);
    assert.ok(init.includes(`--queries-file /tokentrail/${name}`), name);
  }
  const parameters = [...text('clickhouse/accounts.sql').matchAll(/\{(\w+):String\}/g)].map(([, name]) => name ?? '');
  assert.equal(parameters.length, 7);
  for (const parameter of parameters) {
    const [, variable = ''] = new RegExp(`--param_${parameter}="\\$(\\w+)"`).exec(init) ?? [];
    assert.ok(variable in service('clickhouse').environment, parameter);
  }
});

test('Prometheus scrapes the port on which the collector listens', () => {
  const config = parse(text('provisioning/prometheus.yml')) as {
    scrape_configs: { honor_labels?: boolean; static_configs: { targets: string[] }[] }[];
  };
  const { environment } = service('collector');
  const targets = config.scrape_configs.flatMap((job) => job.static_configs.flatMap(({ targets: hosts }) => hosts));
  const port = (listen = '') => listen.replace(/.*:/, '');
  assert.deepEqual(targets, [
    `collector:${port(environment['TOKENTRAIL_METRICS_LISTEN'])}`,
    `collector:${environment['TOKENTRAIL_SELF_METRICS_PORT']}`,
  ]);
  assert.equal(config.scrape_configs[0]?.honor_labels, true);
  assert.equal(mounts('prometheus').get('./provisioning/prometheus.yml'), '/etc/prometheus/prometheus.yml');
  assert.equal(mounts('prometheus').get('./provisioning/prometheus-rules.yml'), '/etc/prometheus/prometheus-rules.yml');
});

for (const [name, file, host] of [
  ['gateway', 'gateway-example.ts', 'GATEWAY_HOST'],
  ['service', 'service-example.ts', 'SERVICE_HOST'],
] as const) {
  test(`the ${name} starts as natively, with the same variables`, () => {
    const native = text(`cli/src/up/${file}`);
    const { environment, command = [] } = service(name);
    const natively = [...native.matchAll(/^\s+([A-Z][A-Z_]+):/gm)].map(([, variable]) => variable ?? '');
    assert.deepEqual(
      Object.keys(environment)
        .filter((variable) => variable !== host)
        .sort(),
      natively.sort(),
    );
    for (const argument of command.slice(1)) {
      assert.ok(native.includes(`'${argument}'`), argument);
    }
  });
}

test('the example history gets every variable that it reads, and Prometheus gets its metrics', () => {
  const program = text('examples/history/src/main.ts');
  const read = [...program.matchAll(/(?:required\(|process\.env\[)'(\w+)'/g)].map(([, name]) => name ?? '');
  const { environment, volumes } = service('history');
  assert.ok(read.length >= 6);
  assert.deepEqual(Object.keys(environment).sort(), [...new Set(read)].sort());
  for (const name of read) assert.ok(text('cli/src/up/example-history.ts').includes(name), name);
  const [volume, home = ''] = volumes[0]?.split(':') ?? [];
  const importer = compose.services['history-metrics'];
  const [written, data] = [environment['HISTORY_METRICS_DIR']?.replace(home, '/history'), '/prometheus'];
  assert.deepEqual(importer?.entrypoint, ['/bin/sh', '/import-metrics.sh', written, data]);
  assert.deepEqual(importer?.volumes?.slice(0, 2), [`${volume}:/history`, `prometheus:${data}`]);
  assert.equal(importer?.image, service('prometheus').image);
  assert.equal(mounts('history-metrics').get('./examples/history/import-metrics.sh'), '/import-metrics.sh');
});
