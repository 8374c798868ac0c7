/** `npm run fuzz -- --target http-front --seconds 600 --seed 7`; without a target, all of them one after the other. */
import { parseArgs } from 'node:util';
import { DEFAULT_SECONDS, DEFAULT_SEED } from './harness.ts';
import { summaryOf, TARGETS } from './targets.ts';

const USAGE = `npm run fuzz -- [--target ${Object.keys(TARGETS).join('|')}] [--seconds ${DEFAULT_SECONDS}] [--seed ${DEFAULT_SEED}]`;

function fail(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

function numberOf(name: string, text: string | undefined, usual: number): number {
  const value = text === undefined ? usual : Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? value : fail(`--${name} is a whole number, not "${text}"`);
}

function optionsOf(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...args], options: { target: text, seconds: text, seed: text } }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

async function main(args: readonly string[]): Promise<number> {
  const values = optionsOf(args);
  const { target } = values;
  if (target !== undefined && TARGETS[target] === undefined) fail(`There is no target ${target}.`);
  const seconds = numberOf('seconds', values.seconds, DEFAULT_SECONDS);
  const seed = numberOf('seed', values.seed, DEFAULT_SEED);
  let failed = 0;
  for (const [name, run] of Object.entries(TARGETS)) {
    if (target !== undefined && name !== target) continue;
    console.log(`${name}: ${seconds} s from seed ${seed} …`);
    const result = await run({ seconds, seed, log: (line) => console.log(line) });
    console.log(summaryOf(result));
    for (const { symptom, file } of result.failures) console.log(`  ${symptom}: ${file}`);
    failed += result.failures.length;
  }
  return failed === 0 ? 0 : 1;
}

process.exit(await main(process.argv.slice(2)));
