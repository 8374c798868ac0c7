/** The data of each event of a stream of server-sent events, in their order. */
export function eventData(text: string): string[] {
  return text
    .split(/\r?\n\r?\n|\r\r/)
    .map((event) =>
      event
        .split(/\r\n|\n|\r/)
        .flatMap((line) => (line.startsWith('data:') ? [line.slice(line[5] === ' ' ? 6 : 5)] : []))
        .join('\n'),
    )
    .filter((data) => data !== '' && data !== '[DONE]');
}

/** Whether a recorded body is such a stream. */
export function isEventStream(text: string): boolean {
  return /^\s*(?:data|event|id|retry)?:/.test(text);
}
