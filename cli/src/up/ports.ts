import { createServer } from 'node:net';
import { UserError } from '../fail.ts';

/** Default ports, all on 127.0.0.1, with the environment variable that changes each. */
export const PORTS = {
  ui: { default: 3000, variable: 'TOKENTRAIL_PORT_UI', what: 'the page' },
  uiViewer: { default: 3001, variable: 'TOKENTRAIL_PORT_UI_VIEWER', what: "the viewer's page" },
  otlp: { default: 4318, variable: 'TOKENTRAIL_PORT_OTLP', what: 'OTLP' },
  ledger: { default: 8123, variable: 'TOKENTRAIL_PORT_LEDGER', what: 'the ledger store' },
  traces: { default: 8124, variable: 'TOKENTRAIL_PORT_TRACES', what: 'the traces store' },
  prometheus: { default: 9090, variable: 'TOKENTRAIL_PORT_PROMETHEUS', what: 'Prometheus' },
  gateway: { default: 8080, variable: 'TOKENTRAIL_PORT_GATEWAY', what: 'the example gateway' },
  service: { default: 8090, variable: 'TOKENTRAIL_PORT_SERVICE', what: 'the example service' },
  provider: { default: 8091, variable: 'TOKENTRAIL_PORT_PROVIDER', what: "the example service's provider" },
  collectorHealth: { default: 13133, variable: 'TOKENTRAIL_PORT_HEALTH', what: "the collector's health" },
  collectorMetrics: { default: 9464, variable: 'TOKENTRAIL_PORT_METRICS', what: 'the metrics' },
  collectorSelf: { default: 8888, variable: 'TOKENTRAIL_PORT_COLLECTOR_SELF', what: "the collector's own metrics" },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;

/**
 * Chooses the port of each part and checks that it is free.
 * @throws UserError if a port is in use or a variable is not a port.
 */
export async function choosePorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const chosen = {} as Ports;
  for (const name of Object.keys(PORTS) as PortName[]) {
    chosen[name] = portOf(name, env);
    await assertFree(name, chosen[name]);
  }
  return chosen;
}

function portOf(name: PortName, env: NodeJS.ProcessEnv): number {
  const { variable, default: fallback } = PORTS[name];
  const text = env[variable];
  if (text === undefined || text === '') {
    return fallback;
  }
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UserError(`${variable}=${text} is not a port: give a number from 1 to 65535`);
  }
  return port;
}

async function assertFree(name: PortName, port: number): Promise<void> {
  const { what, variable } = PORTS[name];
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${error.message})`;
      reject(
        new UserError(
          `port ${port} (${what}) ${why}: stop what uses it, or choose another one with ${variable}=<port>`,
        ),
      );
    });
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()));
  });
}
