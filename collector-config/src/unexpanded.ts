/** `text` as the collector reads it from a configuration file, where `$` stands for a variable unless it is doubled. */
export function unexpanded(text: string): string {
  return text.replaceAll('$', '$$$$');
}
