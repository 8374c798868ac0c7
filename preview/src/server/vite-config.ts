import { createRequire } from 'node:module';
import path from 'node:path';
import type { InlineConfig, Plugin } from 'vite';
import { type GrafanaRelease, libraryFolder } from './grafana-release.ts';
import { NONCE_PLACEHOLDER } from './page.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SOURCES = path.join(ROOT, 'src/host');

/** Configuration for the build of the page with the libraries of one Grafana. */
export function viteConfig(release: GrafanaRelease, outDir: string): InlineConfig {
  const libraries = path.join(libraryFolder(release), 'package.json');
  // @grafana/runtime does not export some setters that Grafana calls, so they are imported by file path.
  const runtime = path.dirname(createRequire(libraries).resolve('@grafana/runtime/package.json'));
  return {
    configFile: false,
    root: SOURCES,
    logLevel: 'error',
    base: './',
    publicDir: false,
    plugins: [librariesFrom(libraries)],
    esbuild: { jsx: 'automatic' },
    html: { cspNonce: NONCE_PLACEHOLDER },
    resolve: {
      alias: { 'grafana-runtime-internals': path.join(runtime, 'dist/esm') },
    },
    build: {
      outDir,
      emptyOutDir: true,
      // Grafana's own build folder.
      assetsDir: 'public/build',
      assetsInlineLimit: 0,
      target: 'es2022',
      sourcemap: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 20_000,
    },
  };
}

/**
 * Resolves what the page's sources import as if they were beside this package.json, so that they share one copy of React
 * and of the router with Grafana's libraries.
 */
function librariesFrom(packageJson: string): Plugin {
  return {
    name: 'libraries',
    enforce: 'pre',
    resolveId(id, importer, options) {
      const isLibrary = /^[@a-z]/.test(id) && importer?.startsWith(SOURCES) === true;
      return isLibrary ? this.resolve(id, packageJson, { ...options, skipSelf: true }) : null;
    },
  };
}
