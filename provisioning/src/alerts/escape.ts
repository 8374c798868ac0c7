import { goText } from '@tokentrail/usage-store';

/** A matcher of PromQL for exactly this value. */
export function matcher(label: string, value: string): string {
  return `${label}=${goText(value)}`;
}

/** A template of an annotation or a label that prints exactly this text. */
export function templateText(text: string): string {
  return `{{ ${goText(text)} }}`;
}
