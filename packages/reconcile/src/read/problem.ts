/** A file that cannot be read as an export: names the file, the line and what to do. */
export class ExportError extends Error {
  readonly file: string;
  readonly line: number | null;

  constructor(file: string, line: number | null, message: string) {
    super(`${file}${line === null ? '' : `:${line}`} ${message}`);
    this.name = 'ExportError';
    this.file = file;
    this.line = line;
  }
}
