import type fc from 'fast-check';

/** A request that another client sends all the time. It must always get a prompt response. */
export interface Canary {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string;
}

/** A running part under attack, in its own process. */
export interface Subject<Input> {
  pid: number;
  /** Maximum resident memory of the process, MiB. */
  memoryMiB: number;
  canary: Canary;
  /** Attacks with one input. Rejects with the reason if something forbidden happened. */
  attack(input: Input): Promise<void>;
  /** Called once after the last input, for checks that are only possible at the end. Rejects with the reason. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** One part that takes input from outside, and inputs to attack it. Inputs are plain JSON. */
export interface Target<Input> {
  name: string;
  inputs: fc.Arbitrary<Input>;
  start(): Promise<Subject<Input>>;
}
