import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { daysUntil } from '../history.ts';
import { DAY_MS } from '../rhythm.ts';
import type { MadeRecord } from '../spans.ts';
import { incrementsOf, type Increment } from './increments.ts';
import { SeriesTable, type Series } from './series.ts';

/** Pause between two samples of a dense series. Prometheus finds a series that has a sample within five minutes. */
const DENSE_MS = 300_000;
/** Times at which changes are noticed: as often as a Prometheus scrapes in the last days, less often before. */
const RECENT_STEP_MS = 30_000;
const OLD_STEP_MS = DENSE_MS;
const RECENT_DAYS = 3;
/** Name of the file that ends the importer, which removes it. */
const COMPLETE = 'complete';
/** A day is about 25 MB of text, so that the files must not pile up. */
const MAX_FILES = 3;
const IMPORT_WAIT_MS = 120_000;

/**
 * The metrics of the history, as text in Prometheus' format for `promtool tsdb create-blocks-from openmetrics`. Series whose totals are
 * shown have a sample every five minutes. The others, which are many, have samples only before and after a change.
 */
export class MetricHistory {
  readonly #table = new SeriesTable();
  readonly #increments: Increment[] = [];
  /** Index of the first increment that is not applied yet. */
  #next = 0;

  add(made: MadeRecord): void {
    this.#increments.push(...incrementsOf(made, this.#table));
  }

  /**
   * Writes one file a day into `folder`, in the order of their names, for `import-metrics.sh`, which removes them. A file appears
   * under its name when it is complete; the file `complete` appears after the last one.
   * @param until end of the history, unix ms.
   * @throws an Error if the files are not removed.
   */
  async write(folder: string, until: number): Promise<void> {
    await prepare(folder);
    this.#increments.sort((a, b) => a.at - b.at);
    for (const day of daysUntil(until)) {
      await roomIn(folder);
      await this.#writeDay(join(folder, `${new Date(day).toISOString().slice(0, 10)}.om`), day, until);
    }
    await endImport(folder);
  }

  async #writeDay(path: string, day: number, until: number): Promise<void> {
    const file = createWriteStream(`${path}.part`);
    const end = Math.min(day + DAY_MS, until);
    const step = until - day < RECENT_DAYS * DAY_MS ? RECENT_STEP_MS : OLD_STEP_MS;
    for (let time = day; time < end; time += step) {
      const text = this.#samplesAt(time, step, day, this.#changesUntil(time));
      if (text !== '' && !file.write(text)) await once(file, 'drain');
    }
    file.end('# EOF\n');
    await once(file, 'close');
    await rename(`${path}.part`, path);
  }

  /** Applies the increments up to `time`, and returns the series that they change. */
  #changesUntil(time: number): Set<Series> {
    const changed = new Set<Series>();
    for (; this.#next < this.#increments.length && this.#increments[this.#next]!.at <= time; this.#next++) {
      const { series, by } = this.#increments[this.#next]!;
      series.value += by;
      changed.add(series);
    }
    return changed;
  }

  #samplesAt(time: number, step: number, day: number, changed: ReadonlySet<Series>): string {
    let text = '';
    for (const series of changed) {
      // The sample before the change. Without it, a rate over a short window would not see the change.
      if (time > day && series.writtenAt < time - step) text += sample(series.text, series.before, time - step);
      text += sample(series.text, series.value, time);
      series.before = series.value;
      series.writtenAt = time;
    }
    if (time % DENSE_MS !== 0) return text;
    for (const series of this.#table.all) {
      if (!series.isDense || series.writtenAt === time || series.value === 0) continue;
      text += sample(series.text, series.value, time);
      series.writtenAt = time;
    }
    return text;
  }
}

function sample(series: string, value: number, time: number): string {
  return `${series} ${value} ${time / 1000}\n`;
}

/** Ends the importer, after the files that are still there. */
export async function endImport(folder: string): Promise<void> {
  await share(folder);
  await writeFile(join(folder, COMPLETE), '');
}

/** Creates the folder, or removes what an interrupted load left in it. */
async function prepare(folder: string): Promise<void> {
  await share(folder);
  for (const name of await readdir(folder)) await rm(join(folder, name));
}

/** Creates the folder. Among containers the importer is another user, and it removes files. */
async function share(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
}

/** Waits until the importer has removed enough files. */
async function roomIn(folder: string): Promise<void> {
  const deadline = Date.now() + IMPORT_WAIT_MS;
  while ((await readdir(folder)).length >= MAX_FILES) {
    if (Date.now() > deadline) throw new Error(`nothing imports the metrics in ${folder}: see import-metrics.sh`);
    await sleep(100);
  }
}
