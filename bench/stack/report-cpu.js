import { writeFileSync } from 'node:fs';

/** Loaded into a process: writes the processor time that it used, in milliseconds, to the file `CPU_FILE` as it ends. */
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.CPU_FILE, String((user + system) / 1000));
});
