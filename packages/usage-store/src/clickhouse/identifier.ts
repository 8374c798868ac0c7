/** A database's name as SQL. It comes from an administrator's settings, not from who asks; it is quoted all the same. */
export function identifier(name: string): string {
  return `\`${name.replace(/[\\`]/g, '\\$&')}\``;
}
