/**
 * Quotes a database name as an SQL identifier. The name comes from an administrator's settings, not from the user of a
 * query.
 */
export function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
