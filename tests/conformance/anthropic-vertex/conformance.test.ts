import { testAnthropicSdk } from '../anthropic/suite.ts';
import { VERTEX_WIRE } from './wire.ts';

testAnthropicSdk('@anthropic-ai/vertex-sdk', 'app-anthropic-vertex', VERTEX_WIRE);
