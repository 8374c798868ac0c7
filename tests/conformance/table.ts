/** Results of one behaviour by SDK; absent if the SDK does not support it. */
export type Row = Map<string, 'same' | 'differs'>;

/**
 * A Markdown table of behaviours × SDKs. `same`: the app sees the same with and without us, and the record is as
 * expected.
 */
export function conformanceTable(title: string, columns: readonly string[], rows: ReadonlyMap<string, Row>): string {
  const head = `| behaviour | ${columns.join(' | ')} |\n| --- | ${columns.map(() => '---').join(' | ')} |`;
  const lines = [...rows].map(
    ([name, row]) =>
      `| ${name.replaceAll('|', '\\|')} | ${columns.map((column) => row.get(column) ?? '–').join(' | ')} |`,
  );
  return `# ${title}\n\nMade by the tests in \`tests/conformance\`. \`same\`: the app sees the same with and without TokenTrail, and the\nrecord says what it must. \`–\`: this version of the SDK cannot do it.\n\n${head}\n${lines.join('\n')}\n`;
}
