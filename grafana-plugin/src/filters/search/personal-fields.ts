import type { FieldName } from './caret-context.ts';

const PERSONAL: readonly FieldName[] = [
  'key',
  'key_name',
  'group',
  'user',
  'tag',
  'ip',
  'agent',
  'session',
  'conversation',
];

/** Whether values of a field name a person, a team, or a device of theirs. The user can hide these on the screen. */
export function isPersonal(field: FieldName): boolean {
  return PERSONAL.includes(field);
}
