import type { Environment } from '../io.ts';
import { failed, type Finding } from './finding.ts';
import { readConfig, withToken, type OtlpEndpoint } from './instrumentation.ts';

/** What the environment of an app says, read by the instrumentation's own code. */
export interface AppSettings {
  finding: Finding;
  /** Where the app sends its records. Undefined if it records nothing. */
  endpoint?: OtlpEndpoint;
}

/** The port of OTLP over gRPC, which collectors open beside 4318. */
const GRPC_PORT = '4317';
const GRPC_HINT =
  'Port 4317 is that of OTLP over gRPC, and TokenTrail sends OTLP over HTTP: the port is 4318 by default.';

/**
 * @param source where `env` was read from, such as `the environment` or the name of a file
 */
export function appSettings(env: Environment, source: string): AppSettings {
  const off = ['TOKENTRAIL_DISABLED', 'OTEL_SDK_DISABLED'].find((name) => env[name]?.trim().toLowerCase() === 'true');
  if (off !== undefined) {
    return { finding: failed(`${off} turns recording off`, `Remove ${off} from ${source}, and start the app again.`) };
  }
  const { config, warnings } = readConfig(env);
  if (config === undefined) {
    const [what = 'nothing is recorded', ...remedy] = (warnings[0] ?? '').split(/(?<=\.) /);
    return { finding: failed(withoutStop(what), [...remedy, `It was read from ${source}.`].join(' ')) };
  }
  const { traces } = config.target;
  const endpoint = withToken(traces, config.target.token);
  const { origin, port, pathname } = new URL(traces.url);
  if (pathname.endsWith('/v1/traces/v1/traces')) {
    return {
      finding: failed(
        'the endpoint ends in /v1/traces, which is appended once more',
        'Write only the base URL of the collector in TOKENTRAIL_OTLP_ENDPOINT, such as http://collector:4318.',
      ),
    };
  }
  const hints = [...warnings, ...(port === GRPC_PORT ? [GRPC_HINT] : []), ...samplingHints(config.droppingSampler)];
  return { finding: findingOf(origin, hints), endpoint };
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** Records are complete with any sampler; the app's own spans, and records of spans of other libraries, are not. */
function samplingHints(sampler: string | undefined): string[] {
  return sampler === undefined
    ? []
    : [
        `OTEL_TRACES_SAMPLER is ${sampler}, so the app drops some of its own spans: their traces are incomplete, and calls that ` +
          'another library records as spans are recorded only if they are sampled. Calls of patched SDKs are all recorded. ' +
          'Set it to parentbased_always_on if you need the rest.',
      ];
}

function findingOf(origin: string, warnings: readonly string[]): Finding {
  const text = `records are sent to ${origin}`;
  return warnings.length === 0
    ? { state: 'passed', text }
    : { state: 'warning', text, remedy: warnings.map((warning) => `${withoutStop(warning)}.`).join(' ') };
}
