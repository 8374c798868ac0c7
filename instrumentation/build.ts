/**
 * Builds `dist`. The code is one CommonJS file; ESM entries re-export it, so that a process that uses both has it once. Private
 * packages and OpenTelemetry's are bundled, dependencies of package.json are not.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { thirdPartyLicenses } from '../scripts/third-party-licenses.ts';
import { writeTypes } from './build-types.ts';

const HERE = import.meta.dirname;
const ROOT = dirname(HERE);
const DIST = join(HERE, 'dist');
const source = (name: string) => join(HERE, 'src', name);
const write = (name: string, text: string) => writeFileSync(join(DIST, name), text);

interface Manifest {
  dependencies: Record<string, string>;
}
const { dependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as Manifest;

/** A literal `require`: bundlers follow it, so an app that bundles this package gets the public prices too. */
const REQUIRED_PRICES: Plugin = {
  name: 'required-prices',
  setup: ({ onLoad }) => {
    onLoad({ filter: /packages\/pricing\/src\/snapshot\/index\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      const contents = text.replace(/createRequire\(import\.meta\.url\)(?=\('@tokentrail\/prices'\))/, 'require');
      if (contents === text) throw new Error(`${path} does not load @tokentrail/prices as this build expects`);
      return { contents, loader: 'ts' };
    });
  },
};

const COMMON: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  // Older than the required Node, so that an older Node can still parse the code that reports its version.
  target: 'node18',
  outdir: DIST,
  // Only packages that are always installed with this one. Peer dependencies may be missing (yarn 1, npm with
  // --legacy-peer-deps), and `--import` of a package that cannot be loaded ends the app. `getMachineId` belongs to
  // OpenTelemetry's host detector, which is not in the build; esbuild would write its files, which run commands.
  external: [...Object.keys(dependencies), './getMachineId-*'],
  define: { PRICE_FILE_READER: '"./price-file.cjs"', 'import.meta.url': '__importMetaUrl' },
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  // `import()` becomes `require`: Jest has none for CommonJS, and the exporter base uses it.
  supported: { 'dynamic-import': false },
  // Names stay, so that a stack can be read.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

rmSync(DIST, { recursive: true, force: true });
const built = await Promise.all([
  build({ ...COMMON, entryPoints: { index: source('index.ts') }, plugins: [REQUIRED_PRICES] }),
  build({ ...COMMON, entryPoints: { 'price-file': join(ROOT, 'packages/pricing/src/file/index.ts') } }),
  build({
    ...COMMON,
    entryPoints: { 'esm-loader': source('sdks/hooks/esm-loader.ts') },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: {},
    define: {},
  }),
]);
const licenses = thirdPartyLicenses(
  built.map(({ metafile }) => metafile),
  ROOT,
);
write('THIRD-PARTY-LICENSES.txt', licenses);

const names = Object.keys((await import(pathToFileURL(join(DIST, 'index.cjs')).href)) as object);
const exported = names.filter((name) => name !== 'default' && name !== 'module.exports').sort();
write('index.mjs', `export { ${exported.join(', ')} } from './index.cjs';\n`);
write('register.cjs', "require('./index.cjs').registerTokenTrail();\n");
write('register.mjs', "import './register.cjs';\n");

writeTypes(ROOT, source('index.ts'), join(DIST, 'types'));
write('index.d.cts', "export * from './types/instrumentation/src/index.js';\n");
write('index.d.mts', "export * from './index.cjs';\n");
write('register.d.cts', 'export {};\n');
write('register.d.mts', 'export {};\n');
