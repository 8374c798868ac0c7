import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_RELEASE, type GrafanaRelease, installLibraries, libraryFolder } from './grafana-release.ts';
import { viteConfig } from './vite-config.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * Builds the page with Vite into `preview/dist/<release>` and returns the folder. Takes about a minute, or no time if the
 * inputs have not changed since the last build.
 */
export async function buildPreview(release: GrafanaRelease = DEFAULT_RELEASE): Promise<string> {
  const out = path.join(ROOT, 'dist', release);
  const hashFile = path.join(out, 'inputs.sha256');
  const inputs = hashOfInputs(release);
  if (!existsSync(hashFile) || readFileSync(hashFile, 'utf8') !== inputs) {
    await installLibraries(release);
    const { build } = await import('vite');
    await build(viteConfig(release, out));
    writeFileSync(hashFile, inputs);
  }
  return out;
}

/** Inputs of the build: the page's sources, and package.json for the exact versions of its dependencies. */
function hashOfInputs(release: GrafanaRelease): string {
  const sources = readdirSync(path.join(ROOT, 'src/host'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const versions = path.join(libraryFolder(release), 'package.json');
  const others = [
    versions,
    ...['src/server/vite-config.ts', 'src/server/page.ts'].map((file) => path.join(ROOT, file)),
  ];
  const files = [...sources, ...others].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}
