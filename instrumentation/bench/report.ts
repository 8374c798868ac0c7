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
  /** The stream, measured with its heap. */
  heap: Blocks;
  /** Bytes of OTLP that each subject sent in all scenarios. They show whether it recorded at all. */
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

/** Cost that `subject` adds to the bare SDK in the same round. */
function added(blocks: Blocks, subject: SubjectName, figure: keyof Figures): Spread {
  const bare = blocks.get('bare') ?? [];
  return spread((blocks.get(subject) ?? []).map((block, round) => block[figure] - bare[round]![figure]));
}

const number = (value: number) => (Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0));
const text = ({ median, low, high }: Spread) => `${number(median)} (${number(low)}–${number(high)})`;

interface Column {
  title: string;
  of(subject: SubjectName): Spread;
  /** Cost of the bare SDK itself. */
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

/** Rows are subjects; columns have the cost that they add to the bare SDK. The row of the bare SDK has its own cost. */
export function report(measured: Measured): string {
  const columns = columnsOf(measured);
  const subjects = SUBJECTS.filter((subject) => [...measured.cpu.values()].some((blocks) => blocks.has(subject)));
  const cell = (column: Column, subject: SubjectName) => {
    if (subject === 'bare') return `_${text(column.bare)}_`;
    const figure = column.of(subject);
    const base = column.of('handMade');
    // Without a measurable cost of the hand-made span a ratio has no meaning.
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
