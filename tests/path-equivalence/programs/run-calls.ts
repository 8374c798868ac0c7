import dns from 'node:dns';
import { text } from 'node:stream/consumers';
import { withUsage } from '@tokentrail/instrumentation';
import { runTraced } from '../../foreign-spans/traced-program.ts';
import type { Call, Format } from '../case.ts';

/** Makes one call and reads its response to the end. */
type Caller = (call: Call) => Promise<unknown>;
export type Callers = Partial<Record<Format, Caller>>;

// The hosts of all providers are this machine: prices depend on the host, and no test calls a real provider.
Object.assign(dns, {
  lookup: ((_host, options, callback) => {
    const found = { address: '127.0.0.1', family: 4 as const };
    if (options.all === true) callback(null, [found]);
    else callback(null, found.address, found.family);
  }) satisfies (host: string, options: dns.LookupOptions, callback: Found) => void,
});

type Found = (error: null, address: string | dns.LookupAddress[], family?: number) => void;

/**
 * Makes the calls on stdin, one after the other, each with its id as user. `callers` loads the SDK: with `SPANS=true`
 * after a tracer provider with our span processor and `instrumentations` has started. Prints the errors by call.
 */
export async function runCalls<Instrumentations>(
  callers: () => Callers | Promise<Callers>,
  instrumentations?: Instrumentations,
): Promise<void> {
  const calls = JSON.parse(await text(process.stdin)) as Call[];
  const errors: Record<string, string> = {};
  const scenarios = async () => {
    const by = await callers();
    return calls.map((call) => ({
      name: call.id,
      run: async () => {
        await by[call.format]?.(call).catch((error: unknown) => void (errors[call.id] = String(error)));
      },
    }));
  };
  if (process.env.SPANS === 'true') {
    // Some libraries read a copy of the stream without handling its error.
    process.on('unhandledRejection', () => undefined);
    return runTraced(instrumentations ?? [], scenarios);
  }
  for (const { name, run } of await scenarios()) await withUsage({ user: name }, run);
  console.log(JSON.stringify(errors));
}

export async function readAll(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}
