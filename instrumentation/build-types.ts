import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';

/**
 * Writes the declarations that `entry` needs to `folder`, as CommonJS.
 *
 * @param root folder of all sources: paths in `folder` are relative to it.
 * @throws an Error with the compiler's messages.
 */
export function writeTypes(root: string, entry: string, folder: string): void {
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
    rootDir: root,
    // Resolves private packages to their sources, so that types are written for them. In node_modules they would be
    // skipped.
    paths: {
      '@tokentrail/pricing/*': [join(root, 'packages/pricing/src/*/index.ts')],
      '@tokentrail/*': [join(root, 'packages/*/src/index.ts')],
    },
    resolveJsonModule: true,
  };
  const declarations = new Map<string, string>();
  const program = ts.createProgram([entry], options);
  const emitted = program.emit(undefined, (path, text) => {
    const location = relative(root, path);
    declarations.set(location, withoutPackages(text, location));
  });
  const problems = [...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics];
  if (problems.length > 0) {
    const host = { ...ts.createCompilerHost(options), getCurrentDirectory: () => root };
    throw new Error(ts.formatDiagnostics(problems, host));
  }
  for (const location of reachable(declarations, relative(root, entry).replace(/\.ts$/, '.d.ts'))) {
    const file = join(folder, location);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, declarations.get(location) ?? '');
  }
  // TypeScript decides by the nearest package.json whether a declaration is of a CommonJS module.
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
}

/** Replaces imports of private packages by paths, and the endings of sources by those of modules. */
function withoutPackages(text: string, location: string): string {
  const up = relative(dirname(location), 'packages');
  return text
    .replace(
      /(from |import\()(['"])@tokentrail\/([a-z-]+)\2/g,
      (_match, before, _quote, name) => `${before}'${up}/${name}/src/index.js'`,
    )
    .replace(/(['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2');
}

/** The declarations that `first` imports, directly or not, and itself. */
function reachable(declarations: ReadonlyMap<string, string>, first: string): Set<string> {
  const found = new Set([first]);
  for (const location of found) {
    for (const [, path = ''] of (declarations.get(location) ?? '').matchAll(/['"](\.{1,2}\/[^'"]+)\.js['"]/g)) {
      const imported = join(dirname(location), `${path}.d.ts`);
      if (declarations.has(imported)) found.add(imported);
    }
  }
  return found;
}
