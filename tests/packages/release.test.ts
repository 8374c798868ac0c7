/** What `npm run release:pack` writes, and the workflow that publishes it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/build.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';

const RELEASE = join(ROOT, 'release');
const WORKFLOW = join(ROOT, '.github/workflows/release.yml');
const ID = 'tokentrail-llmusage-app';
/** Elements and attributes that the catalog's validator accepts in an SVG; scripts and links are not among them. */
const UNSAFE_SVG = /<(script|foreignObject|iframe|a|image|use|animate|set)\b|\son\w+=|href=|javascript:/i;
/** Code that the catalog's rules reject in the sources of a plugin. */
const REJECTED_CODE =
  /window\.(grafanaBootData|grafanaRuntime|__grafanaSceneContext)|(?<![\w.'])(alert|confirm|prompt)\(|\/api\/ds\/query|import ['"][^'"]+\.s?css['"]|<Global\b|console\.(log|info|table|time)|window\.location\.(href|search)|@ts-(ignore|expect-error)|\bgf-form\b/;

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  version: string;
  scripts: Record<string, string>;
};
const archive = `${ID}-${manifest.version}.zip`;
const folder = mkdtempSync(join(tmpdir(), 'tokentrail-release-'));
const plugin = join(folder, ID);
const read = (path: string) => readFileSync(join(plugin, path), 'utf8');

interface PluginJson {
  id: string;
  type: string;
  backend?: boolean;
  executable?: string;
  info: { version: string; updated: string; logos: Record<string, string>; screenshots?: { path: string }[] };
  includes?: { type: string; path: string }[];
  dependencies: { grafanaDependency: string };
}

before(() => {
  execFileSync(process.execPath, ['scripts/release/pack.ts'], { cwd: ROOT });
  execFileSync('unzip', ['-q', join(RELEASE, archive), '-d', folder]);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1));
}

test('the archive of the plugin has one folder, named by its id, with everything that the catalog requires', () => {
  assert.deepEqual(readdirSync(folder), [ID]);
  const files = filesIn(plugin);
  for (const required of ['plugin.json', 'module.js', 'module.js.map', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
    assert.ok(files.includes(required), `${required} is missing`);
  }
  // A signature's MANIFEST.txt is added only when a release is signed.
  assert.deepEqual(
    files.filter((file) => /(^|\/)(node_modules|dist|src|\.config)\/|\.(ts|tsx|css|scss|go|exe)$|gpx_/.test(file)),
    [],
  );
  assert.match(read('CHANGELOG.md'), new RegExp(`^## ${manifest.version}`, 'm'));
  assert.doesNotMatch(read('README.md'), /<!--|create-plugin|\b(yarn|nodejs|npm)\b/i);
});

test('the app and its nested plugins have valid metadata, and every file that it names', () => {
  const found = filesIn(plugin).filter((file) => /(^|\/)plugin\.json$/.test(file));
  assert.equal(found.length, 4);
  const ranges = new Set<string>();
  for (const file of found) {
    const at = (path: string) => join(dirname(file), path);
    const { id, type, backend, executable, info, includes = [], dependencies } = JSON.parse(read(file)) as PluginJson;
    ranges.add(dependencies.grafanaDependency);
    assert.match(id, new RegExp(`^[0-9a-z]+-[0-9a-z]+-${type}$`), file);
    assert.equal(backend ?? executable, undefined, `${file} has no backend`);
    assert.equal(info.version, manifest.version, file);
    assert.match(info.updated, /^20\d\d-\d\d-\d\d$/, file);
    assert.doesNotMatch(read(file), /%[A-Z_]+%/, `${file} has a placeholder`);
    assert.ok(existsSync(join(plugin, at('module.js.map'))), at('module.js.map'));
    for (const path of [...Object.values(info.logos), ...(info.screenshots ?? []).map((shot) => shot.path)]) {
      assert.match(path, /^[a-z]/, `${file}: ${path}`);
      assert.ok(existsSync(join(plugin, at(path))), at(path));
    }
    for (const included of includes.filter((entry) => entry.type !== 'page')) {
      assert.ok(found.includes(at(included.path)), at(included.path));
    }
  }
  assert.deepEqual([...ranges].length, 1, 'all plugins need the same versions of Grafana');
});

test('pictures are safe, and the code has nothing that the rules of the catalog reject', () => {
  for (const file of filesIn(plugin).filter((path) => path.endsWith('.svg'))) {
    assert.doesNotMatch(read(file), UNSAFE_SVG, file);
  }
  const sources = join(ROOT, 'grafana-plugin/src');
  const rejected = filesIn(sources)
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.|testing\//.test(path))
    .filter((path) => REJECTED_CODE.test(readFileSync(join(sources, path), 'utf8')));
  assert.deepEqual(rejected, []);
  const bundled = filesIn(plugin).filter((path) => path.endsWith('.js'));
  assert.deepEqual(
    bundled.filter((path) => /google-analytics|googletagmanager|hotjar|segment\.com|mixpanel/.test(read(path))),
    [],
  );
});

test('each package and the archive have a bill of materials of what they contain', () => {
  const bills = readdirSync(RELEASE).filter((file) => file.endsWith('.cdx.json'));
  const packed = readdirSync(RELEASE).filter((file) => /\.(tgz|zip)$/.test(file));
  assert.deepEqual(bills, packed.map((file) => `${file}.cdx.json`).sort());
  const componentsOf = (file: string | undefined) => {
    const bill = JSON.parse(readFileSync(join(RELEASE, `${file}.cdx.json`), 'utf8')) as {
      specVersion: string;
      components: { name: string; purl: string; hashes?: { content: string }[]; licenses?: object[] }[];
    };
    assert.equal(bill.specVersion, '1.5');
    for (const { name, hashes, licenses } of bill.components.filter((part) => !part.name.startsWith('@tokentrail/'))) {
      assert.match(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/, name);
      assert.equal(licenses?.length, 1, name);
    }
    return bill.components.map(({ name }) => name);
  };
  const of = (part: string) => componentsOf(packed.find((file) => file.includes(part)));
  assert.deepEqual(
    ['@opentelemetry/otlp-transformer', '@tokentrail/prices', 'require-in-the-middle', 'yaml'].filter(
      (name) => !of('instrumentation').includes(name),
    ),
    [],
  );
  assert.ok(of('cli').includes('commander'));
  assert.ok(of(ID).includes('diff') && !of(ID).includes('@grafana/ui'), 'Grafana supplies its own libraries');
});

test('every file of the release has its checksum', () => {
  const sums = readFileSync(join(RELEASE, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const expected = readdirSync(RELEASE).filter((file) => file !== 'SHA256SUMS');
  assert.deepEqual(
    sums.map((line) => line.slice(66)),
    expected.sort(),
  );
  for (const line of sums) {
    const digest = createHash('sha256')
      .update(readFileSync(join(RELEASE, line.slice(66))))
      .digest('hex');
    assert.equal(line.slice(0, 64), digest);
  }
});

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<
    string,
    { permissions: Record<string, string>; 'timeout-minutes': number; steps: { uses?: string; run?: string }[] }
  >;
}

test('the workflow of a release pins each action, and gives each job only the rights that it needs', () => {
  const text = readFileSync(WORKFLOW, 'utf8');
  const { permissions, jobs } = parse(text) as Workflow;
  assert.deepEqual(permissions, { contents: 'read' });
  assert.deepEqual(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions])), {
    build: { contents: 'read', 'id-token': 'write', attestations: 'write' },
    draft: { contents: 'write' },
    npm: { 'id-token': 'write' },
  });
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
  assert.ok(actions.length >= 7);
  for (const action of actions) {
    assert.match(action, /^actions\/[a-z-]+@[0-9a-f]{40}$/);
    assert.match(text, new RegExp(`${action} # v\\d+\\.\\d+\\.\\d+\\n`));
  }
  // Expressions in a script would be replaced by text that others may choose, such as the name of a branch.
  for (const { run = '' } of steps) {
    assert.doesNotMatch(run, /\$\{\{/);
    for (const [, script = ''] of run.matchAll(/npm run ([\w:]+)/g)) assert.ok(manifest.scripts[script], script);
  }
});

test(
  'actionlint finds nothing in the workflow',
  { skip: findOnPath('actionlint') === null && 'there is no actionlint on the PATH' },
  () => {
    execFileSync('actionlint', [WORKFLOW], { stdio: 'pipe' });
  },
);
