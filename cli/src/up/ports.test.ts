import { createServer, type AddressInfo } from 'node:net';
import { choosePorts, PORTS } from './ports.ts';

/** Variables that move every port to a free one. */
async function variablesOfFreePorts(): Promise<Record<string, string>> {
  const servers = await Promise.all(
    Object.values(PORTS).map(async ({ variable }) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return { variable, server, port: (server.address() as AddressInfo).port };
    }),
  );
  await Promise.all(servers.map(({ server }) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(servers.map(({ variable, port }) => [variable, String(port)]));
}

test('each port can be moved by its variable', async () => {
  const env = await variablesOfFreePorts();
  const ports = await choosePorts(env);
  expect(String(ports.otlp)).toBe(env.TOKENTRAIL_PORT_OTLP);
});

test('a port in use is named, with the variable that moves it', async () => {
  const env = await variablesOfFreePorts();
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(Number(env.TOKENTRAIL_PORT_OTLP), '127.0.0.1', resolve));
  await expect(choosePorts(env)).rejects.toThrow(/port \d+ \(OTLP\) is in use: .*TOKENTRAIL_PORT_OTLP/);
  await new Promise((resolve) => squatter.close(resolve));
});

test('a variable that is not a port is rejected', async () => {
  await expect(choosePorts({ TOKENTRAIL_PORT_UI: 'http' })).rejects.toThrow(/TOKENTRAIL_PORT_UI=http is not a port/);
});
