import type { Page } from '@playwright/test';

/** How smooth a page was while it scrolled, in milliseconds. */
export interface Frames {
  /** Times between two animation frames, sorted. They include what other programs on the machine took. */
  betweenMs: number[];
  /** Processor time of the longest task of the page's main thread. */
  longestTaskMs: number;
}

interface TraceEvent {
  name: string;
  pid: number;
  tid: number;
  /** Processor time in µs. */
  tdur?: number;
  args?: { name?: string };
}

/**
 * Runs `scroll` and measures its animation frames. Processor time does not depend on what else the machine does.
 *
 * @param scroll Scrolls the page and resolves with the times between its animation frames.
 */
export async function framesOf(page: Page, scroll: () => Promise<number[]>): Promise<Frames> {
  const browser = page.context().browser();
  if (browser === null) {
    throw new Error('the page has no browser of its own');
  }
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-cpu_profiler.none'] });
  const betweenMs = await scroll();
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const mainThreads = new Set(
    trace.traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = trace.traceEvents.filter(
    ({ name, pid, tid }) => name === 'ThreadControllerImpl::RunTask' && mainThreads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) {
    throw new Error('the trace has no tasks of the page');
  }
  return {
    betweenMs: betweenMs.sort((a, b) => a - b),
    longestTaskMs: Math.max(...tasks.map(({ tdur }) => tdur ?? 0)) / 1000,
  };
}
