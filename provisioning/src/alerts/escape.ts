/**
 * A text of Go within quotes, for a name that may contain anything. Grafana replaces `$` in its files by variables, also in
 * queries, and both begin templates with braces, so these characters are written by their code.
 */
function goText(text: string): string {
  return JSON.stringify(text).replace(/[${}]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`);
}

/** A matcher of PromQL for exactly this value. */
export function matcher(label: string, value: string): string {
  return `${label}=${goText(value)}`;
}

/** A template of an annotation or a label that prints exactly this text. */
export function templateText(text: string): string {
  return `{{ ${goText(text)} }}`;
}
