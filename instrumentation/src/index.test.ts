import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};

test.each(['register.ts', 'index.ts'])(
  '%s imports no package, so a package that is not installed cannot end the app',
  async (entry) => {
    const { metafile } = await build({
      entryPoints: [join(__dirname, entry)],
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: Object.keys(manifest.dependencies),
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    const loaded = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
    const packages = loaded.map(({ path }) => path).filter((path) => !isBuiltin(path));
    expect(packages).toEqual([]);
  },
);

test('packages loaded later are dependencies', () => {
  const files = ['../../packages/pricing/src/snapshot/index.ts', 'sdks/hooks/patch-modules.ts'];
  const sources = files.map((file) => readFileSync(join(__dirname, file), 'utf8')).join('');
  const required = [...sources.matchAll(/createRequire\(import\.meta\.url\)\('([^']+)'\)/g)].map(([, name]) => name);
  expect(required).toEqual(Object.keys(manifest.dependencies));
});

test('the peer dependency accepts the oldest and the newest API that the test apps install', () => {
  expect(manifest.peerDependencies).toEqual({ '@opentelemetry/api': '^1.9.0' });
  const installedIn = (app: string) =>
    (JSON.parse(readFileSync(join(__dirname, '../../tests', app, 'package.json'), 'utf8')) as typeof manifest)
      .dependencies['@opentelemetry/api'];
  expect([installedIn('app-sdk-2'), installedIn('app-openai-7')]).toEqual(['1.9.0', '1.10.0']);
});
