import { rmdirSync, rmSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { openFolder } from './folders.ts';
import { isStillThere, leaseOf, makeOwnFolder } from './lease.ts';

/** The folder in which this process keeps its records, created when it is needed. */
export class ProcessFolder {
  readonly #candidates: readonly string[];
  readonly #leaseMs: number;
  #root: string | undefined;
  #path: string | undefined;
  /** Time when the folder was last seen at its path, Unix ms. */
  #seenMs = 0;

  /** `candidates`: folders in order of preference. The first usable one is the root of the folders of all processes. */
  constructor(candidates: readonly string[], leaseMs: number) {
    this.#candidates = candidates;
    this.#leaseMs = leaseMs;
  }

  /** Undefined until a folder was needed. */
  get root(): string | undefined {
    return this.#root;
  }

  /** Undefined if there is none at present. */
  get path(): string | undefined {
    return this.#path;
  }

  /** The path; creates the folder if there is none. Throws the reason if it cannot be created. */
  async ensure(): Promise<string> {
    if (this.#path === undefined) {
      const { folder, problem } = await openFolder(this.#candidates);
      if (folder === undefined) throw new Error(problem);
      this.#root = folder;
      this.#path = await makeOwnFolder(folder);
      this.#seenMs = Date.now();
    }
    return this.#path;
  }

  /**
   * Whether the folder needs no check, or is still at `path`. While a process was suspended another one may have adopted
   * its folder, and records written there would be sent twice.
   */
  async isCurrent(path: string): Promise<boolean> {
    return Date.now() - this.#seenMs < this.#leaseMs / 2 || (await this.sees(path));
  }

  async sees(path: string): Promise<boolean> {
    const isThere = await isStillThere(path);
    if (isThere) this.#seenMs = Date.now();
    return isThere;
  }

  /** Forgets the folder, which another process has adopted. */
  forget(): void {
    this.#path = undefined;
  }

  /** Called when the process ends: removes the folder if it `isEmpty`, else leaves it to the next process. Blocks. */
  release(isEmpty: boolean): void {
    if (this.#path === undefined) return;
    try {
      if (isEmpty) rmSync(this.#path, { recursive: true });
      else unlinkSync(leaseOf(this.#path));
      if (isEmpty) rmdirSync(dirname(this.#path));
    } catch {
      // Other processes have folders there, or adopted this one.
    }
    this.#path = undefined;
  }
}
