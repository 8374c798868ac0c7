import { cpus, loadavg } from 'node:os';
import type { Subject } from './subjects.ts';

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/** Table of the figures: for each scenario, rounds of one figure per subject. The first subject is the base of the ratios. */
export function report(subjects: readonly Subject[], figures: ReadonlyMap<string, readonly number[][]>): string {
  const titles = [...figures.keys()];
  const cell = (rounds: readonly number[][], at: number) => {
    const values = rounds.map((round) => round[at] ?? NaN);
    const ratio = median(rounds.map((round) => (round[at] ?? NaN) / (round[0] ?? NaN)));
    const range = `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`;
    return `${median(values).toFixed(0)} (${range})${at === 0 ? '' : ` ×${ratio.toFixed(2)}`}`;
  };
  const rows = subjects.map(
    ({ title }, at) => `| ${title} | ${titles.map((name) => cell(figures.get(name) ?? [], at)).join(' | ')} |`,
  );
  const [processor] = cpus();
  return [
    `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${processor?.model.trim()}, load ${loadavg()[0]?.toFixed(1)}.`,
    '',
    `| pipelines | ${titles.map((title) => `µs CPU per record, ${title}`).join(' | ')} |`,
    `| --- | ${titles.map(() => '---').join(' | ')} |`,
    ...rows,
  ].join('\n');
}
