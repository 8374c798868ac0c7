import { Option, type Command } from '@commander-js/extra-typings';
import { PRICES_PACKAGE } from '@tokentrail/pricing/published';
import type { Io } from '../io.ts';
import { jsonOption } from '../options.ts';
import { checkPrices } from './check-prices.ts';
import { updatePrices } from './update-prices.ts';

const dataOption = () =>
  new Option(
    '--data <file>',
    `a tarball of ${PRICES_PACKAGE} or its data.json; default: the newest one of the npm registry`,
  );

/** Adds `tokentrail prices check` and `tokentrail prices update`. */
export function addPricesCommand(program: Command, io: Io): void {
  const prices = program
    .command('prices')
    .description('compare with the newest public prices, or write them to a file');
  prices
    .command('check')
    .description('compare the public prices of this release, and a price file, with the newest published ones')
    .option('--prices <file>', 'a price file; default: the one that TOKENTRAIL_PRICES names')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExample:\n  tokentrail prices check --prices prices.yaml\n\nExit code 1: some prices differ.',
    )
    .action((options) => checkPrices(options, io));
  prices
    .command('update')
    .description('write the newest public prices as a price file, for services without a price file of their own')
    .requiredOption('--output <file>', 'the file, which is replaced if this command wrote it')
    .addOption(dataOption())
    .addHelpText('after', '\nExample:\n  tokentrail prices update --output public-prices.json')
    .action((options) => updatePrices(options, io));
}
