import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UserError } from './fail.ts';

/** Parses the options of a command. Throws a `UserError` if one of them is unknown or has no value. */
export function parseOptions<T extends ParseArgsConfig>(config: T) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UserError(
      `${error instanceof Error ? error.message : String(error)}: tokentrail --help lists the options`,
    );
  }
}
