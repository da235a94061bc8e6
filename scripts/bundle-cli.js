// Bundles the command line at build time: one file for `--help`, and for each other command the few files that it needs.
// As single modules a short command loads 500 files and the messages of all of Temporal's services, which costs more than
// its work. `dist/starter.js` loads the bundle.
import { fileURLToPath } from 'node:url';
import { fewerMessages } from './bundle/fewer-messages.js';
import { namingFolders } from './bundle/naming-folders.js';
import { writeBundles } from './bundle/write-bundle.js';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

await writeBundles(`${dist}/cli`, [
  { name: 'main', entry: `${dist}/main.js`, plugins: [fewerMessages(namingFolders.cli)] },
]);
