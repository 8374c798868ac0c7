/** How far the build of the collector is. */
export interface BuildProgress {
  step: 'fetching modules' | 'compiling' | 'done' | 'failed';
  /** Packages compiled so far. */
  built: number;
  /** Packages to compile; 0 until that is known. */
  total: number;
  elapsedMs: number;
}

/** Pause between two lines if the output is not a terminal, as in a log of a CI system. */
const LINE_EVERY_MS = 60_000;

/** Where progress is shown: a terminal, a file or a pipe. */
export interface ProgressOutput {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows progress in one line: on a terminal it is updated, otherwise a new one is written each minute. */
export function showBuildProgress(output: ProgressOutput, prefix = ''): (progress: BuildProgress) => void {
  let shownAt = -LINE_EVERY_MS;
  return (progress) => {
    const isDone = progress.step === 'done' || progress.step === 'failed';
    const line = `${prefix}${textOf(progress)}`;
    if (output.isTTY === true) {
      // To the start of the line, and clear it.
      output.write(`\r\x1b[2K${line}${isDone ? '\n' : ''}`);
    } else if (isDone || progress.elapsedMs - shownAt >= LINE_EVERY_MS) {
      shownAt = progress.elapsedMs;
      output.write(`${line}\n`);
    }
  };
}

function textOf({ step, built, total, elapsedMs }: BuildProgress): string {
  const seconds = `${Math.round(elapsedMs / 1000)} s`;
  if (step === 'done') return `built the collector in ${seconds}`;
  if (step === 'failed') return `building the collector failed after ${seconds}`;
  const packages = total === 0 ? step : `${built} of ${total} packages`;
  return `building the collector, once, about three minutes: ${packages}, ${seconds}`;
}
