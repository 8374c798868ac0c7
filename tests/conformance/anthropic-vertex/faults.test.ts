import * as exported from '@anthropic-ai/vertex-sdk';
import { ANTHROPIC_VERTEX } from '../../../instrumentation/src/sdks/anthropic/descriptor.ts';
import { testAnthropicFaults } from '../anthropic/faults.ts';
import { VERTEX_WIRE } from './wire.ts';

await testAnthropicFaults(ANTHROPIC_VERTEX, { ...exported }, 'app-anthropic-vertex', VERTEX_WIRE);
