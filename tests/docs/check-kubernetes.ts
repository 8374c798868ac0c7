import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './markdown.ts';

/**
 * Checks manifests against the types of Kubernetes' API: an unknown, misplaced or missing field is a mistake. No cluster is needed.
 *
 * @param manifests Parsed documents.
 */
export function checkManifests(manifests: readonly Record<string, unknown>[]): string[] {
  const program = manifests.map(
    (manifest, index) =>
      `export const manifest${index}: import('kubernetes-types/${moduleOf(String(manifest['apiVersion']))}').${String(manifest['kind'])} = ${JSON.stringify(manifest, null, 1)};`,
  );
  return problemsOf(program.join('\n'));
}

/** `v1` is core/v1, `networking.k8s.io/v1` is networking/v1. */
function moduleOf(apiVersion: string): string {
  const [group = '', version] = apiVersion.split('/');
  return version === undefined ? `core/${group}` : `${group.replace(/\.k8s\.io$/, '')}/${version}`;
}

function problemsOf(text: string): string[] {
  // The file is not on disk. Its path lets the compiler find the types in node_modules.
  const file = join(ROOT, 'tests', 'docs', 'manifests.ts');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts'],
  };
  const host = ts.createCompilerHost(options);
  const readFromDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : readFromDisk(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
