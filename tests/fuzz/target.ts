import type fc from 'fast-check';

/** A request that another client makes all the time; it must always be answered at once. */
export interface Canary {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string;
}

/** A running part under attack, in a process of its own. */
export interface Subject<Input> {
  pid: number;
  /** Most resident memory of the process, MiB. */
  memoryMiB: number;
  canary: Canary;
  /** Attacks with one input. Rejects with the reason when something that must never happen happened. */
  attack(input: Input): Promise<void>;
  /** Called once after the last input: what can only be seen at the end. Rejects with the reason. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** One part that takes input from outside, and the inputs to attack it with. Inputs are plain JSON. */
export interface Target<Input> {
  name: string;
  inputs: fc.Arbitrary<Input>;
  start(): Promise<Subject<Input>>;
}
