import { join } from 'node:path';
import { childPart } from './child.ts';
import type { Setting } from './setting.ts';

/** Modules that are loaded before the service, in this order. */
const LOADED_FIRST = [
  './src/hooks.ts',
  '@opentelemetry/auto-instrumentations-node/register',
  '@tokentrail/instrumentation/register',
];

/**
 * Starts the example of a service without telemetry code, the provider that it calls, and a little traffic. Its own traces are
 * sampled, its records are not.
 */
export async function startServiceExample({ root, state, ports, otlpToken, supervisor }: Setting): Promise<void> {
  const cwd = join(root, 'examples', 'service');
  const url = `http://127.0.0.1:${ports.service}`;
  const options = {
    name: 'service',
    command: process.execPath,
    args: [...LOADED_FIRST.flatMap((module) => ['--import', module]), 'src/main.ts'],
    cwd,
    env: {
      ...process.env,
      SERVICE_PORT: String(ports.service),
      OPENAI_API_KEY: 'sk-example-service-7d21c0a9e4b85f36',
      OPENAI_BASE_URL: `http://127.0.0.1:${ports.provider}/v1`,
      OTEL_SERVICE_NAME: 'example-service',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${encodeURIComponent(otlpToken)}`,
      OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.1',
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none',
      // The default detectors ask the metadata services of clouds.
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
      TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
      TOKENTRAIL_OTLP_TOKEN: otlpToken,
      TOKENTRAIL_PRICES: join(root, 'examples', 'prices.yaml'),
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_SPOOL_DIR: state.in('spool'),
    },
    logFile: state.log('service'),
  };
  await supervisor.start(childPart(options, `${url}/health`));

  const outside = {
    name: 'service provider and customers',
    command: process.execPath,
    args: ['src/outside.ts'],
    cwd,
    env: { ...process.env, PROVIDER_PORT: String(ports.provider), SERVICE_URL: url },
    logFile: state.log('outside'),
  };
  await supervisor.start(childPart(outside));
}
