import { fileURLToPath } from 'node:url';
import type { PlannedCall } from './call-plan.ts';
import { runProgram } from './program.ts';

const PROGRAM = fileURLToPath(new URL('make-calls.ts', import.meta.url));

export interface WorkloadOptions {
  providerUrl: string;
  otlpUrl: string;
  /** Number of concurrent programs; the calls are distributed among them. */
  processes: number;
  /** Additional environment of the programs. */
  env?: Readonly<Record<string, string>>;
}

/** Makes the calls in instrumented programs of their own. Resolves when all have ended. */
export async function runWorkload(calls: readonly PlannedCall[], options: WorkloadOptions): Promise<void> {
  const env = {
    PROVIDER_URL: options.providerUrl,
    TOKENTRAIL_OTLP_ENDPOINT: options.otlpUrl,
    OTEL_SERVICE_NAME: 'chain',
    ...options.env,
  };
  await Promise.all(
    Array.from({ length: options.processes }, (_, share) => {
      const dealt = calls.filter((_call, i) => i % options.processes === share);
      return runProgram(PROGRAM, dealt, { env, instrumented: true });
    }),
  );
}
