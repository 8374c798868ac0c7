import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const OUT = path.join(ROOT, 'dist');
const HASH_FILE = path.join(OUT, 'inputs.sha256');

/**
 * Builds the page with Vite into `preview/dist` and returns the folder. Takes about a minute, or no time if the inputs
 * have not changed since the last build.
 */
export async function buildPreview(): Promise<string> {
  const inputs = hashOfInputs();
  if (!existsSync(HASH_FILE) || readFileSync(HASH_FILE, 'utf8') !== inputs) {
    const { build } = await import('vite');
    await build({
      root: path.join(ROOT, 'src/host'),
      configFile: path.join(ROOT, 'vite.config.ts'),
      logLevel: 'error',
    });
    writeFileSync(HASH_FILE, inputs);
  }
  return OUT;
}

/** Inputs of the build: the page's sources, and package.json for the exact versions of its dependencies. */
function hashOfInputs(): string {
  const sources = readdirSync(path.join(ROOT, 'src/host'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const others = ['package.json', 'vite.config.ts', 'src/server/page.ts'].map((file) => path.join(ROOT, file));
  const files = [...sources, ...others].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
