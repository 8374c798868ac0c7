/** Builds `dist`: every command in one file. `up` loads the chain from a checkout, so it and the embedded engine are left out. */
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { thirdPartyLicenses } from '../scripts/third-party-licenses.ts';

const HERE = import.meta.dirname;
const ROOT = dirname(HERE);
const DIST = join(HERE, 'dist');
const program = join(DIST, 'tokentrail.mjs');

rmSync(DIST, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: [join(HERE, 'src/main.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  external: ['@tokentrail/prices'],
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
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses([metafile], ROOT));

const engines = Object.keys(metafile.inputs).filter((path) => /embedded-clickhouse|chdb|^preview\//.test(path));
if (engines.length > 0) throw new Error(`the published CLI must not contain ${engines.join(', ')}`);
