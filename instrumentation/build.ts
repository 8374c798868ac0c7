/**
 * Builds `dist`: ESM and CommonJS, the private packages bundled in, public dependencies left out, and types for both.
 */
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
  // Old enough that a Node too old for us can still read the line that says so.
  target: 'node18',
  outdir: DIST,
  // Left out is only what is installed with the package in any case. A peer dependency is not (yarn 1, npm with
  // --legacy-peer-deps), and `--import` of a package that cannot be loaded ends the app.
  external: Object.keys(dependencies),
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

/** Types are written twice: what an importer and what a requirer may read differs by the nearest package.json alone. */
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
    // Found by their path the private packages are sources, of which types are written; found in node_modules they are not.
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
    .replace(/(['"])@tokentrail\/([a-z-]+)\1/g, (_match, _quote, name) => `'${up}/${name}/src/index.js'`)
    .replace(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2');
  writeFileSync(file, rewritten);
}
