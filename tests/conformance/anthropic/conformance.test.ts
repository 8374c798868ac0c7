import { testAnthropicSdk } from './suite.ts';
import { ANTHROPIC_WIRE } from './wire.ts';

testAnthropicSdk('@anthropic-ai/sdk', 'app-anthropic', ANTHROPIC_WIRE);
