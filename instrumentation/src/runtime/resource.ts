import { randomUUID } from 'node:crypto';
import { fieldKind, looksRandom } from '../redaction/field-names.ts';
import { redactName } from '../redaction/redact-text.ts';

/** Command lines and users. Standard resource detectors add them, and they may contain secrets. */
const NEVER_RECORDED =
  /^(?:process\.(?:command|command_args|command_line|owner|executable\.path|user\..*|real_user\..*|saved_user\..*)|host\.user.*|os\.user.*|user(?:\..*)?|enduser\..*)$/;
const CLIENT_ADDRESSES = /^(?:host\.ip|host\.mac|client\..*|net\..*|network\..*\.address|source\.address)$/;
/** Names of machines, devices and sessions: a machine may be named after its owner. */
const HIDDEN_IN_PRIVACY_MODE = /^(?:host\..*|device\..*|browser\..*|geo\..*|session\..*)$/;

/** Splits resource attributes of the environment into those that records may carry and the names of the others. */
export function allowedResource(
  attributes: Readonly<Record<string, string>>,
  { privacy, recordIp }: { privacy: boolean; recordIp: boolean },
): { allowed: Record<string, string>; dropped: string[] } {
  const allowed: Record<string, string> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    const isKept =
      !NEVER_RECORDED.test(name) &&
      !isCredential(name, value) &&
      (recordIp && !privacy ? true : !CLIENT_ADDRESSES.test(name)) &&
      !(privacy && HIDDEN_IN_PRIVACY_MODE.test(name));
    if (isKept) allowed[redactName(name)] = redactName(value);
    else dropped.push(name);
  }
  return { allowed, dropped };
}

function isCredential(name: string, value: string): boolean {
  const kind = fieldKind(name);
  return kind === 'credential' || (kind === 'possible' && looksRandom(value));
}

/** The resource of every record: attributes of the environment, a service name, and an id of this process. */
export function makeResource(fromEnvironment: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'service.name': 'unknown_service:node',
    ...fromEnvironment,
    // Never taken from the environment: counters of two processes with the same id would be mixed up.
    'service.instance.id': randomUUID(),
  };
}
