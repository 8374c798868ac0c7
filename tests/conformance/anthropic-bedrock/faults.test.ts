import * as exported from '@anthropic-ai/bedrock-sdk';
import { ANTHROPIC_BEDROCK } from '../../../instrumentation/src/sdks/anthropic/descriptor.ts';
import { testAnthropicFaults } from '../anthropic/faults.ts';
import { BEDROCK_WIRE } from './wire.ts';

await testAnthropicFaults(ANTHROPIC_BEDROCK, { ...exported }, 'app-anthropic-bedrock', BEDROCK_WIRE);
