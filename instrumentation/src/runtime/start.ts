import { currentRuntime, setRuntime } from '../api/runtime.ts';
import { warn } from '../redaction/warn.ts';
import { FIRST_NODE, isAtLeast } from '../util/node-version.ts';
import { readConfig } from './config.ts';
import { makeRuntime } from './make-runtime.ts';

/**
 * Starts recording with the configuration in `env`. Does nothing if recording is switched off, has no endpoint or is
 * running already, or if Node is too old. Never throws.
 */
export function startRecording(env: Readonly<Record<string, string | undefined>> = process.env): void {
  if (currentRuntime() !== undefined) {
    return;
  }
  if (!isAtLeast(process.versions.node, FIRST_NODE)) {
    warn(`needs Node ${FIRST_NODE} or later: nothing is recorded.`);
    return setRuntime(undefined);
  }
  try {
    const { config, warnings } = readConfig(env);
    for (const warning of warnings) warn(warning);
    setRuntime(config && makeRuntime(config, env));
  } catch (error) {
    setRuntime(undefined);
    warn(`could not start, nothing is recorded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Sends queued records and stops recording. Calls that are still running get no record. */
export async function shutdown(): Promise<void> {
  const runtime = currentRuntime();
  setRuntime(undefined);
  if (runtime !== undefined) await keepingAlive(runtime.shutdown());
}

/**
 * Sends queued records. Resolves when they are sent, or when the collector did not accept them. For the end of a
 * serverless invocation, and before `process.exit()`.
 */
export async function flush(): Promise<void> {
  const runtime = currentRuntime();
  if (runtime !== undefined) await keepingAlive(runtime.flush());
}

/**
 * Keeps the process alive until `work` settles. Nothing else of ours does, so a program that only waits for it would
 * end.
 */
async function keepingAlive(work: Promise<void>): Promise<void> {
  const timer = setInterval(() => undefined, 1000);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}
