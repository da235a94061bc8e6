import { valueOf, type Environment } from './environment.js';

export interface TerminalConfig {
  /** `auto`: colour if the output is a terminal. */
  color: 'auto' | 'always' | 'never';
  /** A build machine: no progress that redraws itself. */
  isCi: boolean;
}

/** FORCE_COLOR beats NO_COLOR, as in Node itself; NO_COLOR counts as soon as it is not empty (no-color.org). */
export function readTerminalConfig(env: Environment): TerminalConfig {
  const ci = valueOf(env, 'CI');
  return { color: colorOf(env), isCi: ci !== undefined && !/^(0|false)$/i.test(ci) };
}

function colorOf(env: Environment): TerminalConfig['color'] {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return /^(0|false)$/i.test(forced) ? 'never' : 'always';
  return (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' ? 'never' : 'auto';
}
