import type { Agent } from 'node:http';
import type { AgentOptions } from 'node:https';
import type { Socket } from 'node:net';
import { httpAgentFactoryFromOptions } from '@opentelemetry/otlp-exporter-base/node-http';

/**
 * Creates OpenTelemetry's agent for a protocol (`http:` or `https:`), with sockets that never keep the process alive. For
 * `http:` the certificates are left out.
 */
export function unreferencedAgents(options: AgentOptions): (protocol: string) => Promise<Agent> {
  const makeAgent = httpAgentFactoryFromOptions(options);
  return async (protocol) => unreferenced(await makeAgent(protocol));
}

/** Changes the two methods that Node documents for this: for a new socket, and for one that is used again. */
function unreferenced(agent: Agent): Agent {
  const { createConnection, reuseSocket } = agent;
  agent.createConnection = (...args) => {
    const socket = createConnection.apply(agent, args);
    (socket as Socket | undefined)?.unref();
    return socket;
  };
  agent.reuseSocket = (socket, request) => {
    reuseSocket.call(agent, socket, request);
    (socket as Socket).unref();
  };
  return agent;
}
