import * as exported from '@anthropic-ai/sdk';
import { ANTHROPIC } from '../../../instrumentation/src/sdks/anthropic/descriptor.ts';
import { testAnthropicFaults } from './faults.ts';
import { ANTHROPIC_WIRE } from './wire.ts';

await testAnthropicFaults(ANTHROPIC, { ...exported }, 'app-anthropic', ANTHROPIC_WIRE);
