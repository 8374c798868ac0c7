// openai as a CommonJS program of this app gets it.
const { OpenAI, APIPromise, AzureOpenAI } = require('openai');

exports.sdk = { OpenAI, AzureOpenAI, APIPromise };
