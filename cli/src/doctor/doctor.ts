import { EXIT_CODES, print, type Io } from '../io.ts';
import { doctorSteps } from './doctor-steps.ts';
import { runSteps, type StepResult } from './finding.ts';
import { doctorSubject, type DoctorOptions } from './subject.ts';

/**
 * Runs `tokentrail doctor`: prints what each step of the chain found, and the first broken one. Sets the exit code if a step failed.
 * @throws UserError if an option or a file cannot be read.
 */
export async function runDoctor({ json, ...options }: DoctorOptions & { json?: true }, io: Io): Promise<void> {
  const subject = doctorSubject(options, io);
  const shown = json === true ? undefined : (result: StepResult) => print(io, ...linesOf(result));
  const results = await runSteps(doctorSteps(subject, io.now), shown);
  const broken = results.find(({ state }) => state === 'failed');
  if (json === true) {
    print(io, JSON.stringify({ ok: broken === undefined, first_broken: broken?.id ?? null, steps: results }, null, 2));
  } else {
    print(io, '', conclusionOf(results));
  }
  if (broken !== undefined) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
}

const LABELS = { passed: 'ok', warning: 'warning', failed: 'FAILED', skipped: 'skipped' } as const;
const LABEL_WIDTH = 9;
const INDENT = ' '.repeat(LABEL_WIDTH);

function linesOf({ state, name, text, remedy, details = [] }: StepResult): string[] {
  return [
    `${LABELS[state].padEnd(LABEL_WIDTH)}${name}: ${text}`,
    ...details.map((detail) => `${INDENT}- ${detail}`),
    ...(remedy === undefined ? [] : [`${INDENT}→ ${remedy}`]),
  ];
}

function conclusionOf(results: readonly StepResult[]): string {
  const broken = results.find(({ state }) => state === 'failed');
  if (broken !== undefined) {
    return `The first broken step is “${broken.name}”: ${broken.text}. ${broken.remedy ?? ''}`.trim();
  }
  const skipped = results.filter(({ state }) => state === 'skipped').length;
  return skipped === 0 ? 'Every step works.' : `Every tested step works; ${skipped} of ${results.length} were skipped.`;
}
