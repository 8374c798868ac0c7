import { transform } from 'esbuild';

/** Packages whose imports are checked. Others belong to the reader's program. */
const OURS = /^@tokentrail\//;

/** Checks the syntax of a program, and that our packages export the names that it imports from them. */
export async function checkImports(text: string, loader: 'js' | 'ts'): Promise<string[]> {
  // A block may be a part of an asynchronous function.
  const imports = text.match(/^import [^;]+;/gm) ?? [];
  const rest = text.replace(/^import [^;]+;/gm, '');
  try {
    await transform(
      `${imports.join('\n')}\nasync function block() {\nfor (;;) {\n${rest.replace(/^export /gm, '')}\n}\n}`,
      {
        loader,
      },
    );
  } catch (error) {
    return [`it cannot be parsed: ${(error as Error).message}`];
  }
  const missing = await Promise.all(imports.map(missingNames));
  return missing.flat();
}

async function missingNames(statement: string): Promise<string[]> {
  const [, names = '', module = ''] = /\{([^}]*)\} from '([^']+)'/.exec(statement) ?? [];
  if (!OURS.test(module)) return [];
  const exported = (await import(module)) as Record<string, unknown>;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type ') && !(name in exported))
    .map((name) => `${module} exports no ${name}`);
}
