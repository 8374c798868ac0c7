/** Builds `dist`: every command in one file. `up` loads the chain from a checkout, so it and the embedded engine are left out. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { schemaSql } from '@tokentrail/clickhouse';
import { build } from 'esbuild';
import { bundledPackages, thirdPartyLicenses } from '../scripts/bundled-packages.ts';

const HERE = import.meta.dirname;
const ROOT = dirname(HERE);
const DIST = join(HERE, 'dist');
const program = join(DIST, 'bin', 'tokentrail.mjs');

rmSync(DIST, { recursive: true, force: true });
const built = await build({
  absWorkingDir: ROOT,
  entryPoints: [join(HERE, 'src/main.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // jsonc-parser's CommonJS file requires its parts in a way that cannot be bundled.
  mainFields: ['module', 'main'],
  external: ['@tokentrail/prices'],
  define: { SCHEMA_SQL: JSON.stringify({ ledger: schemaSql('ledger'), traces: schemaSql('traces') }) },
  // Some packages are CommonJS and load Node's modules with `require`.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module';\nconst require = requireOf(import.meta.url);",
  },
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
chmodSync(program, 0o755);
const bundled = bundledPackages([built]);
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(bundled));
// For the bill of materials; not published.
writeFileSync(join(DIST, 'bundled-packages.json'), JSON.stringify(bundled));

const engines = Object.keys(built.metafile.inputs).filter((path) => /embedded-clickhouse|chdb|^preview\//.test(path));
if (engines.length > 0) throw new Error(`the published CLI must not contain ${engines.join(', ')}`);
