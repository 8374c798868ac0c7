import type { ScriptObject } from '@tokentrail/usage-store';
import { printable } from '../printable.ts';
import type { RequestDocument } from './request-document.ts';

/** One record for people: what is known, a line for each fact. */
export function requestText({ record, attempts, content }: RequestDocument): string {
  const { cost_lines, ...facts } = record;
  return [
    ...factLines(facts),
    ...section('cost line', objectsOf(cost_lines)),
    ...section('attempt', attempts ?? []),
    ...contentLines(content),
  ].join('\n');
}

function objectsOf(value: unknown): ScriptObject[] {
  return Array.isArray(value) ? (value as ScriptObject[]) : [];
}

function section(name: string, objects: readonly ScriptObject[]): string[] {
  return objects.flatMap((object, index) => [
    '',
    `${name} ${index + 1}`,
    ...factLines(object).map((line) => `  ${line}`),
  ]);
}

function factLines(facts: ScriptObject): string[] {
  const known = Object.entries(facts).filter(([, value]) => !isEmpty(value));
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${printable(textOf(value))}`);
}

/** A list or map without elements states nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function contentLines(content: ScriptObject | null | undefined): string[] {
  if (content === undefined) {
    return [];
  }
  if (content === null) {
    return ['', 'content: none; the traces store no longer has this record, or not yet'];
  }
  const entries = Object.entries(content);
  return entries.length === 0
    ? ['', 'content: none was recorded; the capture level of the call decides (docs/capture.md)']
    : entries.flatMap(([name, text]) => ['', name, ...printableLines(String(text))]);
}

function printableLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => `  ${printable(line)}`);
}
