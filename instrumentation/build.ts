/**
 * Builds `dist`. The code is one CommonJS file; ESM entries re-export it, so that a process that uses both has it once. Private
 * packages and OpenTelemetry's are bundled, dependencies of package.json are not.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isBuiltin } from 'node:module';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { bundledPackages, thirdPartyLicenses } from '../scripts/bundled-packages.ts';
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

/** Node's own modules, without the `require` that an ESM bundle of an app lacks. Node.js before 22.3 has only that one. */
const BUILTIN_MODULES: Plugin = {
  name: 'builtin-modules',
  setup: ({ onResolve, onLoad }) => {
    const namespace = 'builtin';
    onResolve({ filter: /.*/ }, ({ path, namespace: from }) => {
      if (!isBuiltin(path)) return undefined;
      return from === namespace ? { path, external: true } : { path, namespace };
    });
    onLoad({ filter: /.*/, namespace }, ({ path }) => {
      const name = JSON.stringify(path);
      return { contents: `module.exports = process.getBuiltinModule?.(${name}) ?? require(${name});` };
    });
  },
};

/** The address of this file. An ESM bundle of an app has no `__filename`; the address of its program takes its place. */
const FILE_ADDRESS =
  'const __importMetaUrl = (process.getBuiltinModule?.("node:url") ?? require("node:url")).pathToFileURL(' +
  'typeof __filename === "string" ? __filename : process.argv[1] ?? `${process.cwd()}/`).href;';

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
  banner: { js: FILE_ADDRESS },
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
  build({ ...COMMON, entryPoints: { index: source('index.ts') }, plugins: [BUILTIN_MODULES, REQUIRED_PRICES] }),
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
const bundled = bundledPackages(built);
write('THIRD-PARTY-LICENSES.txt', thirdPartyLicenses(bundled));
// For the bill of materials; not published.
write('bundled-packages.json', JSON.stringify(bundled));

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
