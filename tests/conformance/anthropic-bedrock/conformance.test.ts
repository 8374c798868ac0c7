import { testAnthropicSdk } from '../anthropic/suite.ts';
import { BEDROCK_WIRE } from './wire.ts';

testAnthropicSdk('@anthropic-ai/bedrock-sdk', 'app-anthropic-bedrock', BEDROCK_WIRE);
