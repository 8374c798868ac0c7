import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';
import { seenRecord, type SeenRecord } from './seen-record.ts';
import { conformanceTable, type Row } from './table.ts';

const ROOT = new URL('../../', import.meta.url);
const REGISTER = new URL('instrumentation/dist/register', ROOT);
const ONLY = process.env.ONLY ?? '';
/** A program that takes longer hangs, ms. It needs half a minute on a busy machine. */
const PATIENCE_MS = 180_000;

/** One way to load an SDK. */
export interface SdkChoice {
  title: string;
  major: number;
  modules: 'ESM' | 'CJS';
  /** A file under `tests/`, without its extension, that exports the SDK as `sdk`. */
  loader: string;
  /** True to bundle and minify the loader with all its imports. It calls `instrument(client)` if `OBSERVED` is set. */
  bundled?: boolean;
  /** True to set `TOKENTRAIL_INJECT_STREAM_USAGE`. */
  injectsUsage?: boolean;
  /** Distinguishes choices with the same version and loader. */
  variant?: string;
}

interface SeenBehaviour {
  name: string;
  majors?: readonly number[];
  /** Variants of the SDK that support it; default: all. */
  variants?: readonly string[];
  records?(records: SeenRecord[]): void;
  /** Replaces `records` if the instrumentation requests the usage of streams. */
  recordsInjected?(records: SeenRecord[]): void;
}

export interface Suite {
  title: string;
  sdks: readonly SdkChoice[];
  behaviours: readonly SeenBehaviour[];
  /** The program that runs all behaviours with one SDK, such as `openai/program.ts`. */
  program: URL;
  /** Starts the loopback provider that the SDK calls. */
  provider(): Promise<{ url: string; stop(): Promise<void> }>;
}

/**
 * Runs every behaviour with every SDK, without and with `register`, and declares a test for each: the app sees the
 * same, and the records are as expected.
 */
export function testSideBySide({ title, sdks, behaviours, program, provider: startProvider }: Suite): void {
  let provider: Awaited<ReturnType<Suite['provider']>>;
  let collector: OtlpReceiver;
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-bundles-'));
  /** Results by behaviour. */
  const results = new Map<string, Row>();

  before(async () => {
    [provider, collector] = await Promise.all([startProvider(), startOtlpReceiver()]);
  });

  after(async () => {
    await Promise.all([provider.stop(), collector.stop()]);
    rmSync(folder, { recursive: true });
    const columns = sdks.map((sdk) => sdk.title);
    const table = conformanceTable(`${title}: conformance`, columns, results);
    if (process.env.TABLE !== undefined) writeFileSync(process.env.TABLE, table);
  });

  for (const sdk of sdks) {
    describe(sdk.title, () => {
      let bare: Outcomes;
      let observed: Outcomes;
      let records: Map<number, SeenRecord[]>;

      before(async () => {
        const loader = sdk.bundled === true ? await bundleOf(sdk, folder) : loaderOf(sdk);
        const run = (mode: Mode) => outcomesOf(sdk, loader, mode, program, provider.url, collector.url);
        [bare, observed] = await Promise.all([run('bare'), run('observed')]);
        records = recordsOf(sdk, collector);
      });

      for (const [index, behaviour] of behaviours.entries()) {
        const { name, records: plain = oneSuccess, recordsInjected } = behaviour;
        const expected = (sdk.injectsUsage === true ? recordsInjected : undefined) ?? plain;
        if (!canDo(sdk, behaviour) || !name.includes(ONLY)) continue;
        test(name, () => {
          const row = results.get(name) ?? new Map();
          results.set(name, row.set(sdk.title, 'differs'));
          assert.ok(bare.has(index), 'the bare program came to its end');
          assert.deepEqual(observed.get(index), bare.get(index), 'what the app sees');
          expected(records.get(index) ?? []);
          row.set(sdk.title, 'same');
        });
      }
    });
  }
}

function canDo({ major, variant = '' }: SdkChoice, { majors, variants }: SeenBehaviour): boolean {
  return majors?.includes(major) !== false && variants?.includes(variant) !== false;
}

type Mode = 'bare' | 'observed';
type Outcomes = Map<number, unknown>;

function loaderOf({ loader, modules }: SdkChoice): URL {
  return new URL(`tests/${loader}.${modules === 'ESM' ? 'mjs' : 'cjs'}`, ROOT);
}

/** Code that CommonJS packages in an ESM bundle need; apps that bundle them have the same line. */
const REQUIRE = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** Bundles the app into one file: every class is renamed, and no package is left for a hook to find. */
async function bundleOf({ loader, modules }: SdkChoice, folder: string): Promise<URL> {
  const outfile = join(folder, `${loader.replaceAll('/', '-')}.${modules === 'ESM' ? 'mjs' : 'cjs'}`);
  await build({
    entryPoints: [new URL(`tests/${loader}.mjs`, ROOT).pathname],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: modules === 'ESM' ? 'esm' : 'cjs',
    banner: modules === 'ESM' ? { js: REQUIRE } : {},
    logLevel: 'error',
  });
  return pathToFileURL(outfile);
}

function preloadOf({ modules, bundled }: SdkChoice): string[] {
  if (bundled === true) return [];
  return modules === 'ESM' ? ['--import', `${REGISTER.href}.mjs`] : ['--require', `${REGISTER.pathname}.cjs`];
}

async function outcomesOf(
  sdk: SdkChoice,
  loader: URL,
  mode: Mode,
  program: URL,
  provider: string,
  collector: string,
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const child = fork(program, [loader.href, String(sdk.major), provider, nonceOf(sdk, mode), ONLY], {
    execArgv: ['--expose-gc', ...(mode === 'observed' ? preloadOf(sdk) : [])],
    env: {
      ...process.env,
      TOKENTRAIL_OTLP_ENDPOINT: collector,
      TOKENTRAIL_INJECT_STREAM_USAGE: String(sdk.injectsUsage === true),
      OBSERVED: String(mode === 'observed'),
    },
  });
  child.on('message', ({ index, outcome }: { index: number; outcome: unknown }) => outcomes.set(index, outcome));
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(patience);
  assert.equal(code, 0, `the ${mode} program ended well`);
  return outcomes;
}

function nonceOf({ major, modules, bundled, injectsUsage, variant = '' }: SdkChoice, mode: Mode): string {
  return `${major}${modules}${bundled === true ? 'bundled' : ''}${injectsUsage === true ? 'injects' : ''}${variant}${mode}`;
}

/**
 * Groups records by behaviour. The path of each call contains the run and the behaviour. The record of a response in
 * the background has no path: it follows the calls that name the response.
 */
function recordsOf(sdk: SdkChoice, collector: OtlpReceiver): Map<number, SeenRecord[]> {
  const found = new Map<number, SeenRecord[]>();
  const indexOfResponse = new Map<string | undefined, number>();
  const add = (index: number, record: SeenRecord) => found.set(index, [...(found.get(index) ?? []), record]);
  const records = latestVersions(collector);
  for (const record of records) {
    const [, index, nonce] = /\/(\d+)\.(\w+)\.\d+\//.exec(record.path ?? '') ?? [];
    if (nonce !== nonceOf(sdk, 'observed')) continue;
    add(Number(index), record);
    indexOfResponse.set(record.responseId, Number(index));
  }
  for (const record of records) {
    const index = indexOfResponse.get(record.responseId);
    if (record.operation === 'background_response' && index !== undefined) add(index, record);
  }
  return found;
}

/** The records as a store has them: the newest version of each. */
function latestVersions({ spans }: OtlpReceiver): SeenRecord[] {
  const versions = new Map<string, SeenRecord>();
  for (const span of spans) {
    const record = seenRecord(span);
    if (record !== undefined) versions.set(`${span.traceId} ${span.spanId}`, record);
  }
  return [...versions.values()];
}

function oneSuccess(records: SeenRecord[]): void {
  assert.deepEqual(
    records.map(({ state }) => state),
    ['success'],
  );
}
