import { randomUUID } from 'node:crypto';

/**
 * The resource of every record: what the environment names, a service name, and an id of this process alone. It holds
 * no command line, host or user, which stock detectors add: those may carry secrets.
 */
export function makeResource(fromEnvironment: Readonly<Record<string, string>>): Record<string, string> {
  const named: Record<string, string> = { ...fromEnvironment };
  delete named['process.command_args'];
  delete named['process.command_line'];
  return {
    'service.name': 'unknown_service:node',
    ...named,
    // Always of this process: two processes under one id would add up wrongly in every counter.
    'service.instance.id': randomUUID(),
  };
}
