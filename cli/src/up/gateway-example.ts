import { join } from 'node:path';
import { childPart } from './child.ts';
import type { Setting } from './setting.ts';

/** Starts the instrumented example gateway and a program that sends it a little traffic. */
export async function startGatewayExample({ root, state, ports, otlpToken, supervisor }: Setting): Promise<void> {
  const cwd = join(root, 'examples', 'gateway');
  const url = `http://127.0.0.1:${ports.gateway}`;
  const options = {
    name: 'gateway',
    command: process.execPath,
    args: ['--import', '@tokentrail/instrumentation/register', 'src/main.ts'],
    cwd,
    env: {
      ...process.env,
      GATEWAY_PORT: String(ports.gateway),
      OTEL_SERVICE_NAME: 'example-gateway',
      TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
      TOKENTRAIL_OTLP_TOKEN: otlpToken,
      TOKENTRAIL_PRICES: join(root, 'examples', 'prices.yaml'),
      TOKENTRAIL_CAPTURE: 'full',
      TOKENTRAIL_RUNNING_RECORDS: 'true',
      TOKENTRAIL_SPOOL_DIR: state.in('spool'),
    },
    logFile: state.log('gateway'),
  };
  await supervisor.start(childPart(options, `${url}/health`));

  const traffic = {
    name: 'traffic',
    command: process.execPath,
    args: ['src/traffic.ts', url],
    cwd,
    env: process.env,
    logFile: state.log('traffic'),
  };
  await supervisor.start(childPart(traffic));
}
