import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { startOtlpReceiver, type OtlpReceiver } from '../otlp-receiver.ts';
import { seenRecord, type SeenRecord } from '../seen-record.ts';
import { conformanceTable, type Row } from '../table.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProvider, type OddProvider } from './odd-provider.ts';

const ROOT = new URL('../../../', import.meta.url);
const REGISTER = new URL('instrumentation/dist/register', ROOT);
const ONLY = process.env.ONLY ?? '';

const SDKS = [
  { major: 6, modules: 'ESM' },
  { major: 6, modules: 'CJS' },
  { major: 7, modules: 'ESM' },
  { major: 7, modules: 'CJS' },
] as const;

let provider: OddProvider;
let collector: OtlpReceiver;

before(async () => {
  [provider, collector] = await Promise.all([startOddProvider(), startOtlpReceiver()]);
});

after(async () => {
  await Promise.all([provider.stop(), collector.stop()]);
  const table = conformanceTable('openai: conformance', SDKS.map(titleOf), results);
  if (process.env.TABLE !== undefined) writeFileSync(process.env.TABLE, table);
});

/** By behaviour. */
const results = new Map<string, Row>();

function titleOf({ major, modules }: SdkChoice): string {
  return `openai ${major}, ${modules}`;
}

for (const sdk of SDKS) {
  describe(titleOf(sdk), () => {
    let bare: Outcomes;
    let observed: Outcomes;
    let records: Map<number, SeenRecord[]>;

    before(async () => {
      [bare, observed] = await Promise.all([run(sdk, 'bare'), run(sdk, 'observed')]);
      records = recordsOf(sdk);
    });

    for (const [index, { name, majors, records: expected = oneSuccess }] of BEHAVIOURS.entries()) {
      if (majors?.includes(sdk.major) === false || !name.includes(ONLY)) continue;
      test(name, () => {
        const row = results.get(name) ?? new Map();
        results.set(name, row.set(titleOf(sdk), 'differs'));
        assert.ok(bare.has(index), 'the bare program came to its end');
        assert.deepEqual(observed.get(index), bare.get(index), 'what the app sees');
        expected(records.get(index) ?? []);
        row.set(titleOf(sdk), 'same');
      });
    }
  });
}

type SdkChoice = (typeof SDKS)[number];
type Outcomes = Map<number, unknown>;

async function run(sdk: SdkChoice, mode: 'bare' | 'observed'): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const loader = new URL(`tests/app-openai-${sdk.major}/load-openai.${sdk.modules === 'ESM' ? 'mjs' : 'cjs'}`, ROOT);
  const preload =
    sdk.modules === 'ESM' ? ['--import', `${REGISTER.href}.mjs`] : ['--require', `${REGISTER.pathname}.cjs`];
  const child = fork(
    new URL('program.ts', import.meta.url),
    [loader.href, String(sdk.major), provider.url, nonceOf(sdk, mode), ONLY],
    {
      execArgv: ['--expose-gc', ...(mode === 'observed' ? preload : [])],
      env: { ...process.env, TOKENTRAIL_OTLP_ENDPOINT: collector.url },
    },
  );
  child.on('message', ({ index, outcome }: { index: number; outcome: unknown }) => outcomes.set(index, outcome));
  const patience = setTimeout(() => child.kill('SIGKILL'), 60_000);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearTimeout(patience);
  assert.equal(code, 0, `the ${mode} program ended well`);
  return outcomes;
}

function nonceOf(sdk: SdkChoice, mode: string): string {
  return `${sdk.major}${sdk.modules}${mode}`;
}

/** Records by behaviour: the path of each call names the run and the behaviour. */
function recordsOf(sdk: SdkChoice): Map<number, SeenRecord[]> {
  const found = new Map<number, SeenRecord[]>();
  for (const span of collector.spans) {
    const record = seenRecord(span);
    const [, index, nonce] = /\/(\d+)\.(\w+)\.\d+\//.exec(record?.path ?? '') ?? [];
    if (record === undefined || nonce !== nonceOf(sdk, 'observed')) continue;
    found.set(Number(index), [...(found.get(Number(index)) ?? []), record]);
  }
  return found;
}

function oneSuccess(records: SeenRecord[]): void {
  assert.deepEqual(
    records.map(({ state }) => state),
    ['success'],
  );
}
