import type { Io } from '../io.ts';

/** Shows a person at a terminal how far a command is. In a pipe or a log it writes nothing. */
export class Progress {
  readonly #stderr: Io['stderr'] | undefined;

  constructor({ stderr }: Io) {
    this.#stderr = 'isTTY' in stderr && stderr.isTTY === true ? stderr : undefined;
  }

  /** Replaces the line. */
  show(text: string): void {
    this.#stderr?.write(`\r\u001b[K${text}`);
  }

  /** Removes the line. */
  end(): void {
    this.show('');
  }
}
