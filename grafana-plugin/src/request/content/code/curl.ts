import { BASE_URL, type SentRequest } from './sent-request.ts';

/**
 * A command for a POSIX shell that sends the request. The body goes through a pipe, because one argument of a program has at most
 * 128 KiB. Null if a part cannot be written in a shell at all: no argument can contain a NUL.
 */
export function curlCommand({ method, url, headers, auth, body }: SentRequest): string | null {
  const lines = [
    `curl ${urlWord(url)}`,
    `--request ${quoted(method)}`,
    ...headers.flatMap(({ name, values }) => values.map((value) => `--header ${quoted(headerLine(name, value))}`)),
    `--header ${quoted(`${auth.header}: ${auth.prefix}`)}"$${auth.variable}"`,
    '--data-binary @-',
  ];
  const command = `printf '%s' ${quoted(body)} |\n  ${lines.join(' \\\n    ')}\n`;
  return command.includes('\0') ? null : command;
}

/** curl sends no header with an empty value unless its line ends with a semicolon. A line break would begin another header. */
function headerLine(name: string, value: string): string {
  const line = value.replaceAll(/[\r\n]+/g, ' ');
  return line.trim() === '' ? `${name};` : `${name}: ${line}`;
}

/** The address, in which only our own variable is expanded. */
function urlWord(url: string): string {
  if (!url.startsWith(BASE_URL)) {
    return quoted(url);
  }
  const path = url.slice(BASE_URL.length);
  return `"${BASE_URL}"${path === '' ? '' : quoted(path)}`;
}

/** A word of a POSIX shell that stands for exactly this text. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
