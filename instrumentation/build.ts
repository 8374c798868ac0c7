/** Builds `dist`: ESM, CommonJS and types for both. Private packages are bundled, public dependencies are not. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import ts from 'typescript';

const HERE = import.meta.dirname;
const ROOT = dirname(HERE);
const DIST = join(HERE, 'dist');
const source = (name: string) => join(HERE, 'src', name);

interface Manifest {
  dependencies: Record<string, string>;
}
const { dependencies } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as Manifest;

const COMMON: BuildOptions = {
  bundle: true,
  platform: 'node',
  // Older than the required Node, so that an older Node can still parse the code that reports its version.
  target: 'node18',
  outdir: DIST,
  // Only packages that are always installed with this one. Peer dependencies may be missing (yarn 1, npm with
  // --legacy-peer-deps), and `--import` of a package that cannot be loaded ends the app. `getMachineId` belongs to
  // OpenTelemetry's host detector, which is not in the build; esbuild would write its files, which run commands.
  external: [...Object.keys(dependencies), './getMachineId-*'],
  define: { PRICE_FILE_READER: '"./price-file.cjs"' },
  legalComments: 'none',
  logLevel: 'warning',
};

rmSync(DIST, { recursive: true, force: true });
await Promise.all([
  build({
    ...COMMON,
    entryPoints: {
      index: source('index.ts'),
      register: source('register.ts'),
      'esm-loader': source('sdks/hooks/esm-loader.ts'),
    },
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    chunkNames: 'chunk-[hash]',
  }),
  build({
    ...COMMON,
    entryPoints: { index: source('index.ts'), register: source('register.ts') },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // `import()` becomes `require`: Jest has none for CommonJS, and the exporter base uses it.
    supported: { 'dynamic-import': false },
    define: { ...COMMON.define, 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  }),
  build({
    ...COMMON,
    entryPoints: { 'price-file': join(ROOT, 'packages/pricing/src/file/index.ts') },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  }),
]);
writeTypes();

/**
 * Writes the types twice: TypeScript decides by the nearest package.json whether they are for `import` or `require`.
 */
function writeTypes(): void {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    strict: true,
    exactOptionalPropertyTypes: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    types: ['node'],
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: ROOT,
    // Resolves private packages to their sources, so that types are written for them. In node_modules they would be
    // skipped.
    paths: {
      '@tokentrail/pricing/*': [join(ROOT, 'packages/pricing/src/*/index.ts')],
      '@tokentrail/*': [join(ROOT, 'packages/*/src/index.ts')],
    },
    resolveJsonModule: true,
  };
  const program = ts.createProgram([source('index.ts')], options);
  const emitted = program.emit(undefined, (path, text) => {
    for (const kind of ['esm', 'cjs']) writeDeclaration(join(DIST, 'types', kind), path, text);
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (problems.length > 0) {
    console.error(
      ts.formatDiagnostics(problems, { ...ts.createCompilerHost(options), getCurrentDirectory: () => ROOT }),
    );
    process.exit(1);
  }
  for (const [kind, type] of [
    ['esm', 'module'],
    ['cjs', 'commonjs'],
  ] as const) {
    writeFileSync(join(DIST, 'types', kind, 'package.json'), `${JSON.stringify({ type })}\n`);
  }
}

function writeDeclaration(folder: string, path: string, text: string): void {
  const location = relative(ROOT, path);
  const file = join(folder, location);
  mkdirSync(dirname(file), { recursive: true });
  const up = relative(dirname(location), 'packages');
  const rewritten = text
    .replace(
      /(from |import\()(['"])@tokentrail\/([a-z-]+)\2/g,
      (_match, before, _quote, name) => `${before}'${up}/${name}/src/index.js'`,
    )
    .replace(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2');
  writeFileSync(file, rewritten);
}
