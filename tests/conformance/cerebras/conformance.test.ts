import { testChatSdk } from '../chat/suite.ts';
import { WIRE } from './wire.ts';

testChatSdk('@cerebras/cerebras_cloud_sdk', 'app-cerebras', 1, WIRE);
