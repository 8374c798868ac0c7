import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import type { Figures } from './child.ts';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';
import { RIVALS, SUBJECTS, TITLES, type SubjectName } from './subjects.ts';

export type Blocks = Map<SubjectName, Figures[]>;

export interface Measured {
  /** Load of the machine before and after each scenario. */
  load: number[];
  cpu: Map<ScenarioName, Blocks>;
  /** The stream once more, where heap is seen. */
  heap: Blocks;
  /** OTLP that each subject sent, all scenarios together: whether it recorded at all. */
  bytes: Record<string, number>;
}

interface Spread {
  median: number;
  low: number;
  high: number;
}

/** Median and quartiles. */
function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

/** What `subject` adds to the bare SDK, block by block of the same round. */
function added(blocks: Blocks, subject: SubjectName, figure: keyof Figures): Spread {
  const bare = blocks.get('bare') ?? [];
  return spread((blocks.get(subject) ?? []).map((block, round) => block[figure] - bare[round]![figure]));
}

const number = (value: number) => (Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0));
const text = ({ median, low, high }: Spread) => `${number(median)} (${number(low)}–${number(high)})`;

interface Column {
  title: string;
  of(subject: SubjectName): Spread;
  /** Of the bare SDK itself. */
  bare: Spread;
}

function columnsOf({ cpu, heap }: Measured): Column[] {
  const column = (title: string, blocks: Blocks, figure: keyof Figures, scale = 1): Column => ({
    title,
    of: (subject) => scaled(added(blocks, subject, figure), scale),
    bare: scaled(spread((blocks.get('bare') ?? []).map((block) => block[figure])), scale),
  });
  return [
    ...[...cpu].map(([name, blocks]) => column(`${SCENARIOS[name].title}, µs CPU`, blocks, 'cpuUs')),
    column('to the first chunk, µs', cpu.get('stream') ?? new Map(), 'firstChunkUs'),
    column('heap a stream, KiB', heap, 'heapBytes', 1 / 1024),
  ];
}

function scaled({ median, low, high }: Spread, by: number): Spread {
  return { median: median * by, low: low * by, high: high * by };
}

/** Rows are subjects, columns what they add to the bare SDK; in the row of the bare SDK stands what it takes itself. */
export function report(measured: Measured): string {
  const columns = columnsOf(measured);
  const subjects = SUBJECTS.filter((subject) => [...measured.cpu.values()].some((blocks) => blocks.has(subject)));
  const cell = (column: Column, subject: SubjectName) => {
    if (subject === 'bare') return `_${text(column.bare)}_`;
    const figure = column.of(subject);
    const base = column.of('handMade');
    // A ratio to what is lost in the noise says nothing.
    const hasRatio = subject !== 'handMade' && base.low > 0;
    return `${text(figure)}${hasRatio ? ` ×${(figure.median / base.median).toFixed(2)}` : ''}`;
  };
  return [
    machine(measured),
    '',
    `| added to the bare SDK | ${columns.map(({ title }) => title).join(' | ')} |`,
    `| --- | ${columns.map(() => '---').join(' | ')} |`,
    ...subjects.map(
      (subject) => `| ${TITLES[subject]} | ${columns.map((column) => cell(column, subject)).join(' | ')} |`,
    ),
    '',
    `OTLP sent, kB: ${Object.entries(measured.bytes)
      .map(([subject, bytes]) => `${subject} ${Math.round(bytes / 1000)}`)
      .join(', ')}.`,
  ].join('\n');
}

function machine({ load }: Measured): string {
  const processors = cpus();
  const versions = ['openai', '@opentelemetry/instrumentation-openai', '@arizeai/openinference-instrumentation-openai']
    .concat(['@traceloop/instrumentation-openai', 'openlit', '@opentelemetry/sdk-trace'])
    .map((name) => `${name} ${versionOf(name)}`);
  return (
    `${new Date().toISOString().slice(0, 10)}, ${processors.length} × ${processors[0]?.model.trim()}, ` +
    `load ${load.map((value) => value.toFixed(1)).join(' → ')}, Node ${process.versions.node}; ${versions.join(', ')}.`
  );
}

function versionOf(name: string): string {
  const manifest = new URL(`node_modules/${name}/package.json`, RIVALS);
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
