/** For the operator, on the process's warnings. */
export function warn(message: string): void {
  process.emitWarning(message, 'TokenTrail');
}
