import { createRequire } from 'node:module';
import path from 'node:path';
import { defineConfig } from 'vite';
import { NONCE_PLACEHOLDER } from './src/server/page.ts';

// @grafana/runtime does not export some setters that Grafana calls, so they are imported by file path.
const runtime = path.dirname(createRequire(import.meta.url).resolve('@grafana/runtime/package.json'));

export default defineConfig({
  base: './',
  publicDir: false,
  esbuild: { jsx: 'automatic' },
  html: { cspNonce: NONCE_PLACEHOLDER },
  resolve: {
    alias: { 'grafana-runtime-internals': path.join(runtime, 'dist/esm') },
    // @grafana/ui's Link must find the page's router.
    dedupe: [
      'react',
      'react-dom',
      'react-router-dom',
      'react-router-dom-v5-compat',
      '@emotion/css',
      '@emotion/react',
      'rxjs',
    ],
  },
  build: {
    outDir: path.join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    // Grafana's own build folder.
    assetsDir: 'public/build',
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 20_000,
  },
});
