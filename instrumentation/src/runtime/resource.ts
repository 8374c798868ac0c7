import { randomUUID } from 'node:crypto';
import { fieldKind, looksRandom } from '../redaction/field-names.ts';
import { redactName } from '../redaction/redact-text.ts';

/** What tells how a program was started and by whom: stock detectors add it, and it may hold secrets. */
const NEVER =
  /^(?:process\.(?:command|command_args|command_line|owner|executable\.path|user\..*|real_user\..*|saved_user\..*)|host\.user.*|os\.user.*|user(?:\..*)?|enduser\..*)$/;
const ADDRESSES = /^(?:host\.ip|host\.mac|client\..*|net\..*|network\..*\.address|source\.address)$/;
/** A machine may be called after the one it belongs to. */
const PRIVATE = /^(?:host\..*|device\..*|browser\..*|geo\..*|session\..*)$/;

/** The resource that the environment names, without what no record may carry, and the names of that. */
export function allowedResource(
  named: Readonly<Record<string, string>>,
  { privacy, recordIp }: { privacy: boolean; recordIp: boolean },
): { allowed: Record<string, string>; dropped: string[] } {
  const allowed: Record<string, string> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(named)) {
    const isKept =
      !NEVER.test(name) &&
      !isCredential(name, value) &&
      (recordIp && !privacy ? true : !ADDRESSES.test(name)) &&
      !(privacy && PRIVATE.test(name));
    if (isKept) allowed[redactName(name)] = redactName(value);
    else dropped.push(name);
  }
  return { allowed, dropped };
}

function isCredential(name: string, value: string): boolean {
  const kind = fieldKind(name);
  return kind === 'credential' || (kind === 'perhaps' && looksRandom(value));
}

/** The resource of every record: what the environment names, a service name, and an id of this process alone. */
export function makeResource(fromEnvironment: Readonly<Record<string, string>>): Record<string, string> {
  return {
    'service.name': 'unknown_service:node',
    ...fromEnvironment,
    // Always of this process: two processes under one id would add up wrongly in every counter.
    'service.instance.id': randomUUID(),
  };
}
