import { usedMessages } from './used-messages.js';

/** Of Temporal's 1,400 message types, those that code in these folders can send or receive. */
export const fewerMessages = (folders) => ({
  name: 'fewer messages',
  load: {
    filter: { id: /@temporalio\/proto\/protos\/json-module\.js$/ },
    handler: (id) => `
const protobuf = require('protobufjs/light');
const root = new protobuf.Root();
root.addJSON(JSON.parse(${JSON.stringify(JSON.stringify(usedMessages(id, folders)))}));
module.exports = protobuf.roots['__temporal'] = root;
`,
  },
});
