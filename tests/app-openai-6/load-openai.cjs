// Loads openai like a CommonJS program of this app.
const { OpenAI, APIPromise, AzureOpenAI } = require('openai');

exports.sdk = { OpenAI, AzureOpenAI, APIPromise };
