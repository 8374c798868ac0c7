import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
};

test.each(['register.ts', 'index.ts'])(
  '%s imports no package: the packages installed with it cannot all be bundled',
  async (entry) => {
    expect(manifest.peerDependencies).toBeUndefined();
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
  const hooks = readFileSync(join(__dirname, 'sdks/hooks/patch-modules.ts'), 'utf8');
  const required = [...hooks.matchAll(/createRequire\(import\.meta\.url\)\('([^']+)'\)/g)].map(([, name]) => name);
  expect(required).toEqual(Object.keys(manifest.dependencies));
});
